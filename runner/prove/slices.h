#pragma once

#include <set>

#include "engine/compare/compare.h"
#include "engine/plan/plan.h"

namespace autogen {

// The part of a schema that a proof is about, on both sides.
struct ProofSlices {
  Database start, end;
  std::set<ObjectId> whole_start, whole_end;
  std::set<ObjectId> ignored;  // of either side: stubs, and what every database has
};

// Whole is what the plan touches and what rests on it, on both sides under its name there; all else
// that these mention, or that the other side's mention, is a stub.
ProofSlices CutSlices(const Plan& plan, const Changes& changes, const Database& live,
                      const Database& target, const RenameMap& renames, const RenameMap& inverse);

// Without what both leave alone, since it rests on what no scratch server can make
// (Database::left_alone).
ProofSlices WithoutLeftAlone(ProofSlices slices, const Database& live, const Database& target);

// Everything but that.
ProofSlices WholeSlices(const Database& live, const Database& target);

}  // namespace autogen
