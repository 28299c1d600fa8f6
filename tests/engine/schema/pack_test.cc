#include "engine/schema/pack.h"

#include <gtest/gtest.h>

namespace autogen {
namespace {

Database Sample() {
  Database database;
  database.name = "shop";
  database.server_version = 150020;
  Table table;
  table.schema = "public";
  table.name = "users";
  Column& id = table.columns.emplace_back();
  id.name = "id";
  id.type = {"pg_catalog", "bigint", {}, false};
  id.identity.emplace().options.increment = -5;
  Column& name = table.columns.emplace_back();
  name.name = "name";
  name.type = {"pg_catalog", "character varying", "(20)", true};
  name.statistics = 0;
  name.options = {{"n_distinct", "-0.5"}};
  table.replica_identity = {ReplicaIdentity::Mode::kIndex, "users_name_idx"};
  table.common.comment = std::string("a\0b", 3);
  table.common.owner = Name();
  table.common.grants.emplace().push_back({"public", "select", "id", true});
  database.Add(table);
  Index index;
  index.schema = "public";
  index.name = "users_name_idx";
  index.table = "users";
  index.keys.emplace_back().expression.text = "lower(name)";
  index.statistics = {{1, 500}};
  database.Add(index);
  Constraint check;
  check.schema = "public";
  check.table = "users";
  check.name = "c";
  check.check.text = "id > 0";
  database.Add(check);
  Routine routine;
  routine.kind = Kind::kProcedure;
  routine.schema = "public";
  routine.name = "p";
  routine.cost = 0.25;
  routine.set["work_mem"] = "'1MB'";
  routine.set["a"] = "on";
  database.Add(routine);
  Operator op;
  op.schema = "public";
  op.name = "+";
  op.right = {"public", "users", {}, false};
  database.Add(op);
  Trigger trigger;
  trigger.schema = "public";
  trigger.relation = "users";
  trigger.name = "t";
  trigger.arguments = {"", "x"};
  database.Add(trigger);
  ObjectId view = RelationId(Kind::kView, "public", "v");
  database.dependencies = {{view, ColumnId("public", "users", "id"), true}};
  database.unmodelled = {{"policy", "users.p"}};
  database.left_alone = {{view, "partitioned table p"}};
  database.taken_names = {{{"public", "p"}, "partition"}};
  database.members = {{ExtensionMember::Role::kFunction, "citext", {"public", "citext_eq"}}};
  database.default_privileges = {{"app", "public", 'r', {{"reader", "select", {}, false}}}};
  database.other_namespaces = {"other"};
  return database;
}

TEST(PackTest, GivesBackWhatWasPacked) {
  Database database = Sample();
  std::optional<Database> again = Unpack(Pack(database));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->objects, database.objects);
  EXPECT_EQ(again->dependencies, database.dependencies);
  EXPECT_EQ(again->members, database.members);
  EXPECT_EQ(again->unmodelled, database.unmodelled);
  EXPECT_EQ(again->left_alone, database.left_alone);
  // The rest, and the order of a routine's SET clauses.
  EXPECT_EQ(Pack(*again), Pack(database));
}

TEST(PackTest, TakesNothingThatIsCutShortOrLonger) {
  std::string bytes = Pack(Sample());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Unpack(std::string_view(bytes).substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(Unpack(bytes + '\0').has_value());
}

TEST(PackTest, SurvivesWrongBytes) {
  std::string bytes = Pack(Sample());
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (char c : {'\0', '\1', '\x7F', '\x80', '\xFF'}) {
      std::string wrong = bytes;
      wrong[i] = c;
      (void)Unpack(wrong);
    }
  }
}

}  // namespace
}  // namespace autogen
