#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace autogen {

// Where what can be made again is kept: $XDG_CACHE_HOME/autogen, else ~/.cache/autogen; empty where
// neither is an absolute path. See: XDG Base Directory Specification.
std::string CacheFolder();

// A file of that folder; nullopt: there is none, or it is not to be read.
std::optional<std::string> ReadCacheFile(const std::string& name);
// Written whole or not at all, whoever else writes it. A cache that cannot be written only costs
// time. Of the files whose names begin with `family` (not empty), the newest `keep` stay.
void WriteCacheFile(const std::string& name, std::string_view bytes);
void KeepNewestCacheFiles(const std::string& family, size_t keep);

// Tells a file from another one that stands in its place later: its real path, size and time of
// change. What was found by another build of a program is not to be believed.
std::string FileIdentity(const std::string& path);
inline constexpr char kThisProgram[] = "/proc/self/exe";

}  // namespace autogen
