#pragma once

#include "introspect/connection.h"

namespace autogen {

// A full lock table with its hint: how big it is, and about how big it would have to be for all
// statements of a transaction that came as far as `statement` of `statements`. Any other refusal
// stays as it is. The connection must be able to answer.
absl::Status WithLocksWanted(Connection& connection, const absl::Status& refusal, size_t statement,
                             size_t statements);

}  // namespace autogen
