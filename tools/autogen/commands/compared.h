#pragma once

#include <string>

#include "tools/autogen/session.h"

namespace autogen {

// The models against what a check compares them with.
struct Compared {
  ModelsAgainst models;
  std::string where;
  size_t objects = 0;
  std::string not_compared;  // kinds that models cannot say
};

// Nobody is asked about renames: they are no drift.
AgainstOptions AgainstForCheck(const Session& session);

// With a server to ask, which only a difference needs.
absl::StatusOr<Compared> CompareSides(Session& session, Sides sides);
// Everything is read, with who depends on whom.
absl::StatusOr<Compared> CompareWhole(Session& session, Connection connection);
// As little as is needed to know that nothing differs.
absl::StatusOr<Compared> CompareWithDatabase(Session& session, const Address& address);
// Without a database.
absl::StatusOr<Compared> CompareWithMigrations(Session& session);

}  // namespace autogen
