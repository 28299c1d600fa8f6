#include "runner/decide/verdicts.h"

#include <unistd.h>

#include <filesystem>

#include "engine/base/sha256.h"
#include "engine/schema/json.h"
#include "introspect/cache_folder.h"
#include "runner/realise/realise.h"
#include "runner/scratch/binaries.h"

namespace autogen {
namespace {

constexpr std::string_view kFirstLine = "autogen verdict 1 ";
constexpr char kFamily[] = "verdict-";
// A few bytes each.
constexpr size_t kMostKept = 4096;

// The control file of an extension as it is now, wherever an installation keeps it; empty: not
// found. See: PostgreSQL source, configure's --datadir; Debian's postgresql-common.
std::string ExtensionBuild(const std::string& binaries, int major, Name extension) {
  std::string all;
  for (const std::string& share : {binaries + "/../share/postgresql", binaries + "/../share",
                                   "/usr/share/postgresql/" + std::to_string(major)}) {
    std::string path = share + "/extension/" + extension.str() + ".control";
    if (access(path.c_str(), R_OK) == 0) all += FileIdentity(path) + "\n";
  }
  return all;
}

// The server that would be started, and the extensions that it would make; nullopt: not told.
std::optional<std::string> ServerBuild(int major, const Database& a, const Database& b) {
  absl::StatusOr<std::string> build = BuildOf(major);
  if (!build.ok()) return std::nullopt;
  std::string binaries = std::filesystem::path(build->substr(0, build->find('\n'))).parent_path();
  std::string all = FileIdentity(kThisProgram) + "\n" + *build + "\n";
  for (const Database* database : {&a, &b}) {
    for (const auto& [id, object] : database->objects) {
      if (id.kind != Kind::kExtension || id.name == Name("plpgsql")) continue;
      std::string extension = ExtensionBuild(binaries, major, id.name);
      if (extension.empty()) return std::nullopt;
      all += extension;
    }
  }
  return all;
}

std::string SideText(const Database& database, const ObjectId& id) {
  std::string text = "side " + database.current_user.str() + "\n";
  for (const auto& [part, object] : Slice(database, {id}).objects) {
    text += std::string(KindName(part.kind)) + " " + Label(part) + " " + ToJson(object) + "\n";
  }
  return text;
}

// What extensions bring says what stands in for those that the machine lacks.
std::string MembersText(const Database& database) {
  std::string text;
  for (const ExtensionMember& member : database.members) {
    text += std::to_string(static_cast<int>(member.role)) + " " + member.extension.str() + " " +
            member.name.schema.str() + " " + member.name.name.str() + "\n";
  }
  return text;
}

}  // namespace

Verdicts::Verdicts(const Database& before, const Database& target, const std::set<ObjectId>& asked)
    : major_(before.server_version / 10000) {
  std::optional<std::string> server = ServerBuild(major_, before, target);
  if (!server || CacheFolder().empty()) return;
  std::string common = *server + MembersText(before) + "\n" + MembersText(target);
  for (const ObjectId& id : asked) {
    names_[id] = kFamily + Sha256Hex(common + std::string(KindName(id.kind)) + " " + Label(id) +
                                     "\n" + SideText(before, id) + SideText(target, id));
  }
}

std::optional<bool> Verdicts::Find(const ObjectId& id) const {
  auto name = names_.find(id);
  if (name == names_.end()) return std::nullopt;
  std::optional<std::string> text = ReadCacheFile(name->second);
  if (!text || !text->starts_with(kFirstLine)) return std::nullopt;
  std::string_view word = std::string_view(*text).substr(kFirstLine.size());
  if (word == "one\n") return true;
  if (word == "two\n") return false;
  return std::nullopt;
}

void Verdicts::Keep(const ObjectId& id, bool one, int major) const {
  auto name = names_.find(id);
  if (name == names_.end() || major != major_) return;
  WriteCacheFile(name->second, std::string(kFirstLine) + (one ? "one\n" : "two\n"));
}

void Verdicts::DropOldest() { KeepNewestCacheFiles(kFamily, kMostKept); }

}  // namespace autogen
