#pragma once

#include <optional>
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
  // The models: elaborated against `live`, or as read where that is still to be done.
  std::optional<DeclaredModel> declared;
  ReadModelPtr models;
  std::vector<std::string> namespaces;  // with `declared`: what was read
  std::string models_digest;            // for the header of what is written

  Database live;
  std::string where;      // "app@localhost/shop", or "the migrations"
  bool existing = false;  // a database with objects in it, of which the folder knows nothing
};

// See PRODUCT, "What -m starts from": the database named by the address, which must stand at the
// folder's heads and be what the folder builds; without an address, the folder's head.
absl::StatusOr<Start> FindStart(Session& session, const MigrationsFolder& folder,
                                const StartOptions& options);
// The models against where they start from; the start's schema is used up.
absl::StatusOr<ModelsAgainst> CompareWithStart(Start* start, const AgainstOptions& options,
                                               const ScratchProvider& scratch);

// Names what the database holds and the models cannot say.
std::vector<std::string> UnmodelledNotices(const Database& live);
// What of it was not compared, by kind: "policy (2), rule"; empty: all was.
std::string NotCompared(const Database& live);
// "no drift: the models and ", but never plainly over what was not compared.
std::string Agreement(const std::string& nothing, const std::string& not_compared);
// "; not compared: policy (2)"
std::string Besides(const std::string& not_compared);
void TellUnmodelled(const Terminal& terminal, const Database& live);

}  // namespace autogen
