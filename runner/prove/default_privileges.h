#pragma once

#include <string>
#include <vector>

#include "engine/schema/database.h"

namespace autogen {

// What CREATE gives by default privileges on the real database, it is to give where a migration is
// proved. Those of the role that migrates, for kinds that either end holds, in the schemas of the
// start.
std::vector<DefaultPrivilege> DefaultPrivilegesAtWork(const Database& live, const Database& start,
                                                      const Database& end);

// To be run once the start is made, on a server of that version.
std::string DefaultPrivilegesSql(const std::vector<DefaultPrivilege>& privileges, int version);

}  // namespace autogen
