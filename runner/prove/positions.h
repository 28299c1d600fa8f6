#pragma once

#include <string>

#include "engine/compare/compare.h"

namespace autogen {

// SQL that puts sequences of a database just made as `before` where both sides' limits allow it. A
// new sequence stands at its start; one that is used has moved on, and may have other limits then.
// Empty where none changes its limits past its start.
std::string MoveSequences(const Database& before, const Database& after, const RenameMap& renames);

}  // namespace autogen
