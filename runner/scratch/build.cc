#include "runner/scratch/build.h"

#include <filesystem>
#include <set>

#include "introspect/cache_folder.h"
#include "runner/scratch/binaries.h"

namespace autogen {
namespace {

namespace fs = std::filesystem;

// The extensions' files of the server in this folder, wherever an installation keeps them.
// See: PostgreSQL source, configure's --datadir and --bindir; Debian's postgresql-common.
std::set<std::string> ExtensionFiles(const fs::path& binaries) {
  std::error_code error;
  fs::path real = fs::canonical(binaries, error);
  fs::path server = real.parent_path();
  std::set<std::string> files;
  for (const fs::path& share : {server / "share", server / "share/postgresql",
                                server / "../../../share/postgresql" / server.filename()}) {
    for (const fs::directory_entry& entry : fs::directory_iterator(share / "extension", error)) {
      files.insert(FileIdentity(entry.path().string()));
    }
  }
  return files;
}

}  // namespace

absl::StatusOr<std::string> BuildOf(int major) {
  ScratchOptions options;
  options.major = major;
  ASSIGN_OR_RETURN(std::string binaries, FindBinaries(options));
  std::set<std::string> files = ExtensionFiles(binaries);
  // Every server has one at least: plpgsql.
  if (files.empty()) {
    return InputError("the extensions' files of the server in " + binaries + " are not found");
  }
  std::string build = FileIdentity(binaries + "/postgres") + "\n";
  for (const std::string& file : files) build += file + "\n";
  return build;
}

}  // namespace autogen
