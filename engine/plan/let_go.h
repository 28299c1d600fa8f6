#pragma once

#include "engine/plan/decision.h"

namespace autogen {

// Types that are made anew in one go, because one is over the other, and the columns that go from
// the old to the new.
struct TypeRebuild {
  std::vector<ObjectId> types;    // each after those that it needs
  std::vector<ObjectId> columns;  // kColumn ids, sorted
};

struct LetGo {
  // Types of which another kind of type takes the name, and the columns with it: before -> after.
  std::map<ObjectId, ObjectId> replaced_types;
  std::vector<TypeRebuild> type_rebuilds;    // only those with columns
  std::set<ObjectId> statistics_given_back;  // indexes whose targets a retype resets
  std::vector<Finding> findings;             // what stands in the way
};

// Extends `decisions` by what must be dropped and given back because something under it is dropped,
// made anew or retyped, transitively.
LetGo LetGoDependents(const Planning& planning, Decisions* decisions);

}  // namespace autogen
