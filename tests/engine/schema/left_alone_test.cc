#include "engine/schema/left_alone.h"

#include <gmock/gmock.h>

namespace autogen {
namespace {

using testing::ElementsAre;

ObjectId Id(Kind kind, Name name, Name scope = {}) { return {kind, "public", name, scope}; }

Table MakeTable(Name name, const std::string& default_value) {
  Table table;
  table.schema = "public";
  table.name = name;
  table.columns.resize(1);
  table.columns[0].name = "a";
  table.columns[0].default_value.text = default_value;
  return table;
}

Index MakeIndex(Name name, Name table) {
  Index index;
  index.schema = "public";
  index.name = name;
  index.table = table;
  return index;
}

View MakeView(Name name) {
  View view;
  view.schema = "public";
  view.name = name;
  return view;
}

// A table whose index, default and view rest on something that models cannot say.
Database Live() {
  Database database;
  Table table = MakeTable("t", "f()");
  table.cluster_on = "t_own";
  database.Add(table);
  database.Add(MakeIndex("t_own", "t"));
  database.Add(MakeIndex("t_a", "t"));
  database.Add(MakeView("v"));
  database.left_alone = {{Id(Kind::kDefault, "a", "t"), "aggregate x"},
                         {Id(Kind::kIndex, "t_own"), "operator class x"},
                         {Id(Kind::kView, "v"), "aggregate x"}};
  std::sort(database.left_alone.begin(), database.left_alone.end());
  return database;
}

std::vector<std::string> Labels(const Database& database) {
  std::vector<std::string> labels;
  for (const auto& [id, object] : database.objects) labels.push_back(Label(id));
  return labels;
}

TEST(LeftAloneTest, TellsOnWhatSomethingRests) {
  Database live = Live();
  ASSERT_NE(RestsOn(live, Id(Kind::kIndex, "t_own")), nullptr);
  EXPECT_EQ(*RestsOn(live, Id(Kind::kIndex, "t_own")), "operator class x");
  EXPECT_EQ(RestsOn(live, Id(Kind::kIndex, "t_a")), nullptr);
}

TEST(LeftAloneTest, IsTakenOut) {
  Database live = Live();
  DropLeftAlone(&live);
  EXPECT_THAT(Labels(live), ElementsAre("t", "t_a"));
  const auto& table = std::get<Table>(live.objects.at(Id(Kind::kTable, "t")));
  EXPECT_EQ(table.cluster_on, Name());
  EXPECT_EQ(table.columns[0].default_value.text, "");
}

TEST(LeftAloneTest, IsKeptWhereItIsNotNamed) {
  Database live = Live(), target;
  target.Add(MakeTable("t", ""));
  target.Add(MakeIndex("t_a", "t"));
  KeepLeftAlone(live, &target);
  EXPECT_EQ(target.objects.at(Id(Kind::kTable, "t")), live.objects.at(Id(Kind::kTable, "t")));
  EXPECT_THAT(Labels(target), ElementsAre("t", "t_a", "t_own", "v"));
}

TEST(LeftAloneTest, GivesWayToWhatIsNamed) {
  Database live = Live(), target;
  Table table = MakeTable("t", "1");
  table.cluster_on = "t_a";
  target.Add(table);
  target.Add(MakeIndex("t_a", "t"));
  target.Add(MakeTable("v", ""));  // a table now
  KeepLeftAlone(live, &target);
  EXPECT_THAT(Labels(target), ElementsAre("t", "v", "t_a", "t_own"));
  EXPECT_EQ(target.objects.at(Id(Kind::kTable, "t")), Object(table));
}

TEST(LeftAloneTest, PartsGoWithTheirTable) {
  Database live = Live(), target;
  KeepLeftAlone(live, &target);
  EXPECT_THAT(Labels(target), ElementsAre("v"));
}

}  // namespace
}  // namespace autogen
