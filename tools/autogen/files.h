#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace autogen {

absl::StatusOr<std::string> ReadFile(const std::string& path);

// Writes all files or none: each beside its place first, then moved there. Folders are made.
// Existing files are replaced only with `replace`.
absl::Status WriteFiles(const std::map<std::string, std::string>& files, bool replace);

}  // namespace autogen
