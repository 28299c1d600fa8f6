#pragma once

#include <vector>

#include "engine/plan/decision.h"

namespace autogen {

// Names that the changes want and that something has which models cannot say: it is none of ours,
// so it cannot be taken away first.
std::vector<Finding> NamesInTheWay(const Planning& planning, const Changes& changes,
                                   const RenameMap& renames);

}  // namespace autogen
