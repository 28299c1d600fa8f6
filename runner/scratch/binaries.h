#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "runner/scratch/server.h"

namespace autogen {

// The folder that holds postgres and initdb: the one that was told (options.binaries, else
// $AUTOGEN_POSTGRES_BIN), else the wished major's, else the newest on this machine. The error names
// the package to install.
absl::StatusOr<std::string> FindBinaries(const ScratchOptions& options);

// The same among folders of the form <parent>/<major>/bin or <parent>-<major>/bin, newest first.
struct InstalledServer {
  int major = 0;
  std::string folder;
};
std::vector<InstalledServer> InstalledServers();

}  // namespace autogen
