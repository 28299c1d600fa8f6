#pragma once

#include "tools/autogen/session.h"

namespace autogen {

struct Drift {
  size_t differences = 0;    // between the models and the database
  std::string not_compared;  // kinds that models cannot say: "policy (2), rule"
};

absl::StatusOr<Drift> FindDrift(Session& session, Connection connection);

}  // namespace autogen
