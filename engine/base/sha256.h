#pragma once

#include <string>
#include <string_view>

namespace autogen {

// The SHA-256 of the bytes, as 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view data);

}  // namespace autogen
