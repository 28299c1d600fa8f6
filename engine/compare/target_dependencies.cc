#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/compare/compare.h"
#include "engine/sql/resolve.h"

namespace autogen {
namespace {

using RelationName = std::pair<Name, Name>;  // schema, name

bool IsPart(const ObjectId& id) { return id.kind == Kind::kColumn || id.kind == Kind::kDefault; }
RelationName RelationOfPart(const ObjectId& id) { return {id.schema, id.scope}; }

// A comment, an owner or a grant needs nothing.
bool OnlyRights(const ObjectChange& change) {
  bool only =
      std::all_of(change.attributes.begin(), change.attributes.end(), [](std::string_view name) {
        return name == "comment" || name == "owner" || name == "grants" ||
               name == "security_labels";
      });
  return change.type == ChangeType::kAlter && only && change.columns.empty();
}

// What of the target is as live has it, so that live knows its edges exactly: objects that are
// equal on both sides, and equal columns of those that are not.
class SameAsLive {
 public:
  SameAsLive(const Changes& changes, const Database& target) {
    for (const auto& [id, object] : target.objects) {
      objects_.insert(id);
      const std::vector<Column>* columns = nullptr;
      if (const auto* table = std::get_if<Table>(&object)) columns = &table->columns;
      if (const auto* view = std::get_if<View>(&object)) columns = &view->columns;
      if (columns != nullptr) relations_.emplace(RelationName{id.schema, id.name}, columns);
    }
    for (const ObjectChange& change : changes.changes) {
      if (change.type == ChangeType::kDrop || OnlyRights(change)) continue;
      changed_.insert(change.id);
      Note(change.id);
      RelationName relation{change.id.schema, change.id.name};
      if (!relations_.contains(relation) || IsOfRelation(change.id)) continue;
      if (change.type == ChangeType::kCreate) made_.insert(relation);
      for (const ColumnChange& column : change.columns) {
        changed_columns_.insert(ColumnId(change.id.schema, change.id.name, column.column));
      }
    }
  }

  // What stays as it is but needs what is gone comes to rest on something else of that name: a view
  // instead of a table, another overload.
  void LookAgainAt(const std::vector<Dependency>& edges, const Changes& changes) {
    absl::flat_hash_set<ObjectId> gone;
    for (const ObjectChange& change : changes.changes) {
      if (change.type == ChangeType::kDrop) gone.insert(change.id);
    }
    if (gone.empty()) return;
    for (const Dependency& edge : edges) {
      const ObjectId& to = edge.to;
      ObjectId whole = IsPart(to) ? RelationId(Kind::kTable, to.schema, to.scope) : to;
      if (!gone.contains(whole) || !Has(edge.from)) continue;
      if (!IsPart(edge.from)) {
        changed_.insert(edge.from);
        Note(edge.from);
        continue;
      }
      changed_columns_.insert(ColumnId(edge.from.schema, edge.from.scope, edge.from.name));
      for (Kind kind : {Kind::kTable, Kind::kView}) {
        ObjectId relation = RelationId(kind, edge.from.schema, edge.from.scope);
        if (objects_.contains(relation)) Note(relation);
      }
    }
  }

  // Whether an edge's beginning is in the target as it is in live.
  bool Has(const ObjectId& from) const {
    if (!IsPart(from)) return objects_.contains(from) && !changed_.contains(from);
    ObjectId column = ColumnId(from.schema, from.scope, from.name);
    return Exists(from) && !made_.contains(RelationOfPart(from)) &&
           !changed_columns_.contains(column);
  }

  // Whether an edge's end is in the target.
  bool Exists(const ObjectId& id) const {
    if (!IsPart(id)) return objects_.contains(id);
    auto relation = relations_.find(RelationOfPart(id));
    if (relation == relations_.end()) return false;
    return std::any_of(relation->second->begin(), relation->second->end(),
                       [&](const Column& column) { return column.name == id.name; });
  }

  const std::vector<ObjectId>& changed() const { return changed_list_; }

 private:
  void Note(const ObjectId& id) {
    if (noted_.insert(id).second) changed_list_.push_back(id);
  }

  // An index can be called like no relation of its schema, a constraint or a trigger can.
  static bool IsOfRelation(const ObjectId& id) { return !id.scope.empty(); }

  absl::flat_hash_set<ObjectId> objects_, changed_, changed_columns_, noted_;
  absl::flat_hash_set<RelationName> made_;
  absl::flat_hash_map<RelationName, const std::vector<Column>*> relations_;
  std::vector<ObjectId> changed_list_;
};

}  // namespace

void FindTargetDependencies(const Database& live, const Changes& changes, Database* target) {
  SameAsLive same(changes, *target);
  same.LookAgainAt(live.dependencies, changes);
  std::vector<Dependency> edges;
  edges.reserve(live.dependencies.size());
  for (const Dependency& edge : live.dependencies) {
    if (same.Has(edge.from) && same.Exists(edge.to)) edges.push_back(edge);
  }
  // Live's are in order; the few others are put between them.
  const auto middle = static_cast<std::ptrdiff_t>(edges.size());
  if (!same.changed().empty()) {
    auto known = [&](const ObjectId& column) { return same.Has(column); };
    FoundDependencies found =
        FindDependenciesOf(same.changed(), known, target->objects, target->members);
    for (Dependency& edge : found.hard) {
      if (!same.Has(edge.from)) edges.push_back(edge);
    }
  }
  std::sort(edges.begin() + middle, edges.end());
  std::inplace_merge(edges.begin(), edges.begin() + middle, edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  target->dependencies = std::move(edges);
}

}  // namespace autogen
