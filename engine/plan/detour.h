#pragma once

#include "engine/plan/nodes.h"

namespace autogen {

// Adds to `detours` what takes the cycle apart: a constraint or default out of its table, a replace
// into drop and create. False where nothing is left to try.
bool FindDetour(const Planning& planning, const Decisions& decisions, const Nodes& nodes,
                const std::vector<int>& cycle, Detours* detours);

// An enum's new value cannot be used in the transaction that adds it. Enums whose new values are
// used in the plan come first of all (rank 0).
// See: PostgreSQL manual, ALTER TYPE, Notes.
void PutUsedValuesFirst(Nodes* nodes);

}  // namespace autogen
