#pragma once

#include <string>
#include <vector>

#include "engine/compare/compare.h"

namespace autogen {

enum class Verb : uint8_t { kCreate, kDrop, kAlter, kReplace, kRename };

// One step of a plan: an object made, dropped, altered or renamed. Objects point into the two
// databases of the plan.
struct Step {
  Verb verb = Verb::kCreate;
  ObjectId id;                            // kRename: the old id
  ObjectId renamed_to;                    // kRename
  std::string label_before, label_after;  // kRename of an enum's label
  const Object* before = nullptr;         // kDrop, kAlter, kReplace
  const Object* after = nullptr;          // kCreate, kAlter, kReplace
  // A step on a column of `before`/`after` (which are the tables): the column's id is `id`.
  const Column* column_before = nullptr;
  const Column* column_after = nullptr;
  std::vector<std::string_view>
      attributes;  // kAlter: what this step alters (a change may be several steps)
  std::vector<const Constraint*> folded;  // kCreate of a table: constraints written inside it
  std::vector<Name>
      columns_without_default;  // kCreate of a table: their default comes in a later step (a cycle)
  std::string
      because;  // a rebuild's reason, in the user's words: "column users.name changes its type"
};

struct Plan {
  std::vector<Step> steps;
  // A function's string body names what is made later: the file must set check_function_bodies =
  // off.
  bool check_function_bodies_off = false;
};

struct PlanOptions {
  bool allow_rewrite = false;    // --allow-rewrite
  bool drop_extensions = false;  // --drop-extensions
};

// Orders the changes by dependencies: drops along `before`'s, creations along `after`'s, with
// whatever must be let go and given back. `before` has the renames applied already (ApplyRenames);
// `renames` come out as the first steps. Errors: a change under an unmanaged object; a protected
// object dropped; a rewrite that is not allowed; a cycle.
absl::StatusOr<Plan> MakePlan(const Database& before, const Database& after, const Changes& changes,
                              const RenameMap& renames, const PlanOptions& options);

}  // namespace autogen
