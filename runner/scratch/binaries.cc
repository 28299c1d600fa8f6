#include "runner/scratch/binaries.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "runner/scratch/program.h"

namespace autogen {
namespace {

namespace fs = std::filesystem;

bool HoldsServer(const std::string& folder) {
  return access((folder + "/postgres").c_str(), X_OK) == 0 &&
         access((folder + "/initdb").c_str(), X_OK) == 0;
}

absl::Status Missing() {
  return InputError("no PostgreSQL server is installed on this machine (postgres, initdb)",
                    "install one (apt-get install postgresql-15), or name a database server to "
                    "use instead: --prove URL");
}

// Servers in <parent>/<prefix><major>/bin: Debian's /usr/lib/postgresql/15/bin, Red Hat's
// /usr/pgsql-15/bin.
void Collect(const fs::path& parent, std::string_view prefix, std::vector<InstalledServer>* found) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, error)) {
    std::string name = entry.path().filename().string();
    if (name.compare(0, prefix.size(), prefix) != 0) continue;
    int major = std::atoi(name.c_str() + prefix.size());
    std::string folder = (entry.path() / "bin").string();
    if (major > 0 && HoldsServer(folder)) found->push_back({major, folder});
  }
}

std::string OnPath() {
  const char* path = std::getenv("PATH");
  std::string rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    size_t colon = std::min(rest.find(':'), rest.size());
    std::string folder = rest.substr(0, colon);
    if (!folder.empty() && HoldsServer(folder)) return folder;
    rest.erase(0, colon + 1);
  }
  return "";
}

std::string ByPgConfig() {
  for (const char* program : {"/usr/bin/pg_config", "/usr/local/bin/pg_config"}) {
    if (access(program, X_OK) != 0) continue;
    auto result = RunProgram({{program, "--bindir"}, "/", {}}, "");
    if (!result.ok() || result->exit_code != 0) continue;
    std::string folder = result->output.substr(0, result->output.find('\n'));
    if (HoldsServer(folder)) return folder;
  }
  return "";
}

}  // namespace

std::vector<InstalledServer> InstalledServers() {
  std::vector<InstalledServer> found;
  Collect("/usr/lib/postgresql", "", &found);
  Collect("/usr", "pgsql-", &found);
  std::sort(found.begin(), found.end(), [](const InstalledServer& a, const InstalledServer& b) {
    return a.major != b.major ? a.major > b.major : a.folder < b.folder;
  });
  return found;
}

absl::StatusOr<std::string> FindBinaries(const ScratchOptions& options) {
  std::string told = options.binaries;
  if (const char* variable = std::getenv("AUTOGEN_POSTGRES_BIN"); told.empty() && variable) {
    told = variable;
  }
  if (!told.empty()) {
    if (HoldsServer(told)) return told;
    return InputError("no postgres and initdb in " + told,
                      "name the folder of a PostgreSQL server's programs");
  }
  std::vector<InstalledServer> installed = InstalledServers();
  for (const InstalledServer& server : installed) {
    if (server.major == options.major) return server.folder;
  }
  if (!installed.empty()) return installed.front().folder;
  for (const char* folder : {"/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"}) {
    if (HoldsServer(folder)) return std::string(folder);
  }
  if (std::string folder = OnPath(); !folder.empty()) return folder;
  if (std::string folder = ByPgConfig(); !folder.empty()) return folder;
  return Missing();
}

}  // namespace autogen
