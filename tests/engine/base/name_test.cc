#include "engine/base/name.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace autogen {
namespace {

// Of all lengths, so that they stand at all places of the memory they share.
std::string Spell(int i) {
  return std::string(static_cast<size_t>(i % 67), 'x') + std::to_string(i);
}

TEST(NameTest, OfOneSpellingIsOneName) {
  EXPECT_EQ(Name("a"), Name(std::string("a")));
  EXPECT_NE(Name("a"), Name("b"));
  EXPECT_EQ(Name(), Name(""));
  EXPECT_TRUE(Name().empty());
  EXPECT_EQ(Name(std::string_view("a\0b", 3)).view().size(), 3u);
  EXPECT_NE(Name(std::string_view("a\0b", 3)), Name("a"));
}

TEST(NameTest, OrdersByBytes) {
  EXPECT_LT(Name("Z"), Name("a"));
  EXPECT_LT(Name("a"), Name("ab"));
  EXPECT_LT(Name("z"), Name("\xc3\xa4"));
}

// Two threads meet at the same names while the tables behind them grow.
TEST(NameTest, FindsEachOfManyAgain) {
  constexpr int kMany = 300000;
  std::vector<Name> forwards(kMany), backwards(kMany);
  std::thread other([&] {
    for (int i = kMany - 1; i >= 0; --i) backwards[i] = Spell(i);
  });
  for (int i = 0; i < kMany; ++i) forwards[i] = Spell(i);
  other.join();
  for (int i = 0; i < kMany; ++i) {
    ASSERT_EQ(forwards[i], backwards[i]) << i;
    ASSERT_EQ(forwards[i].view(), Spell(i));
  }
}

TEST(NameTest, KeepsLongTexts) {
  const std::string text(1 << 20, 'q');
  EXPECT_EQ(Name(text).view(), text);
  EXPECT_EQ(Name(text), Name(text));
}

}  // namespace
}  // namespace autogen
