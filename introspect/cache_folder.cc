#include "introspect/cache_folder.h"

#include <cstdlib>

namespace autogen {

std::string CacheFolder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && cache[0] == '/') {
    return std::string(cache) + "/autogen";
  }
  if (const char* home = std::getenv("HOME"); home && home[0] == '/') {
    return std::string(home) + "/.cache/autogen";
  }
  return "";
}

}  // namespace autogen
