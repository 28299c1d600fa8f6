#include "engine/sql/resolve.h"

#include <gmock/gmock.h>

namespace autogen {
namespace {

using testing::ElementsAre;

class ResolverTest : public testing::Test {
 protected:
  ResolverTest() {
    Table users;
    users.schema = "public";
    users.name = "users";
    known_.Add(users);
    Enum mood;
    mood.schema = "app";
    mood.name = "mood";
    known_.Add(mood);
    Routine function;
    function.schema = "app";
    for (const char* name : {"lower", "slug", "uuidv7"}) {
      function.name = name;
      known_.Add(function);
    }
    known_.Add(ExtensionMember{ExtensionMember::Role::kType, "hstore", {"ext", "hstore"}});
  }

  std::string Qualify(const char* text, SqlForm form = SqlForm::kExpression) {
    unknown_.clear();
    std::vector<NameUse> unknown;
    std::string result =
        Resolver(known_, {"app", "public", "ext"}).Qualify({text}, form, &unknown).text.str();
    for (const NameUse& use : unknown) unknown_.push_back(use.name.name.str());
    return result;
  }

  KnownNames known_;
  std::vector<std::string> unknown_;
};

TEST_F(ResolverTest, QualifiesWhatIsFound) {
  EXPECT_EQ(Qualify("slug(x)::mood"), "app.slug(x)::app.mood");
  EXPECT_EQ(Qualify("x::hstore -> 'users'"), "x::ext.hstore -> 'users'");
  EXPECT_EQ(Qualify("SELECT u.* FROM users u", SqlForm::kQuery), "SELECT u.* FROM public.users u");
  EXPECT_EQ(Qualify("mood('sad')"), "app.mood('sad')");
  EXPECT_THAT(unknown_, ElementsAre());
}

TEST_F(ResolverTest, BuiltInNamesComeFirst) {
  EXPECT_EQ(Qualify("lower(x)"), "lower(x)");
  EXPECT_EQ(Qualify("app.lower(x)"), "app.lower(x)");
  // Only some versions have it built in.
  EXPECT_EQ(Qualify("uuidv7()"), "app.uuidv7()");
  known_.SetServer(18);
  EXPECT_EQ(Qualify("uuidv7()"), "uuidv7()");
}

TEST_F(ResolverTest, TellsWhatNobodyHas) {
  EXPECT_EQ(Qualify("slug(nope(x)) + y::what"), "app.slug(nope(x)) + y::what");
  EXPECT_THAT(unknown_, ElementsAre("nope", "what"));
}

TEST_F(ResolverTest, Types) {
  Resolver resolver(known_, {"app", "public", "ext"});
  auto resolve = [&](const TypeRef& type) {
    std::optional<TypeRef> found = resolver.ResolveType(type);
    return found ? CanonicalText(*found) : "";
  };
  EXPECT_EQ(resolve({"", "mood", "", true}), "app.mood[]");
  EXPECT_EQ(resolve({"", "_mood", "", false}), "app.mood[]");
  EXPECT_EQ(resolve({"", "int4", "", false}), "integer");
  EXPECT_EQ(resolve({"", "timestamptz", "(3)", false}), "timestamp(3) with time zone");
  EXPECT_EQ(resolve({"", "users", "", false}), "public.users");
  EXPECT_EQ(resolve({"x", "y", "", false}), "x.y");
  EXPECT_EQ(resolve({"", "nope", "", false}), "");
}

}  // namespace
}  // namespace autogen
