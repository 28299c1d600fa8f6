#pragma once

#include "codegen/sql/writer.h"

namespace autogen {

// The step at hand makes its type anew under the columns that have it, and the types over it along
// with it: the old ones get helper names that cannot clash, the new ones are made, each column is
// converted, the old ones go. Everything else that names them was let go by the plan.
void RebuildTypes(const std::vector<Hazard>& hazards, Writer& w);

}  // namespace autogen
