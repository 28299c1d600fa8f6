#pragma once

#include <string>

#include "engine/schema/database.h"

namespace autogen {

// A database as text, one line an object, an edge, a member …: two are equal if their texts are.
std::string ToText(const Database& database);

}  // namespace autogen
