#pragma once

#include <string>
#include <vector>

#include "codegen/file/migration.h"

namespace autogen {

// What a run of migrations takes for granted in a database, as far as its parse trees tell; each
// with the place where it is first named.
struct Requirement {
  std::string name;  // as SQL writes it: quoted, qualified where the statement says so
  Place place;
};
struct Requirements {
  std::vector<Requirement> extensions;
  std::vector<Requirement> roles;
  std::vector<Requirement> owned;    // relations that only their owner may change so
  std::vector<Requirement> dropped;  // … or the owner of their schema
  std::vector<Requirement> schemas;  // something is made in them; "" stands for the path's first
  // Code runs that may make roles or grant rights: what is missing now may be there in time.
  bool roles_may_come = false, rights_may_come = false;
};

// Adds one file's; what an earlier file makes is not required of the database.
void AddRequirements(const MigrationFile& file, Requirements* requirements);

}  // namespace autogen
