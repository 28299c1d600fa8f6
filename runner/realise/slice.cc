#include <deque>

#include "runner/realise/realise.h"

namespace autogen {
namespace {

// The whole object that an end of a dependency belongs to: a column's or default's table (or view).
class Owners {
 public:
  explicit Owners(const Database& database) {
    for (const auto& [id, object] : database.objects) {
      if (id.kind == Kind::kTable || id.kind == Kind::kView || id.kind == Kind::kMaterializedView) {
        relations_.emplace(std::pair(id.schema, id.name), id);
      }
    }
  }

  std::optional<ObjectId> Whole(const ObjectId& id) const {
    if (id.kind != Kind::kColumn && id.kind != Kind::kDefault) return id;
    return Relation(id.schema, id.scope);
  }
  std::optional<ObjectId> Relation(Name schema, Name name) const {
    auto found = relations_.find({schema, name});
    if (found == relations_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::map<std::pair<Name, Name>, ObjectId> relations_;
};

using Edges = std::map<ObjectId, std::set<ObjectId>>;

// Edges between whole objects: who needs whom.
Edges WholeEdges(const Database& database, const Owners& owners) {
  Edges edges;
  for (const Dependency& dependency : database.dependencies) {
    auto from = owners.Whole(dependency.from);
    auto to = owners.Whole(dependency.to);
    if (from && to && *from != *to) edges[*from].insert(*to);
  }
  return edges;
}

std::set<ObjectId> Closure(const std::set<ObjectId>& ids, const Edges& edges) {
  std::set<ObjectId> seen = ids;
  std::deque<ObjectId> open(ids.begin(), ids.end());
  while (!open.empty()) {
    auto found = edges.find(open.front());
    open.pop_front();
    if (found == edges.end()) continue;
    for (const ObjectId& next : found->second) {
      if (seen.insert(next).second) open.push_back(next);
    }
  }
  return seen;
}

// The schema an object is in, the relation it is part of, and the sequences that its columns own
// are needed whether an edge says so or not.
void AddImplied(const Database& database, const Owners& owners, Edges* edges) {
  for (const auto& [id, object] : database.objects) {
    if (!id.schema.empty()) {
      ObjectId space{Kind::kNamespace, {}, id.schema, {}};
      if (database.Find(space)) (*edges)[id].insert(space);
    }
    QualifiedName relation = RelationOf(object);
    if (relation.empty()) continue;
    if (auto whole = owners.Relation(relation.schema, relation.name)) (*edges)[id].insert(*whole);
  }
}

// Whether a dependent may move with what it rests on. A foreign key is part of its own table; that
// it points to another one is no reason: where that matters, the key is a step of the plan itself.
bool MovesWith(const Database& database, const ObjectId& from, const ObjectId& to) {
  // All that is in a schema or from an extension does not move with it.
  if (to.kind == Kind::kNamespace || to.kind == Kind::kExtension) return false;
  const auto* constraint = database.Get<Constraint>(from);
  if (constraint == nullptr || constraint->type != ConstraintType::kForeignKey) return true;
  return to == RelationId(Kind::kTable, constraint->schema, constraint->table);
}

bool HasIndex(const Database& slice, Name schema, Name table, Name index) {
  return slice.Find({Kind::kIndex, schema, index, {}}) != nullptr ||
         slice.Find({Kind::kConstraint, schema, index, table}) != nullptr;
}

// A table of the slice names no index that is not in it.
void ForgetIndexes(Database* slice) {
  for (auto& [id, object] : slice->objects) {
    if (auto* table = std::get_if<Table>(&object)) {
      if (!HasIndex(*slice, id.schema, id.name, table->cluster_on)) table->cluster_on = Name();
      if (!HasIndex(*slice, id.schema, id.name, table->replica_identity.index)) {
        if (table->replica_identity.mode == ReplicaIdentity::Mode::kIndex)
          table->replica_identity = {};
      }
    } else if (auto* view = std::get_if<MaterializedView>(&object)) {
      if (!HasIndex(*slice, id.schema, id.name, view->cluster_on)) view->cluster_on = Name();
    }
  }
}

}  // namespace

Database Slice(const Database& database, const std::set<ObjectId>& ids) {
  Owners owners(database);
  Edges edges = WholeEdges(database, owners);
  AddImplied(database, owners, &edges);
  std::set<ObjectId> start;
  for (const ObjectId& id : ids) {
    if (auto whole = owners.Whole(id)) start.insert(*whole);
  }
  std::set<ObjectId> kept = Closure(start, edges);

  Database slice;
  slice.name = database.name;
  slice.owner = database.owner;
  slice.current_user = database.current_user;
  slice.server_version = database.server_version;
  slice.members = database.members;
  for (const ObjectId& id : kept) {
    if (const Object* object = database.Find(id)) slice.objects.emplace(id, *object);
  }
  for (const Dependency& dependency : database.dependencies) {
    auto from = owners.Whole(dependency.from);
    auto to = owners.Whole(dependency.to);
    if (from && to && slice.Find(*from) && slice.Find(*to))
      slice.dependencies.push_back(dependency);
  }
  ForgetIndexes(&slice);
  return slice;
}

std::set<ObjectId> WithDependents(const Database& database, const std::set<ObjectId>& ids) {
  Owners owners(database);
  Edges needs = WholeEdges(database, owners);
  AddImplied(database, owners, &needs);
  Edges dependents;
  for (const auto& [from, targets] : needs) {
    for (const ObjectId& to : targets) {
      if (MovesWith(database, from, to)) dependents[to].insert(from);
    }
  }
  std::set<ObjectId> start;
  for (const ObjectId& id : ids) {
    if (auto whole = owners.Whole(id)) start.insert(*whole);
  }
  return Closure(start, dependents);
}

}  // namespace autogen
