#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/schema/database.h"

namespace autogen {

// A whole schema as bytes, and back, for caches: every member of every kind, by the attribute
// lists. The bytes are for this very form of the structs: others (of another version of the
// program, or cut short) give nullopt.
std::string Pack(const Database& database);
std::optional<Database> Unpack(std::string_view bytes);

}  // namespace autogen
