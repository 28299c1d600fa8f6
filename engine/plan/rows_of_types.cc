#include "engine/plan/rows_of_types.h"

#include <set>

#include "engine/plan/fates.h"

namespace autogen {
namespace {

// Whether a column has the type on both sides.
bool HoldsRows(const Planning& planning, const ObjectId& type) {
  for (const auto& dependent : planning.before_needs.Dependents(type)) {
    if (dependent.id.kind != Kind::kColumn) continue;
    const Column* after = FindColumn(planning.after, dependent.id);
    if (after != nullptr && after->type.schema == type.schema && after->type.name == type.name) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::map<ObjectId, ObjectId> ReplaceTypes(const Planning& planning, Decisions* decisions) {
  std::map<ObjectId, ObjectId> replaced;
  for (const auto& [id, decision] : *decisions) {
    if (decision.fate != Fate::kDrop || !IsType(id.kind)) continue;
    for (Kind kind : {Kind::kEnum, Kind::kDomain, Kind::kCompositeType, Kind::kRangeType}) {
      ObjectId other = RelationId(kind, id.schema, id.name);
      if (kind != id.kind && planning.after.Find(other) != nullptr && HoldsRows(planning, id)) {
        replaced.emplace(id, other);
      }
    }
  }
  for (const auto& [id, other] : replaced) {
    (*decisions)[id] = {Fate::kRebuild, {}, "", false};
    decisions->erase(other);
  }
  return replaced;
}

// See: find_composite_type_dependencies() in tablecmds.c.
std::vector<Finding> RowsInTheWay(const Planning& planning, const Decisions& decisions,
                                  const ObjectId& column, const std::string& because) {
  std::vector<Finding> findings;
  std::vector<ObjectId> types = {RelationId(Kind::kTable, column.schema, column.scope)};
  std::set<ObjectId> seen;
  while (!types.empty()) {
    ObjectId type = types.back();
    types.pop_back();
    if (!seen.insert(type).second) continue;
    for (const auto& [id, automatic] : planning.before_needs.Dependents(type)) {
      if (IsType(id.kind)) types.push_back(id);
      const Column* holder = id.kind == Kind::kColumn ? FindColumn(planning.before, id) : nullptr;
      if (holder == nullptr || holder->type.schema != type.schema ||
          holder->type.name != type.name || Vanishes(decisions, id) ||
          Releases(planning, decisions, id, type)) {
        continue;
      }
      findings.push_back(
          Refusal(Named(id) + " is in the way: " + because,
                  "it holds rows of " + Named(type) +
                      ", and PostgreSQL changes no column's type below such: move these rows to a "
                      "column of another type first"));
    }
  }
  return findings;
}

}  // namespace autogen
