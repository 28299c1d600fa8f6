#include "engine/schema/left_alone.h"

#include <algorithm>
#include <variant>

namespace autogen {
namespace {

// The column that a default is of, in a table or a view; nullptr: there is none. `objects` may be
// const.
template <class Objects>
auto ColumnOfDefault(const ObjectId& id, Objects& objects)
    -> decltype(&std::get<Table>(*objects.Find(id)).columns.front()) {
  auto in = [&](auto& columns) {
    auto found = std::find_if(columns.begin(), columns.end(),
                              [&](const Column& column) { return column.name == id.name; });
    return found == columns.end() ? nullptr : &*found;
  };
  auto* table = objects.Find(RelationId(Kind::kTable, id.schema, id.scope));
  if (table != nullptr) return in(std::get<Table>(*table).columns);
  auto* view = objects.Find(RelationId(Kind::kView, id.schema, id.scope));
  return view == nullptr ? nullptr : in(std::get<View>(*view).columns);
}

bool IsPart(const Object& object) {
  return std::holds_alternative<Constraint>(object) || std::holds_alternative<Index>(object) ||
         std::holds_alternative<Trigger>(object);
}

Object* FindRelation(const QualifiedName& name, Database* database) {
  for (Kind kind : {Kind::kTable, Kind::kView, Kind::kMaterializedView}) {
    Object* found = database->objects.Find({kind, name.schema, name.name, {}});
    if (found != nullptr) return found;
  }
  return nullptr;
}

// Whether something of another kind has the name.
bool IsNameTaken(const ObjectId& id, const Database& database) {
  if (!id.scope.empty()) return false;
  const bool is_type = id.kind == Kind::kEnum || id.kind == Kind::kDomain ||
                       id.kind == Kind::kCompositeType || id.kind == Kind::kRangeType;
  const bool is_relation = id.kind == Kind::kTable || id.kind == Kind::kView ||
                           id.kind == Kind::kMaterializedView || id.kind == Kind::kSequence ||
                           id.kind == Kind::kIndex;
  auto any = [&](std::initializer_list<Kind> kinds) {
    return std::any_of(kinds.begin(), kinds.end(), [&](Kind kind) {
      return database.Find({kind, id.schema, id.name, {}}) != nullptr;
    });
  };
  // A row has the relation's name among the types.
  const bool rows = any({Kind::kTable, Kind::kView, Kind::kMaterializedView});
  if (is_type) {
    return rows || any({Kind::kEnum, Kind::kDomain, Kind::kCompositeType, Kind::kRangeType});
  }
  return is_relation && (rows || any({Kind::kCompositeType, Kind::kSequence, Kind::kIndex}));
}

// A table's marks on an index.
void KeepMarks(Name index, const Object& from, Object* to) {
  auto keep_cluster = [&](const auto& before, auto* after) {
    if (before.cluster_on == index && after->cluster_on.empty()) after->cluster_on = index;
  };
  const auto* before = std::get_if<Table>(&from);
  if (auto* after = std::get_if<Table>(to); before != nullptr && after != nullptr) {
    keep_cluster(*before, after);
    if (before->replica_identity.index == index && after->replica_identity == ReplicaIdentity{}) {
      after->replica_identity = before->replica_identity;
    }
  }
  const auto* view = std::get_if<MaterializedView>(&from);
  auto* after = std::get_if<MaterializedView>(to);
  if (view != nullptr && after != nullptr) keep_cluster(*view, after);
}

void DropMarks(Name index, Object* of) {
  if (auto* table = std::get_if<Table>(of)) {
    if (table->cluster_on == index) table->cluster_on = {};
    if (table->replica_identity.index == index) table->replica_identity = {};
  } else if (auto* view = std::get_if<MaterializedView>(of)) {
    if (view->cluster_on == index) view->cluster_on = {};
  }
}

void KeepPart(const ObjectId& id, const Object& part, const Database& from, Database* to) {
  Object* owner = FindRelation(RelationOf(part), to);
  // Where the relation goes, its parts go too.
  if (owner == nullptr || to->Find(id) != nullptr || IsNameTaken(id, *to)) return;
  if (const Object* before = from.Find(IdOf(*owner))) KeepMarks(id.name, *before, owner);
  to->Add(part);
}

void KeepDefault(const ObjectId& id, const Database& from, Database* to) {
  Column* column = ColumnOfDefault(id, to->objects);
  const Column* before = ColumnOfDefault(id, from.objects);
  if (column == nullptr || before == nullptr) return;
  const bool has_value =
      !column->default_value.empty() || !column->generated.empty() || column->identity.has_value();
  if (!has_value) column->default_value = before->default_value;
}

}  // namespace

const std::string* RestsOn(const Database& database, const ObjectId& id) {
  auto found = std::lower_bound(
      database.left_alone.begin(), database.left_alone.end(), id,
      [](const LeftAlone& left, const ObjectId& wanted) { return left.id < wanted; });
  return found == database.left_alone.end() || found->id != id ? nullptr : &found->rests_on;
}

void DropLeftAlone(Database* database) {
  for (const LeftAlone& left : database->left_alone) {
    if (left.id.kind == Kind::kDefault) {
      Column* column = ColumnOfDefault(left.id, database->objects);
      if (column != nullptr) column->default_value = {};
      continue;
    }
    const Object* object = database->Find(left.id);
    if (object == nullptr || !IsPart(*object)) continue;
    Object* owner = FindRelation(RelationOf(*object), database);
    if (owner != nullptr) DropMarks(left.id.name, owner);
  }
  database->objects.EraseIf(
      [&](const auto& entry) { return RestsOn(*database, entry.first) != nullptr; });
}

void KeepLeftAlone(const Database& from, Database* to) {
  std::vector<std::pair<ObjectId, const Object*>> parts;  // behind the relations that they are of
  for (const LeftAlone& left : from.left_alone) {
    const Object* object = from.Find(left.id);
    if (object == nullptr) continue;
    if (IsPart(*object)) {
      parts.push_back({left.id, object});
    } else if (to->Find(left.id) == nullptr && !IsNameTaken(left.id, *to)) {
      to->Add(*object);
    }
  }
  for (const auto& [id, object] : parts) KeepPart(id, *object, from, to);
  for (const LeftAlone& left : from.left_alone) {
    if (left.id.kind == Kind::kDefault) KeepDefault(left.id, from, to);
  }
}

}  // namespace autogen
