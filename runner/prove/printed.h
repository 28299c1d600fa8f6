#pragma once

#include <set>

#include "engine/compare/compare.h"

namespace autogen {

// Puts what the server printed in place of those objects of `whole` that the models reworded: the
// target is the starting point of the downgrade, whose texts and dependencies are then as exact as
// a live catalog's. Returns what was replaced.
std::set<ObjectId> TakePrinted(const Database& live, const std::set<ObjectId>& whole,
                               const Database& printed, Database* target);

// The changes of these objects alone.
Changes CompareThese(const Database& before, const Database& after, const std::set<ObjectId>& ids);

}  // namespace autogen
