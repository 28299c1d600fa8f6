#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "tests/engine/compare/make.h"

namespace autogen {
namespace {

using test::MakeConstraint;
using test::MakeDatabase;
using test::MakeEnum;
using test::MakeFunction;
using test::MakeIndex;
using test::MakeModel;
using test::MakeSequence;
using test::MakeTable;
using test::MakeTrigger;
using test::MakeView;

ObjectId TableId(Name name) { return RelationId(Kind::kTable, "public", name); }
ObjectId InPublic(Name table, Name column) { return ColumnId("public", table, column); }

RenameMap TableAndColumn() {
  RenameMap renames;
  renames.objects.emplace(TableId("users"), TableId("members"));
  renames.objects.emplace(InPublic("members", "name"), InPublic("members", "full_name"));
  return renames;
}

Database Users() {
  View view = MakeView("v", "SELECT users.name,\n    users.id\n   FROM public.users");
  view.columns.resize(2);
  view.columns[0].name = "name";
  view.columns[1].name = "id";
  Database database = MakeDatabase(
      {MakeTable("users", {{"id", "integer default nextval('public.users_id_seq'::regclass)"},
                           {"name", "text"},
                           {"size", "integer generated always as (length(name)) stored"}}),
       MakeSequence("users_id_seq", "users", "id"),
       MakeConstraint("users", "users_name_check", "check (name <> '' and users.* is not null)"),
       MakeConstraint("users", "users_key", "unique (name)"),
       MakeTable("posts", {{"author", "text"}, {"name", "text"}}),
       MakeConstraint("posts", "fk", "foreign key (author) references public.users (name)"),
       MakeIndex("users", "users_name", "(name, lower(name)) where name is not null"),
       MakeFunction("f(public.users)", "text", "select name from users"),
       MakeTrigger(
           "users", "touch",
           "before update of name for each row when (old.name <> new.name) execute function f()"),
       view});
  database.dependencies = {{RelationId(Kind::kView, "public", "v"), InPublic("users", "name")}};
  return database;
}

TEST(ApplyRenamesTest, FollowsEverywhere) {
  Database now = ApplyRenames(Users(), TableAndColumn());
  const auto* table = now.Get<Table>(TableId("members"));
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(now.Find(TableId("users")), nullptr);
  EXPECT_EQ(table->columns[1].name.str(), "full_name");
  EXPECT_EQ(table->columns[2].generated.text, "length(full_name)");
  EXPECT_EQ(table->columns[0].default_value.text, "nextval('public.users_id_seq'::regclass)");
  const auto* sequence = now.Get<Sequence>(RelationId(Kind::kSequence, "public", "users_id_seq"));
  EXPECT_EQ(sequence->owned_by.table.str(), "members");
  const auto* check =
      now.Get<Constraint>({Kind::kConstraint, "public", "users_name_check", "members"});
  EXPECT_EQ(check->check.text, "full_name <> '' and members.* is not null");
  const auto* unique = now.Get<Constraint>({Kind::kConstraint, "public", "users_key", "members"});
  EXPECT_EQ(unique->columns, std::vector<Name>{"full_name"});
  const auto* key = now.Get<Constraint>({Kind::kConstraint, "public", "fk", "posts"});
  EXPECT_EQ(key->references.name.str(), "members");
  EXPECT_EQ(key->referenced_columns, std::vector<Name>{"full_name"});
  const auto* index = now.Get<Index>(RelationId(Kind::kIndex, "public", "users_name"));
  EXPECT_EQ(index->table.str(), "members");
  EXPECT_EQ(index->keys[0].column.str(), "full_name");
  EXPECT_EQ(index->keys[1].expression.text, "lower(full_name)");
  EXPECT_EQ(index->where.text, "full_name is not null");
  const auto* trigger = now.Get<Trigger>({Kind::kTrigger, "public", "touch", "members"});
  EXPECT_EQ(trigger->when.text, "old.full_name <> new.full_name");
  EXPECT_EQ(trigger->update_columns, std::vector<Name>{"full_name"});
  const auto* view = now.Get<View>(RelationId(Kind::kView, "public", "v"));
  EXPECT_EQ(view->query.text,
            "SELECT members.full_name AS name,\n    members.id\n   FROM public.members");
  const auto* routine = now.Get<Routine>({Kind::kFunction, "public", "f", "(public.members)"});
  ASSERT_NE(routine, nullptr);
  EXPECT_EQ(routine->body, "select name from users");  // a string stays
  // posts.name is another column.
  EXPECT_EQ(now.Get<Table>(TableId("posts"))->columns[1].name.str(), "name");
  EXPECT_EQ(now.dependencies[0].to, InPublic("members", "full_name"));
}

TEST(ApplyRenamesTest, ThereAndBack) {
  RenameMap renames = TableAndColumn();
  renames.objects.emplace(ObjectId{Kind::kConstraint, "public", "users_key", "members"},
                          ObjectId{Kind::kConstraint, "public", "members_key", "members"});
  RenameMap back = renames.Inverse();
  EXPECT_EQ(back.objects.at(TableId("members")), TableId("users"));
  EXPECT_EQ(back.objects.at(InPublic("users", "full_name")), InPublic("users", "name"));
  EXPECT_EQ(back.Inverse().objects, renames.objects);
  Database before = Users();
  Database there_and_back = ApplyRenames(ApplyRenames(before, renames), back);
  // A view's text keeps the alias that the way there has given it.
  std::get<View>(there_and_back.objects.at(RelationId(Kind::kView, "public", "v"))).query =
      before.Get<View>(RelationId(Kind::kView, "public", "v"))->query;
  EXPECT_EQ(there_and_back.objects, before.objects);
  EXPECT_EQ(there_and_back.dependencies, before.dependencies);
}

TEST(ApplyRenamesTest, Schemas) {
  Table table = MakeTable("t", {{"a", "app.mood default 'x'::app.mood"}});
  table.schema = "app";
  Enum type = MakeEnum("mood", {"x"});
  type.schema = "app";
  RenameMap renames;
  renames.objects.emplace(ObjectId{Kind::kNamespace, {}, "app", {}},
                          ObjectId{Kind::kNamespace, {}, "core", {}});
  Database now = ApplyRenames(MakeDatabase({Namespace{"app", {}}, table, type}), renames);
  const auto* found = now.Get<Table>(RelationId(Kind::kTable, "core", "t"));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->columns[0].type.schema.str(), "core");
  EXPECT_EQ(found->columns[0].default_value.text, "'x'::core.mood");
  EXPECT_NE(now.Find({Kind::kNamespace, {}, "core", {}}), nullptr);
}

TEST(ApplyRenamesTest, MovedTableTakesItsPartsAlong) {
  ObjectId moved{Kind::kTable, "app", "t", {}};
  RenameMap renames;
  renames.objects.emplace(TableId("t"), moved);
  Database now = ApplyRenames(
      MakeDatabase({MakeTable("t", {{"id", "integer default nextval('public.s'::regclass)"}}),
                    MakeSequence("s", "t", "id"), MakeIndex("t", "i", "(id)"),
                    MakeConstraint("t", "c", "check (id > 0)")}),
      renames);
  EXPECT_NE(now.Find({Kind::kSequence, "app", "s", {}}), nullptr);
  EXPECT_NE(now.Find({Kind::kIndex, "app", "i", {}}), nullptr);
  EXPECT_NE(now.Find({Kind::kConstraint, "app", "c", "t"}), nullptr);
  EXPECT_EQ(now.Get<Table>(moved)->columns[0].default_value.text, "nextval('app.s'::regclass)");
}

TEST(ApplyRenamesTest, Labels) {
  ObjectId mood{Kind::kEnum, "public", "mood", {}};
  RenameMap renames;
  renames.labels.emplace(std::pair(mood, "sad"), "blue");
  Database now = ApplyRenames(
      MakeDatabase({MakeEnum("mood", {"sad", "ok"}),
                    MakeTable("t", {{"a", "public.mood default 'sad'::public.mood"},
                                    {"b", "text default 'sad'::text"},
                                    {"c", "public.mood[] default '{sad,ok}'::public.mood[]"}})}),
      renames);
  EXPECT_EQ(now.Get<Enum>(mood)->values, (std::vector<std::string>{"blue", "ok"}));
  const auto* table = now.Get<Table>(TableId("t"));
  EXPECT_EQ(table->columns[0].default_value.text, "'blue'::public.mood");
  EXPECT_EQ(table->columns[1].default_value.text, "'sad'::text");
  EXPECT_EQ(table->columns[2].default_value.text, "'{blue,ok}'::public.mood[]");
}

TEST(ApplyRenamesTest, Overloads) {
  RenameMap renames;
  renames.objects.emplace(ObjectId{Kind::kFunction, "public", "f", "(integer)"},
                          ObjectId{Kind::kFunction, "public", "g", "(integer)"});
  Database now = ApplyRenames(
      MakeDatabase({MakeFunction("f(integer)", "integer", "select 1"),
                    MakeFunction("f(integer, integer)", "integer", "select 1"),
                    MakeTable("t", {{"a", "integer default public.f(1) + public.f(1, 2)"}})}),
      renames);
  EXPECT_EQ(now.Get<Table>(TableId("t"))->columns[0].default_value.text,
            "public.g(1) + public.f(1, 2)");
}

RenameHint Hint(ObjectId before, ObjectId after, int line = 1) {
  RenameHint hint;
  hint.before = before;
  hint.after = after;
  hint.place = {"m.yaml", line, 5, 1, ""};
  return hint;
}

TEST(CheckHintsTest, Chain) {
  DeclaredModel model = MakeModel({MakeTable("members", {{"full_name", "text"}})});
  std::vector<Finding> notices;
  auto renames = CheckHints({Hint(InPublic("members", "name"), InPublic("members", "full_name")),
                             Hint(TableId("users"), TableId("members"))},
                            Users(), model, &notices);
  ASSERT_TRUE(renames.ok());
  EXPECT_EQ(renames->objects, TableAndColumn().objects);
  EXPECT_TRUE(notices.empty());
}

TEST(CheckHintsTest, DoneIsANotice) {
  DeclaredModel model = MakeModel({MakeTable("users", {{"name", "text"}})});
  std::vector<Finding> notices;
  auto renames = CheckHints({Hint(TableId("people"), TableId("users")),
                             Hint(InPublic("users", "id"), InPublic("users", "name"))},
                            Users(), model, &notices);
  ASSERT_TRUE(renames.ok());
  EXPECT_TRUE(renames->empty());
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_EQ(notices[0].message, "users: renamed from people, which is no more");
  EXPECT_EQ(notices[0].hint, "the rename is done: take the hint out");
  EXPECT_EQ(notices[1].message, "users.name was to be renamed from users.id, but both exist");
}

TEST(CheckHintsTest, TwoClaims) {
  DeclaredModel model = MakeModel({MakeTable("a", {}), MakeTable("b", {})});
  auto renames =
      CheckHints({Hint(TableId("users"), TableId("a"), 3), Hint(TableId("users"), TableId("b"), 7)},
                 Users(), model, nullptr);
  Finding finding = ToFinding(renames.status());
  EXPECT_EQ(finding.message, "a and b both claim the old name users");
  EXPECT_EQ(finding.hint, "only one of them can have been users: take the other's hint out");
  EXPECT_EQ(finding.detail, "a claims it at m.yaml:3:5");
  EXPECT_EQ(finding.place.line, 7);
}

TEST(CheckHintsTest, TheCommandLineSaysNamesWithoutKinds) {
  Database live = MakeDatabase({MakeEnum("mood", {"sad", "ok"}), MakeView("old", "select 1")});
  DeclaredModel model = MakeModel({MakeEnum("mood", {"blue", "ok"}), MakeView("new", "select 1")});
  RenameHint view, label;
  view.before = TableId("old");
  view.after = TableId("new");
  label.before = InPublic("mood", "sad");
  label.after = InPublic("mood", "blue");
  auto renames = CheckHints({view, label}, live, model, nullptr);
  ASSERT_TRUE(renames.ok()) << renames.status();
  EXPECT_EQ(renames->objects.count(RelationId(Kind::kView, "public", "old")), 1u);
  EXPECT_EQ(renames->labels.size(), 1u);
  view.after = TableId("newer");
  Finding finding = ToFinding(CheckHints({view}, live, model, nullptr).status());
  EXPECT_EQ(finding.message, "the models have no newer that old could become");
}

TEST(GuessRenamesTest, OnlyPairsWithoutAThird) {
  Database live =
      MakeDatabase({MakeTable("t", {{"a", "text"}, {"n", "integer"}, {"m", "integer"}}),
                    MakeTable("gone", {{"x", "text"}}), MakeEnum("e", {"a", "b", "c"})});
  Database target =
      MakeDatabase({MakeTable("t", {{"b", "text"}, {"o", "integer"}}),
                    MakeTable("come", {{"x", "text"}}), MakeEnum("e", {"a", "bb", "c"})});
  std::vector<RenameHint> hints = GuessRenames(live, target);
  ASSERT_EQ(hints.size(), 3u);
  EXPECT_EQ(hints[0].after, TableId("come"));
  EXPECT_EQ(hints[1].label_before + ":" + hints[1].label_after, "b:bb");
  EXPECT_EQ(hints[2].before, InPublic("t", "a"));
  EXPECT_EQ(hints[2].after, InPublic("t", "b"));
}

TEST(RoutinesMentioningTest, FindsBodiesByWord) {
  Database database = MakeDatabase({MakeFunction("f()", "text", "select name from users"),
                                    MakeFunction("g()", "text", "select name from users_old"),
                                    MakeFunction("h()", "text", "execute 'select 1 from users'")});
  std::vector<ObjectId> found = RoutinesMentioning(database, TableId("users"));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].name.str(), "f");
  EXPECT_EQ(found[1].name.str(), "h");
}

}  // namespace
}  // namespace autogen
