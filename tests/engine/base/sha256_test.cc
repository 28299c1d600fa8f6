#include <gtest/gtest.h>

#include <string>

#include "engine/base/sha256_blocks.h"

namespace autogen {
namespace {

TEST(Sha256, TheProcessorsInstructionsGiveTheSame) {
  std::string data;
  for (int i = 0; i < 64 * 9; ++i) data += static_cast<char>(i * i * 31 + i);
  const auto* bytes = reinterpret_cast<const unsigned char*>(data.data());
  for (size_t blocks : {0, 1, 2, 9}) {
    Sha256State plain = {1, 2, 3, 4, 5, 6, 7, 0xffffffff}, fast = plain;
    AddSha256Blocks(bytes, blocks, &plain);
    if (!AddSha256BlocksInHardware(bytes, blocks, &fast)) GTEST_SKIP() << "it has none";
    EXPECT_EQ(fast, plain) << blocks;
  }
}

}  // namespace
}  // namespace autogen
