#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/schema/database.h"
#include "runner/scratch/server.h"

namespace autogen {

// What a scratch server lacks that a schema rests on, and what stands in for it: a type over text
// in place of an extension's, with the operator classes that its indexes ask for. It prints right;
// it does nothing.
struct StandIns {
  std::set<Name> extensions;  // that are not installed on this machine
  std::set<Name> schemas;     // where the stand-ins are; made with them
  std::string sql;            // makes all; empty: nothing is missing
};

absl::StatusOr<StandIns> FindStandIns(ScratchServer& server,
                                      const std::vector<const Database*>& schemas);

// "extension postgis": for people.
std::string Describe(const StandIns& stand_ins);

// Empty tablespaces of those names, for the life of the server. Not within a transaction. Servers
// that cannot have them (see PostgreSQL manual, allow_in_place_tablespaces) get none. Returned are
// the names of those made now or before.
absl::StatusOr<std::set<Name>> MakeTablespaces(Connection& scratch, const Database& database);

}  // namespace autogen
