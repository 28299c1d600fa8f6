#pragma once

#include <string>

namespace autogen {

// Without line breaks and other control characters, which names may hold.
std::string OneLine(std::string text);

}  // namespace autogen
