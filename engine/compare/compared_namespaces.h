#pragma once

#include "engine/compare/compare.h"

namespace autogen {

// Whether an object is looked at: its schema is compared, or it has none.
bool IsCompared(const ObjectId& id, const CompleteOptions& options);

}  // namespace autogen
