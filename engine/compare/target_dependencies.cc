#include <algorithm>
#include <set>

#include "engine/compare/compare.h"
#include "engine/compare/compare_value.h"
#include "engine/sql/resolve.h"

namespace autogen {
namespace {

// The identities whose edges live knows exactly: objects that are equal on both sides, and equal
// columns of those that are not.
class SameAsLive {
 public:
  SameAsLive(const Database& live, const Database& target) {
    for (const auto& [id, object] : target.objects) {
      const Object* before = live.Find(id);
      if (before == nullptr) continue;
      std::optional<ObjectChange> change = CompareObject(*before, object);
      if (!change || OnlyRights(*change)) same_.insert(id);
      AddColumns(id, object, change);
    }
  }

  bool Has(const ObjectId& id) const { return same_.contains(id); }

 private:
  // A comment, an owner or a grant needs nothing.
  static bool OnlyRights(const ObjectChange& change) {
    bool only = std::all_of(change.attributes.begin(), change.attributes.end(),
                            [](std::string_view attribute) {
                              return attribute == "comment" || attribute == "owner" ||
                                     attribute == "grants" || attribute == "security_labels";
                            });
    return only && change.columns.empty();
  }

  void AddColumns(const ObjectId& id, const Object& object,
                  const std::optional<ObjectChange>& change) {
    const std::vector<Column>* columns = nullptr;
    if (const auto* table = std::get_if<Table>(&object)) columns = &table->columns;
    if (const auto* view = std::get_if<View>(&object)) columns = &view->columns;
    if (columns == nullptr) return;
    for (const Column& column : *columns) {
      bool changed =
          change && std::any_of(change->columns.begin(), change->columns.end(),
                                [&](const ColumnChange& c) { return c.column == column.name; });
      if (changed) continue;
      same_.insert(ColumnId(id.schema, id.name, column.name));
      same_.insert(DefaultId(id.schema, id.name, column.name));
    }
  }

  std::set<ObjectId> same_;
};

// Every end of an edge that exists in a database.
std::set<ObjectId> Ends(const Database& database) {
  std::set<ObjectId> ends;
  for (const auto& [id, object] : database.objects) {
    ends.insert(id);
    const std::vector<Column>* columns = nullptr;
    if (const auto* table = std::get_if<Table>(&object)) columns = &table->columns;
    if (const auto* view = std::get_if<View>(&object)) columns = &view->columns;
    if (columns == nullptr) continue;
    for (const Column& column : *columns) {
      ends.insert(ColumnId(id.schema, id.name, column.name));
      ends.insert(DefaultId(id.schema, id.name, column.name));
    }
  }
  return ends;
}

}  // namespace

void FindTargetDependencies(const Database& live, Database* target) {
  SameAsLive same(live, *target);
  std::set<ObjectId> ends = Ends(*target);
  std::vector<Dependency> edges;
  for (const Dependency& edge : FindDependencies(target->objects, target->members).hard) {
    if (!same.Has(edge.from)) edges.push_back(edge);
  }
  for (const Dependency& edge : live.dependencies) {
    if (same.Has(edge.from) && ends.contains(edge.to)) edges.push_back(edge);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  target->dependencies = std::move(edges);
}

}  // namespace autogen
