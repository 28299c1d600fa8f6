#pragma once

#include <string>
#include <vector>

#include "engine/schema/database.h"

namespace autogen {

// What an object needs by its very structure: its schema, its relation and columns, the types and
// functions that it names. Ends that do not exist may be among them. Beside the database's
// dependencies, which know expressions too.
std::vector<ObjectId> StructuralNeeds(const Object& object);

// Every expression in it, and the body in SQL, that the server reads when it is made: for a search
// by words.
std::string TextsOf(const Object& object);

}  // namespace autogen
