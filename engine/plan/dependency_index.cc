#include "engine/plan/dependency_index.h"

#include <algorithm>

namespace autogen {
namespace {

constexpr int kLookedThrough = 8;

}  // namespace

std::vector<ObjectId> DependencyIndex::Needs(const ObjectId& from) const {
  std::vector<ObjectId> needs;
  auto append = [&](const ObjectId& id) {
    auto it = std::lower_bound(
        database_.dependencies.begin(), database_.dependencies.end(), id,
        [](const Dependency& dependency, const ObjectId& key) { return dependency.from < key; });
    for (; it != database_.dependencies.end() && it->from == id; ++it) {
      if (it->to != from) needs.push_back(it->to);
    }
  };
  append(from);
  if (from.kind == Kind::kColumn) {
    ObjectId value = DefaultId(from.schema, from.scope, from.name);
    if (Owner(value) == from) append(value);
  } else if (const View* view = database_.Get<View>(from)) {
    for (const Column& column : view->columns) {
      if (!column.default_value.empty()) append(DefaultId(from.schema, from.name, column.name));
    }
  }
  return needs;
}

std::vector<ObjectId> DependencyIndex::Automatic(const ObjectId& from) const {
  std::vector<ObjectId> owners;
  auto it = std::lower_bound(
      database_.dependencies.begin(), database_.dependencies.end(), from,
      [](const Dependency& dependency, const ObjectId& key) { return dependency.from < key; });
  for (; it != database_.dependencies.end() && it->from == from; ++it) {
    if (it->automatic) owners.push_back(it->to);
  }
  return owners;
}

bool DependencyIndex::Has(const ObjectId& from, const ObjectId& to) const {
  std::vector<ObjectId> needs = Needs(from);
  return std::find(needs.begin(), needs.end(), to) != needs.end();
}

void DependencyIndex::Reverse() const {
  reverse_.reserve(database_.dependencies.size());
  for (const Dependency& dependency : database_.dependencies) {
    reverse_[dependency.to].push_back(&dependency);
  }
}

std::vector<DependencyIndex::Dependent> DependencyIndex::Dependents(const ObjectId& to) const {
  std::vector<Dependent> dependents;
  auto add = [&](const Dependency& dependency) {
    ObjectId owner = Owner(dependency.from);
    if (owner != to) dependents.push_back({owner, dependency.automatic});
  };
  // Looking through all edges is cheaper than turning them round, a few times over.
  if (++asked_ <= kLookedThrough) {
    for (const Dependency& dependency : database_.dependencies) {
      if (dependency.to == to) add(dependency);
    }
    return dependents;
  }
  if (asked_ == kLookedThrough + 1) Reverse();
  auto it = reverse_.find(to);
  if (it == reverse_.end()) return dependents;
  for (const Dependency* dependency : it->second) add(*dependency);
  return dependents;
}

ObjectId DependencyIndex::Owner(const ObjectId& from) const {
  if (from.kind != Kind::kDefault) return from;
  ObjectId column_id = ColumnId(from.schema, from.scope, from.name);
  if (const Column* column = FindColumn(database_, column_id)) {
    return column->generated.empty() ? from : column_id;
  }
  ObjectId view = RelationId(Kind::kView, from.schema, from.scope);
  return database_.Find(view) != nullptr ? view : from;
}

const Column* FindColumn(const Table& table, Name column) {
  for (const Column& candidate : table.columns) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

const Column* FindColumn(const Database& database, const ObjectId& column) {
  const Table* table = database.Get<Table>(RelationId(Kind::kTable, column.schema, column.scope));
  return table == nullptr ? nullptr : FindColumn(*table, column.name);
}

ObjectId FindRelation(const Database& database, Name schema, Name name) {
  for (Kind kind : {Kind::kTable, Kind::kView, Kind::kMaterializedView}) {
    ObjectId id = RelationId(kind, schema, name);
    if (database.Find(id) != nullptr) return id;
  }
  return RelationId(Kind::kUnmodelled, schema, name);
}

}  // namespace autogen
