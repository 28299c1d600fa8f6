#include "runner/scratch/template.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "engine/base/error.h"
#include "introspect/cache_folder.h"
#include "runner/scratch/archive.h"
#include "runner/scratch/folder.h"

namespace autogen {
namespace {

namespace fs = std::filesystem;

// Raised whenever a template is made differently.
constexpr char kFormat[] = "autogen-cluster 2";

// Names a build by its program's file: an upgraded package is another one.
std::string BuildKey(const std::string& postgres) {
  std::string text = std::string(kFormat) + "\n" + FileIdentity(postgres);
  uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (unsigned char c : text) hash = (hash ^ c) * 1099511628211u;
  char name[32];
  std::snprintf(name, sizeof name, "%016llx", static_cast<unsigned long long>(hash));
  return name;
}

absl::Status Failed(const std::string& what, const ProgramResult& result) {
  return ToStatus(
      Finding{"PostgreSQL's " + what + " failed", "", result.output, {}, Blame::kDatabase, ""});
}

// "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)" -> "15.20"
absl::StatusOr<std::string> ReadVersion(const std::string& postgres) {
  ASSIGN_OR_RETURN(ProgramResult result, RunProgram({{postgres, "--version"}, "/", {}}, ""));
  size_t begin = result.output.find(") ");
  if (result.exit_code != 0 || begin == std::string::npos) {
    return Failed("postgres --version", result);
  }
  begin += 2;
  return result.output.substr(begin, result.output.find_first_of(" \n", begin) - begin);
}

absl::Status RunInitdb(const std::string& binaries, const std::string& version,
                       const std::string& folder, const ServerAccount& account) {
  ProgramResult result;
  // Where the system has no C.UTF-8, plain C keeps the same order of characters.
  for (const char* locale : {"C.UTF-8", "C"}) {
    Program initdb = {
        {binaries + "/initdb", "-D", folder + "/data", "-U", "postgres", "-A", "trust", "-E",
         "UTF8", std::string("--locale=") + locale, "--wal-segsize=1", "--no-sync"},
        folder,
        account};
    if (std::atoi(version.c_str()) >= 18) initdb.arguments.push_back("--no-data-checksums");
    ASSIGN_OR_RETURN(result, RunProgram(initdb, ""));
    if (result.exit_code == 0) return absl::OkStatus();
    std::error_code error;
    fs::remove_all(folder + "/data", error);
  }
  return Failed("initdb", result);
}

// Log segments that were laid in for later are most of a small cluster: only the one that the last
// checkpoint stands in is needed.
void RemoveSpareLog(const std::string& binaries, const std::string& data) {
  constexpr char kLine[] = "Latest checkpoint's REDO WAL file:";
  auto control = RunProgram({{binaries + "/pg_controldata", "-D", data}, "/", {}}, "");
  if (!control.ok() || control->exit_code != 0) return;
  size_t begin = control->output.find(kLine);
  if (begin == std::string::npos) return;
  begin = control->output.find_first_not_of(' ', begin + sizeof kLine - 1);
  std::string needed = control->output.substr(begin, 24);
  std::error_code error;
  if (!fs::exists(data + "/pg_wal/" + needed, error)) return;
  for (const fs::directory_entry& entry : fs::directory_iterator(data + "/pg_wal", error)) {
    std::string name = entry.path().filename().string();
    if (name.size() == needed.size() && name != needed) fs::remove(entry.path(), error);
  }
}

// What a throw-away server never needs goes: two thirds of the files are the other two databases.
absl::Status Trim(const std::string& binaries, const std::string& folder,
                  const ServerAccount& account) {
  std::string data = folder + "/data";
  Program single = {{binaries + "/postgres", "--single", "-D", data, "-c", "fsync=off", "-c",
                     "min_wal_size=2MB", "-c", "max_wal_size=2MB", "template1"},
                    folder,
                    account};
  ASSIGN_OR_RETURN(ProgramResult result,
                   RunProgram(single,
                              "UPDATE pg_database SET datistemplate = false, datallowconn = true "
                              "WHERE datname = 'template0'\n"
                              "DROP DATABASE template0\n"
                              "DROP DATABASE postgres\n"));
  // Single-user mode ends well even where a statement failed.
  if (result.exit_code != 0 || result.output.find("ERROR") != std::string::npos) {
    return Failed("single-user mode", result);
  }
  RemoveSpareLog(binaries, data);
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(data + "/pg_stat", error)) {
    fs::remove(entry.path(), error);
  }
  RETURN_IF_ERROR(WriteWholeFile(data + "/postgresql.conf", ""));
  RETURN_IF_ERROR(WriteWholeFile(data + "/postgresql.auto.conf", ""));
  RETURN_IF_ERROR(WriteWholeFile(data + "/pg_ident.conf", ""));
  return WriteWholeFile(data + "/pg_hba.conf", "local all all trust\n");
}

absl::StatusOr<ClusterTemplate> MakeTemplate(const std::string& binaries,
                                             const ServerAccount& account) {
  ClusterTemplate made;
  ASSIGN_OR_RETURN(made.version, ReadVersion(binaries + "/postgres"));
  ASSIGN_OR_RETURN(auto folder, ScratchFolder::Make(account, nullptr));
  RETURN_IF_ERROR(RunInitdb(binaries, made.version, folder->path(), account));
  RETURN_IF_ERROR(Trim(binaries, folder->path(), account));
  ASSIGN_OR_RETURN(made.made, PackFolder(folder->path() + "/data"));
  return made;
}

// "autogen-cluster 2", "version 15.20", and the archive.
constexpr std::string_view kVersion = "\nversion ";

absl::StatusOr<ClusterTemplate> ReadCached(const std::string& path) {
  ClusterTemplate found;
  ASSIGN_OR_RETURN(found.file, MappedFile::Open(path));
  std::string_view text = found.file.bytes();
  std::string head = std::string(kFormat) + std::string(kVersion);
  size_t end = text.find('\n', head.size());
  if (text.substr(0, head.size()) != head || end == text.npos ||
      text.substr(text.size() - 4) != "end\n") {
    return InternalError("a damaged template");
  }
  found.version = std::string(text.substr(head.size(), end - head.size()));
  found.cached = path;
  return found;
}

// Written beside and moved over: whoever reads sees all of it or nothing, and of two writers one
// wins.
void PutIntoCache(const std::string& path, const ClusterTemplate& made) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  std::string beside = path + "." + std::to_string(getpid());
  std::string text = std::string(kFormat) + std::string(kVersion) + made.version + "\n" + made.made;
  if (!WriteWholeFile(beside, text).ok() || rename(beside.c_str(), path.c_str()) != 0) {
    unlink(beside.c_str());
  }
}

}  // namespace

std::string_view ClusterTemplate::archive() const {
  if (cached.empty()) return made;
  std::string_view text = file.bytes();
  text.remove_prefix(std::string_view(kFormat).size() + kVersion.size() + version.size() + 1);
  return text;
}

absl::StatusOr<ClusterTemplate> FindTemplate(const std::string& binaries,
                                             const ServerAccount& account) {
  std::string cache = CacheFolder();
  std::string path = cache + "/cluster-" + BuildKey(binaries + "/postgres");
  if (!cache.empty()) {
    if (auto found = ReadCached(path); found.ok()) return found;
  }
  ASSIGN_OR_RETURN(ClusterTemplate made, MakeTemplate(binaries, account));
  if (!cache.empty()) PutIntoCache(path, made);
  return made;
}

}  // namespace autogen
