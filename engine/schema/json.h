#pragma once

#include <string>
#include <string_view>

#include "engine/schema/object.h"

namespace autogen {

// An object as one line of JSON, every attribute by its name in the model format, in the order of
// its list; what has its default is left out. Equal objects give equal bytes: digests are made of
// this text.
std::string ToJson(const Object& object);

// One attribute's value as JSON, by its name; also the shared ones (comment, owner, grants,
// security_labels). Empty where the object has no such attribute.
std::string AttributeJson(const Object& object, std::string_view attribute);
std::string AttributeJson(const Column& column, std::string_view attribute);

// A JSON string, quotes included. Bytes that are not UTF-8 pass unchanged.
std::string JsonString(std::string_view text);

}  // namespace autogen
