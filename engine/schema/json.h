#pragma once

#include <string>
#include <string_view>

#include "engine/schema/object.h"

namespace autogen {

// An object as one line of JSON, every attribute by its name in the model format, in the order of
// its list; what has its default is left out. Equal objects give equal bytes: digests are made of
// this text.
std::string ToJson(const Object& object);

// A JSON string, quotes included. Bytes that are not UTF-8 pass unchanged.
std::string JsonString(std::string_view text);

}  // namespace autogen
