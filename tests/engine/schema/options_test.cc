#include "engine/schema/options.h"

#include <gtest/gtest.h>

#include "engine/base/boxed.h"

namespace autogen {
namespace {

TEST(Options, AreAMapInTheOrderOfSetting) {
  Options options;
  EXPECT_TRUE(options.empty());
  EXPECT_EQ(options.erase("a"), 0u);
  EXPECT_EQ(options.find("a"), options.end());
  options["b"] = "2";
  options["a"] = "1";
  EXPECT_EQ(options, (Options{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(options.begin()->first, "b");
  EXPECT_NE(options, (Options{{"a", "1"}, {"b", "3"}}));
  EXPECT_NE(options, (Options{{"a", "1"}}));
  EXPECT_EQ(options.at("b"), "2");
  Options copy = options;
  EXPECT_EQ(copy.erase("a"), 1u);
  EXPECT_EQ(copy.erase("b"), 1u);
  EXPECT_EQ(copy, Options());
  EXPECT_EQ(options.size(), 2u);
}

TEST(Boxed, CopiesItsValue) {
  Boxed<std::string> none, one = std::string("one"), other = one;
  EXPECT_FALSE(none);
  EXPECT_EQ(other, one);
  other->append("s");
  EXPECT_EQ(*one, "one");
  EXPECT_NE(other, one);
  EXPECT_NE(none, one);
  one = none;
  EXPECT_EQ(one, none);
}

}  // namespace
}  // namespace autogen
