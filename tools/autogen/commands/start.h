#pragma once

#include <string>
#include <vector>

#include "tools/autogen/session.h"

namespace autogen {

struct StartOptions {
  bool from_migrations = false;  // never ask the database
  bool adopt_drift = false;      // take in what was changed by hand
};

// What a comparison starts from: a live database, or the folder's head replayed.
struct Start {
  Database live;
  std::string where;      // "app@localhost/shop", or "the migrations"
  bool existing = false;  // a database with objects in it, of which the folder knows nothing
};

// See PRODUCT, "What -m starts from": the database named by the address, which must stand at the
// folder's heads and be what the folder builds; without an address, the folder's head.
absl::StatusOr<Start> FindStart(Session& session, const MigrationsFolder& folder,
                                const ReadModel& models, const StartOptions& options);

// Names what the database holds and the models cannot say.
std::vector<std::string> UnmodelledNotices(const Database& live);
void TellUnmodelled(const Terminal& terminal, const Database& live);

}  // namespace autogen
