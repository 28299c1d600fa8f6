#include "engine/base/sha256.h"

#include <gtest/gtest.h>

namespace autogen {
namespace {

// See: FIPS 180-4; NIST, Example Values.
TEST(Sha256Test, GivesTheStandardsValues) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, PiecesMakeTheWhole) {
  Sha256 hash;
  for (std::string_view piece : {"a", "", "bc"}) hash.Add(piece);
  EXPECT_EQ(hash.Hex(), Sha256Hex("abc"));
}

}  // namespace
}  // namespace autogen
