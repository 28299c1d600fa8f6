#include "engine/plan/names_in_the_way.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/plan/fates.h"

namespace autogen {
namespace {

bool TakesName(const ObjectId& id, const Database& after) {
  switch (id.kind) {
    case Kind::kEnum:
    case Kind::kDomain:
    case Kind::kCompositeType:
    case Kind::kRangeType:
    case Kind::kSequence:
    case Kind::kTable:
    case Kind::kIndex:
    case Kind::kView:
    case Kind::kMaterializedView:
      return true;
    case Kind::kConstraint: {
      const auto* constraint = after.Get<Constraint>(id);
      return constraint != nullptr && constraint->type != ConstraintType::kCheck &&
             constraint->type != ConstraintType::kForeignKey;
    }
    case Kind::kNamespace:
    case Kind::kExtension:
    case Kind::kFunction:
    case Kind::kProcedure:
    case Kind::kOperator:
    case Kind::kColumn:
    case Kind::kDefault:
    case Kind::kTrigger:
    case Kind::kUnmodelled:
      return false;
  }
  Unreachable();
}

}  // namespace

std::vector<Finding> NamesInTheWay(const Planning& planning, const Changes& changes,
                                   const RenameMap& renames) {
  std::vector<Finding> findings;
  auto look_at = [&](const ObjectId& id) {
    if (!TakesName(id, planning.after)) return;
    const TakenName wanted{{id.schema, id.name}, ""};
    const std::vector<TakenName>& taken = planning.before.taken_names;
    auto found = std::lower_bound(taken.begin(), taken.end(), wanted);
    if (found == taken.end() || found->name != wanted.name) return;
    findings.push_back(
        Refusal(Named(id) + " cannot be made: its name is taken (" + found->kind + ")",
                "models cannot say that one yet: drop it by hand first"));
  };
  for (const ObjectChange& change : changes.changes) {
    if (change.type == ChangeType::kCreate) look_at(change.id);
  }
  for (const auto& [before, after] : renames.objects) look_at(after);
  return findings;
}

}  // namespace autogen
