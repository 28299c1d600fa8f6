#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "tests/engine/compare/make.h"

namespace autogen {
namespace {

using test::MakeConstraint;
using test::MakeDatabase;
using test::MakeDomain;
using test::MakeFunction;
using test::MakeIndex;
using test::MakeModel;
using test::MakeSequence;
using test::MakeTable;
using test::MakeView;

CompleteOptions Options() {
  CompleteOptions options;
  options.default_owner = "me";
  return options;
}

Database Completed(const DeclaredModel& model, const Database& live) {
  return Complete(model, live, {}, Options()).value();
}

std::vector<std::string> Names(const Database& database, Kind kind) {
  std::vector<std::string> names;
  for (const auto& [id, object] : database.objects) {
    if (id.kind == kind) names.push_back(id.name.str());
  }
  return names;
}

using Strings = std::vector<std::string>;

TEST(CompleteTest, UnnamedTakesTheNameOfTheSameDefinition) {
  Database live = MakeDatabase(
      {MakeTable("t", {{"a", "integer"}}), MakeConstraint("t", "positive", "check (a > 0)"),
       MakeConstraint("t", "small", "check (a < 9)"), MakeIndex("t", "by_a", "(a)")});
  Database target = Completed(
      MakeModel({MakeTable("t", {{"a", "integer"}}), MakeConstraint("t", {}, "check (a<9)"),
                 MakeConstraint("t", {}, "check (a>0)"), MakeIndex("t", {}, "(a)")}),
      live);
  EXPECT_EQ(Names(target, Kind::kConstraint), (Strings{"positive", "small"}));
  EXPECT_EQ(Names(target, Kind::kIndex), Strings{"by_a"});
  EXPECT_EQ(target.Get<Constraint>({Kind::kConstraint, "public", "small", "t"})->check.text, "a<9");
}

TEST(CompleteTest, NamesAreMatchedFirstEachObjectOnce) {
  Database live = MakeDatabase({MakeTable("t", {{"a", "integer"}}), MakeIndex("t", "one", "(a)")});
  Database target = Completed(MakeModel({MakeTable("t", {{"a", "integer"}}),
                                         MakeIndex("t", {}, "(a)"), MakeIndex("t", "one", "(a)")}),
                              live);
  EXPECT_EQ(Names(target, Kind::kIndex), (Strings{"one", "t_a_idx"}));
}

TEST(CompleteTest, UnnamedTakesTheNameOfTheOnlyOneThatMayBeTheSame) {
  Database live = MakeDatabase(
      {MakeTable("t", {{"a", "text"}}), MakeConstraint("t", "c", "check (a <> 'x'::text)")});
  DeclaredModel model =
      MakeModel({MakeTable("t", {{"a", "text"}}), MakeConstraint("t", {}, "check (a != 'x')")});
  EXPECT_EQ(Names(Completed(model, live), Kind::kConstraint), Strings{"c"});
}

TEST(CompleteTest, ValidationAndParametersDoNotMakeAnotherObject) {
  Database live = MakeDatabase({MakeTable("t", {{"a", "integer"}}),
                                MakeConstraint("t", "c", "check (a > 0) not valid"),
                                MakeIndex("t", "i", "(a) with (fillfactor = 70)")});
  Database target =
      Completed(MakeModel({MakeTable("t", {{"a", "integer"}}),
                           MakeConstraint("t", {}, "check (a > 0)"), MakeIndex("t", {}, "(a)")}),
                live);
  EXPECT_EQ(test::Describe(Compare(live, target)),
            "alter constraint t.c: not_valid\nalter index i: with\n");
}

TEST(CompleteTest, NewNamesArePostgresqlsInSortedOrder) {
  DeclaredModel model =
      MakeModel({MakeConstraint("t", {}, "check (a > 1)"), MakeConstraint("t", {}, "check (a > 0)"),
                 MakeTable("t", {{"a", "integer"}})});
  Database target = Completed(model, MakeDatabase({}));
  std::reverse(model.objects.begin(), model.objects.end());
  Database other = Completed(model, MakeDatabase({}));
  EXPECT_EQ(target.objects, other.objects);
  EXPECT_EQ(target.Get<Constraint>({Kind::kConstraint, "public", "t_a_check", "t"})->check.text,
            "a > 0");
  EXPECT_EQ(target.Get<Constraint>({Kind::kConstraint, "public", "t_a_check1", "t"})->check.text,
            "a > 1");
}

TEST(CompleteTest, NamingPatterns) {
  DeclaredModel model =
      MakeModel({MakeTable("users", {{"id", "integer"}, {"boss", "integer"}}),
                 MakeConstraint("users", {}, "primary key (id)"),
                 MakeConstraint("users", {}, "foreign key (boss) references users (id)"),
                 MakeConstraint("users", {}, "check (id > 0 and boss > 0)"),
                 MakeIndex("users", {}, "(lower(boss), id)")});
  model.naming = {{"pk", "pk_{table}"},
                  {"fk", "fk_{table}_{columns}_{referred_table}_{referred_columns}"},
                  {"ck", "ck_{table}_{columns}"},
                  {"ix", "ix_{table}_{column}"}};
  Database target = Completed(model, MakeDatabase({}));
  EXPECT_EQ(Names(target, Kind::kConstraint),
            (Strings{"ck_users_id_boss", "fk_users_boss_users_id", "pk_users"}));
  EXPECT_EQ(Names(target, Kind::kIndex), Strings{"ix_users_lower"});
  model.naming["ck"] = std::string(60, 'x') + "{columns}";
  Finding finding = ToFinding(Complete(model, MakeDatabase({}), {}, Options()).status());
  EXPECT_EQ(finding.message,
            "the name that naming makes for the check of users is over 63 bytes: " +
                std::string(60, 'x') + "id_boss");
  EXPECT_EQ(finding.hint, "give it a name of its own");
  EXPECT_EQ(finding.place.line, 4);
}

TEST(CompleteTest, DomainChecks) {
  Database live = MakeDatabase({MakeDomain("d", "text constraint odd check (value <> '')")});
  Database target =
      Completed(MakeModel({MakeDomain("d", "text check (value <> 'a') check (value<>'')")}), live);
  const auto* domain = target.Get<Domain>({Kind::kDomain, "public", "d", {}});
  ASSERT_EQ(domain->constraints.size(), 2u);
  EXPECT_EQ(domain->constraints[0].name.str(), "d_check");
  EXPECT_EQ(domain->constraints[1].name.str(), "odd");
}

TEST(CompleteTest, ColumnsStandAsTheyDoNewOnesBehind) {
  Database live = MakeDatabase({MakeTable("t", {{"b", "text"}, {"a", "text"}, {"gone", "text"}})});
  Database target =
      Completed(MakeModel({MakeTable("t", {{"new", "text"}, {"a", "text"}, {"b", "text"}})}), live);
  std::string order;
  for (const Column& column : target.Get<Table>(RelationId(Kind::kTable, "public", "t"))->columns) {
    order += column.name.str() + " ";
  }
  EXPECT_EQ(order, "b a new ");
}

TEST(CompleteTest, SerialTakesTheSequenceThatTheColumnOwns) {
  Database live = MakeDatabase(
      {MakeTable("notes",
                 {{"id", "integer not null default nextval('public.memos_id_seq'::regclass)"}}),
       MakeSequence("memos_id_seq", "notes", "id")});
  Database target = Completed(
      MakeModel(
          {MakeTable("notes",
                     {{"id", "integer not null default nextval('public.notes_id_seq'::regclass)"}}),
           MakeSequence("notes_id_seq", "notes", "id")}),
      live);
  EXPECT_EQ(Names(target, Kind::kSequence), Strings{"memos_id_seq"});
  EXPECT_EQ(test::Describe(Compare(live, target)), "");
}

TEST(CompleteTest, IdentitySequences) {
  Table table = MakeTable("t", {{"id", "bigint generated always as identity"}});
  Table old = table;
  old.columns[0].identity->sequence = "odd_seq";
  auto name = [](const Database& database) {
    const auto* found = database.Get<Table>(RelationId(Kind::kTable, "public", "t"));
    return found->columns[0].identity->sequence.str();
  };
  table.columns[0].identity->sequence = {};
  EXPECT_EQ(name(Completed(MakeModel({table}), MakeDatabase({}))), "t_id_seq");
  EXPECT_EQ(name(Completed(MakeModel({table}), MakeDatabase({old}))), "odd_seq");
}

TEST(CompleteTest, KeysFillInWhatFollowsFromThem) {
  Database target = Completed(MakeModel({MakeTable("t", {{"a", "integer"}, {"b", "integer"}}),
                                         MakeConstraint("t", "k", "primary key (a)"),
                                         MakeConstraint("t", "f", "foreign key (b) references t")}),
                              MakeDatabase({}));
  const auto* table = target.Get<Table>(RelationId(Kind::kTable, "public", "t"));
  EXPECT_TRUE(table->columns[0].not_null);
  EXPECT_FALSE(table->columns[1].not_null);
  const auto* key = target.Get<Constraint>({Kind::kConstraint, "public", "f", "t"});
  EXPECT_EQ(key->referenced_columns, std::vector<Name>{"a"});
}

Common CommonOfTable(const Database& database, Name name) {
  return database.Get<Table>(RelationId(Kind::kTable, "public", name))->common;
}

const Grants kLiveGrants = {{"app", "select", {}, false}};

Database LiveWithRights() {
  Table table = MakeTable("old", {});
  table.common.owner = "alice";
  table.common.grants = kLiveGrants;
  Database live = MakeDatabase({table});
  live.default_privileges.push_back({"me", "public", 'r', {{"reader", "select", {}, false}}});
  return live;
}

TEST(CompleteTest, UnmanagedRightsAreLives) {
  Database target =
      Completed(MakeModel({MakeTable("old", {}), MakeTable("new", {})}), LiveWithRights());
  EXPECT_EQ(CommonOfTable(target, "old").owner, Name("alice"));
  EXPECT_EQ(CommonOfTable(target, "old").grants, kLiveGrants);
  EXPECT_EQ(CommonOfTable(target, "new").owner, Name("me"));
  EXPECT_FALSE(CommonOfTable(target, "new").grants.has_value()) << "what CREATE gives is right";
}

TEST(CompleteTest, ManagedRightsAreTheBuiltInOnes) {
  DeclaredModel model = MakeModel(
      {MakeTable("old", {}), MakeTable("new", {}), MakeFunction("f()", "integer", "select 1")});
  model.managed.grants = model.managed.owners = true;
  Database target = Completed(model, LiveWithRights());
  for (const char* table : {"old", "new"}) {
    EXPECT_EQ(CommonOfTable(target, table).owner, Name("boss"));
    EXPECT_EQ(CommonOfTable(target, table).grants, Grants{});
  }
  const auto* function = target.Get<Routine>({Kind::kFunction, "public", "f", "()"});
  EXPECT_EQ(function->common.grants, (Grants{{"public", "execute", {}, false}}));
}

TEST(CompleteTest, GrantsAreCanonical) {
  Table table = MakeTable("t", {});
  table.common.owner = "alice";
  table.common.grants = Grants{{"b", "select", {}, false},
                               {"a", "update", {}, true},
                               {"a", "update", {}, false},
                               {"a", "select", {}, false},
                               {"a", "select", {}, false}};
  for (const char* right :
       {"select", "insert", "update", "delete", "truncate", "references", "trigger"}) {
    table.common.grants->push_back({"alice", right, {}, false});
  }
  Database target = Completed(MakeModel({table}), MakeDatabase({}));
  EXPECT_EQ(
      CommonOfTable(target, "t").grants,
      (Grants{{"a", "select", {}, false}, {"a", "update", {}, true}, {"b", "select", {}, false}}));
}

TEST(CompleteTest, AnOwnedSequenceHasItsTablesOwner) {
  Table table = MakeTable("t", {{"id", "integer"}});
  table.common.owner = "alice";
  Database target = Completed(MakeModel({table, MakeSequence("s", "t", "id")}), MakeDatabase({}));
  EXPECT_EQ(target.Get<Sequence>({Kind::kSequence, "public", "s", {}})->common.owner,
            Name("alice"));
}

TEST(CompleteTest, PublicAndPlpgsqlNeedNotStand) {
  Namespace space{"public", {}};
  space.common.comment = "standard public schema";
  space.common.owner = "pg_database_owner";
  Extension language;
  language.name = "plpgsql";
  language.schema = "pg_catalog";
  Database live = MakeDatabase({space, language});
  DeclaredModel model = MakeModel({});
  model.managed.grants = model.managed.owners = true;
  EXPECT_EQ(test::Describe(Compare(live, Completed(model, live))), "");
  // Said without a word more, it is as it is made.
  space.common.grants = Grants{{"public", "usage", {}, false}};
  live.Add(space);
  model.objects = MakeModel({Namespace{"public", {}}}).objects;
  EXPECT_EQ(test::Describe(Compare(live, Completed(model, live))), "");
}

TEST(CompleteTest, ExtensionsVersionIsAnyAndSchemaTheFirst) {
  Extension live;
  live.name = "pg_trgm";
  live.schema = "public";
  live.version = "1.6";
  live.relocatable = true;
  Extension model;
  model.name = "pg_trgm";
  Database target = Completed(MakeModel({model}), MakeDatabase({live}));
  EXPECT_EQ(test::Describe(Compare(MakeDatabase({live}), target)), "");
  live.schema = "other";
  EXPECT_EQ(test::Describe(Compare(MakeDatabase({live}), target)),
            "alter extension pg_trgm: schema\n");
}

TEST(CompleteTest, OnlyComparedSchemas) {
  Table hidden = MakeTable("t", {});
  hidden.schema = "hidden";
  Database live = MakeDatabase({Namespace{"hidden", {}}, Namespace{"app", {}}, hidden});
  CompleteOptions options = Options();
  EXPECT_EQ(Restrict(live, options).objects.size(), 0u);
  options.namespaces = {"a*", "public"};
  EXPECT_EQ(Restrict(live, options).objects.size(), 1u);
  options.all_namespaces = true;
  EXPECT_EQ(Restrict(live, options).objects.size(), 3u);
  options.all_namespaces = false;
  DeclaredModel model = MakeModel({hidden});
  EXPECT_EQ(Complete(model, live, {}, options)->objects.size(), 0u);
}

TEST(CompleteTest, AViewsColumnsAreLivesWhereTheQueryIsTheSame) {
  View live = MakeView("v", "SELECT 1 AS a");
  live.columns.push_back({});
  live.columns[0].name = "a";
  live.columns[0].type = {"pg_catalog", "integer", {}, false};
  live.columns[0].comment = "old";
  View model = MakeView("v", "select 1 as a");
  Database target = Completed(MakeModel({model}), MakeDatabase({live}));
  const auto* view = target.Get<View>(RelationId(Kind::kView, "public", "v"));
  ASSERT_EQ(view->columns.size(), 1u);
  EXPECT_EQ(view->columns[0].type.name.str(), "integer");
  EXPECT_EQ(view->columns[0].comment, "");
}

TEST(CompleteTest, DependenciesOfWhatIsEqualAreLives) {
  Database live = MakeDatabase({MakeTable("t", {{"a", "integer"}}), MakeView("v", "SELECT 1")});
  ObjectId view = RelationId(Kind::kView, "public", "v");
  ObjectId column = ColumnId("public", "t", "a");
  live.dependencies.push_back({view, column, false});
  DeclaredModel model = MakeModel({MakeTable("t", {{"a", "integer"}}), MakeView("v", "select 1")});
  Database target = Completed(model, live);
  FindTargetDependencies(live, Compare(live, target), &target);
  EXPECT_EQ(std::count(target.dependencies.begin(), target.dependencies.end(),
                       Dependency{view, column, false}),
            1);
}

TEST(CompleteTest, DependenciesOfWhatIsNewAreFound) {
  Database live = MakeDatabase({});
  DeclaredModel model =
      MakeModel({MakeTable("t", {{"a", "integer"}}), MakeView("v", "SELECT a FROM public.t")});
  Database target = Completed(model, live);
  FindTargetDependencies(live, Compare(live, target), &target);
  Dependency edge{RelationId(Kind::kView, "public", "v"), ColumnId("public", "t", "a"), false};
  EXPECT_EQ(std::count(target.dependencies.begin(), target.dependencies.end(), edge), 1);
}

TEST(CompleteTest, ArgumentsHaveNoModifiers) {
  Routine routine = MakeFunction("f(varchar(20))", "numeric", "select 1");
  Database target = Completed(MakeModel({routine}), MakeDatabase({}));
  EXPECT_EQ(target.objects.begin()->first.kind, Kind::kNamespace);
  EXPECT_NE(target.Find({Kind::kFunction, "public", "f", "(character varying)"}), nullptr);
}

}  // namespace
}  // namespace autogen
