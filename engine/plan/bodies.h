#pragma once

#include "engine/plan/decision.h"

namespace autogen {

// Whether the server could not look into a string body in SQL that is made or replaced: it names,
// without a schema, what is in none of the path that the file runs under (the function is to be
// called under another one). See: PostgreSQL manual, check_function_bodies.
bool BodiesReachBeyondPath(const Planning& planning, const Decisions& decisions);

}  // namespace autogen
