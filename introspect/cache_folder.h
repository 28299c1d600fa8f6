#pragma once

#include <string>

namespace autogen {

// Where what can be made again is kept: $XDG_CACHE_HOME/autogen, else ~/.cache/autogen; empty where
// neither is an absolute path. See: XDG Base Directory Specification.
std::string CacheFolder();

}  // namespace autogen
