#pragma once

#include <map>
#include <string>

#include "engine/schema/database.h"

namespace autogen::testing {

// The schema with its expressions in the words of `written` (see Expressions of a SchemaSpec)
// instead of PostgreSQL's. `count`: how many took others.
Database InWords(Database database, const std::map<std::string, std::string>& written,
                 size_t* count);

}  // namespace autogen::testing
