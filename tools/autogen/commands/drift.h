#pragma once

#include "tools/autogen/session.h"

namespace autogen {

// How many differences there are between the models and the database.
absl::StatusOr<size_t> CountDrift(Session& session, Connection& connection);

}  // namespace autogen
