#include "engine/schema/object_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <utility>

#include "engine/base/halves.h"

namespace autogen {
namespace {

Object MakeTable(Name schema, Name name, bool unlogged = false) {
  Table table;
  table.schema = schema;
  table.name = name;
  table.unlogged = unlogged;
  return table;
}

// Names that differ early, late (past what the order's keys hold), in length, and by high bytes.
ObjectId RandomId(std::mt19937* random) {
  constexpr const char* kNames[] = {"a",
                                    "ab",
                                    "zz",
                                    "\xc3\xa4",
                                    "A",
                                    "a_name_of_more_than_24_bytes_x",
                                    "a_name_of_more_than_24_bytes_y",
                                    "a_name_of_more_than_24_by",
                                    "a_name_of_more_than_24_b"};
  auto pick = [&](auto& list) { return list[(*random)() % std::size(list)]; };
  constexpr const char* kSchemas[] = {"public", "app", "b"};
  constexpr Kind kKinds[] = {Kind::kTable, Kind::kFunction, Kind::kIndex};
  return {pick(kKinds), pick(kSchemas), pick(kNames), (*random)() % 2 == 0 ? "" : "(integer)"};
}

bool AreThose(const ObjectMap& map, const std::map<ObjectId, Object>& wanted) {
  return std::equal(
      map.begin(), map.end(), wanted.begin(), wanted.end(),
      [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; });
}

TEST(ObjectMapTest, IsWalkedInTheOrderOfIdentitiesWhateverComesAndGoes) {
  std::mt19937 random(7);
  std::map<ObjectId, Object> wanted;
  ObjectMap map;
  for (int i = 0; i < 3000; ++i) {
    ObjectId id = RandomId(&random);
    Object object = MakeTable(id.schema, id.name, random() % 2 == 0);
    switch (random() % 5) {
      case 0:
        EXPECT_EQ(map.Erase(id), wanted.erase(id) == 1);
        break;
      case 1:
        EXPECT_EQ(map.InsertOrAssign(id, object),
                  wanted.insert_or_assign(id, object).first->second);
        break;
      default:
        EXPECT_EQ(map.Insert(id, object), wanted.emplace(id, object).first->second);
    }
    if (random() % 20 != 0) continue;
    ASSERT_TRUE(AreThose(map, wanted));
    ObjectId bound = RandomId(&random);
    EXPECT_EQ(std::distance(std::as_const(map).begin(), map.LowerBound(bound)),
              std::distance(wanted.begin(), wanted.lower_bound(bound)));
  }
}

TEST(ObjectMapTest, ManyAreInOrderAsFewAre) {
  std::mt19937 random(11);
  std::map<ObjectId, Object> wanted;
  ObjectMap map;
  for (size_t i = 0; i < 2 * kWorthAThread; ++i) {
    ObjectId id = RandomId(&random);
    id.name = id.name.str() + std::to_string(random() % 100000);
    wanted.emplace(id, MakeTable(id.schema, id.name));
    map.Insert(id, MakeTable(id.schema, id.name));
  }
  ASSERT_GT(map.size(), kWorthAThread);
  EXPECT_TRUE(AreThose(map, wanted));
}

TEST(ObjectMapTest, IsFilledByManyAtOnce) {
  std::mt19937 random(13);
  std::map<ObjectId, Object> wanted;
  std::vector<Object> objects;
  ObjectMap map;
  map.Insert(IdOf(MakeTable("a", "first")), MakeTable("a", "first"));
  wanted.emplace(IdOf(MakeTable("a", "first")), MakeTable("a", "first"));
  for (size_t i = 0; i < 2 * kWorthAThread; ++i) {
    // Some twice: the last one stays.
    Object object =
        MakeTable("a", "t" + std::to_string(random() % (2 * kWorthAThread)), i % 2 == 0);
    wanted.insert_or_assign(IdOf(object), object);
    objects.push_back(std::move(object));
  }
  map.Fill(objects.size(), [&](size_t i) { return objects[i]; });
  ASSERT_LT(map.size(), objects.size());
  EXPECT_TRUE(AreThose(map, wanted));
}

TEST(ObjectMapTest, GivesThoseOfAKindAndWithoutThoseTakenOut) {
  ObjectMap map;
  for (const char* name : {"c", "a", "b"}) {
    map.Insert({Kind::kTable, "s", name, {}}, MakeTable("s", name));
    map.Insert({Kind::kView, "s", name, {}}, View());
    map.Insert({Kind::kSequence, "s", name, {}}, Sequence());
  }
  map.EraseIf([](const auto& entry) {
    return entry.first.kind == Kind::kSequence || entry.first.name == Name("b");
  });
  std::vector<std::string> tables;
  for (const auto& [id, object] : map.OfKind(Kind::kTable)) {
    EXPECT_TRUE(std::holds_alternative<Table>(object));
    tables.push_back(id.name.str());
  }
  EXPECT_EQ(tables, (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(std::distance(map.OfKind(Kind::kSequence).begin(), map.OfKind(Kind::kSequence).end()),
            0);
  EXPECT_EQ(map.size(), 4u);
  EXPECT_EQ(map.Find({Kind::kTable, "s", "b", {}}), nullptr);
}

TEST(ObjectMapTest, FindsWhatStaysWhereItIs) {
  ObjectMap map;
  ObjectId id{Kind::kTable, "public", "t", {}};
  EXPECT_EQ(map.Find(id), nullptr);
  Object* object = &map.Insert(id, MakeTable("public", "t"));
  for (int i = 0; i < 100; ++i) {
    Name name = "a" + std::to_string(i);
    map.Insert({Kind::kTable, "public", name, {}}, MakeTable("public", name));
  }
  EXPECT_EQ(map.begin()->first.name, Name("a0"));
  EXPECT_EQ(map.Find(id), object);
  ObjectMap moved = std::move(map);
  EXPECT_EQ(moved.Find(id), object);
}

TEST(ObjectMapTest, CopiesAreTheirOwn) {
  ObjectMap map;
  map.Insert({Kind::kTable, "public", "b", {}}, MakeTable("public", "b"));
  map.Insert({Kind::kTable, "public", "a", {}}, MakeTable("public", "a"));
  ObjectMap copy = map;
  EXPECT_EQ(copy, map);
  copy.EraseIf([](const auto& entry) { return entry.first.name == Name("b"); });
  EXPECT_EQ(copy.size(), 1u);
  EXPECT_EQ(map.size(), 2u);
  EXPECT_FALSE(copy.contains({Kind::kTable, "public", "b", {}}));
}

}  // namespace
}  // namespace autogen
