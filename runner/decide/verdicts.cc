#include "runner/decide/verdicts.h"

#include "engine/base/sha256.h"
#include "engine/schema/json.h"
#include "introspect/cache_folder.h"
#include "runner/realise/realise.h"
#include "runner/scratch/build.h"

namespace autogen {
namespace {

constexpr std::string_view kFirstLine = "autogen verdict 1 ";
constexpr char kFamily[] = "verdict-";
// A few bytes each.
constexpr size_t kMostKept = 4096;

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
  absl::StatusOr<std::string> server = BuildOf(major_);
  if (!server.ok() || CacheFolder().empty()) return;
  const std::string common = Sha256Hex(FileIdentity(kThisProgram) + "\n" + *server +
                                       MembersText(before) + "\n" + MembersText(target));
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
