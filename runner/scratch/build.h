#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace autogen {

// Names the very program that Start would take for this major (0: any), and the files of all the
// extensions that it can make; another once a package is installed or upgraded. An error: not all
// of that can be told, so that nothing may be kept of what this server says.
absl::StatusOr<std::string> BuildOf(int major);

}  // namespace autogen
