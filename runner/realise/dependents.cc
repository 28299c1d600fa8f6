#include <deque>

#include "engine/plan/dependency_index.h"
#include "runner/realise/realise.h"

namespace autogen {
namespace {

// Whether a dependent may move with what it rests on. A foreign key is part of its own table; that
// it points to another one is no reason: where that matters, the key is a step of the plan itself.
bool MovesWith(const Database& database, const ObjectId& from, const ObjectId& to) {
  // All that is in a schema or from an extension does not move with it.
  if (to.kind == Kind::kNamespace || to.kind == Kind::kExtension) return false;
  const auto* constraint = database.Get<Constraint>(from);
  if (constraint == nullptr || constraint->type != ConstraintType::kForeignKey) return true;
  const Name relation = to.kind == Kind::kColumn ? to.scope : to.name;
  return to.schema == constraint->schema && relation == constraint->table;
}

// The relation that an object is a part of, or a sequence that its column owns.
QualifiedName OwnerOf(const Object& object) {
  if (const auto* sequence = std::get_if<Sequence>(&object)) {
    return {sequence->schema, sequence->owned_by.table};
  }
  return RelationOf(object);
}

}  // namespace

std::set<ObjectId> WithDependents(const Database& database, const std::set<ObjectId>& ids) {
  DependencyIndex index(database);
  std::set<ObjectId> seen = ids;
  std::deque<ObjectId> open(ids.begin(), ids.end());
  while (!open.empty()) {
    ObjectId to = open.front();
    open.pop_front();
    for (const DependencyIndex::Dependent& dependent : index.Dependents(to)) {
      if (dependent.id.kind == Kind::kUnmodelled || !MovesWith(database, dependent.id, to))
        continue;
      if (seen.insert(dependent.id).second) open.push_back(dependent.id);
    }
  }
  return seen;
}

std::set<ObjectId> PartsOf(const Database& database, const std::set<QualifiedName>& relations) {
  std::set<ObjectId> parts;
  if (relations.empty()) return parts;
  for (const auto& [id, object] : database.objects) {
    QualifiedName owner = OwnerOf(object);
    if (!owner.empty() && relations.contains(owner)) parts.insert(id);
  }
  return parts;
}

}  // namespace autogen
