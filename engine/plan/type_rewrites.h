#pragma once

#include "engine/plan/let_go.h"

namespace autogen {

// What stands against making these types anew under rows: composite types only where a rewrite is
// allowed, and no rows whose values could not be carried over attribute by attribute.
std::vector<Finding> CheckRewrites(const Planning& planning, const TypeRebuild& rebuild);

}  // namespace autogen
