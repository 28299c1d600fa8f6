#include "runner/replay/kept_heads.h"

#include <algorithm>
#include <vector>

#include "engine/base/sha256.h"
#include "engine/schema/pack.h"
#include "introspect/cache_folder.h"

namespace autogen {
namespace {

// Of some branches of some projects: a hundred kilobytes each, commonly.
constexpr size_t kMostKept = 64;
constexpr char kFamily[] = "heads-";

bool HasSecrets(const Migration& migration) {
  for (const Unit& unit : migration.upgrade.units) {
    for (const UnitStatement& statement : unit.statements) {
      if (!statement.secrets.empty()) return true;
    }
  }
  return false;
}

void AddList(const char* what, const std::vector<std::string>& values, std::string* text) {
  for (const std::string& value : values) *text += std::string(what) + " " + value + "\n";
}

}  // namespace

std::string HeadsKey(KeptAs as, const MigrationsFolder& folder, const Migration* added,
                     const MigrateOptions& options, const std::string& build) {
  std::vector<const Migration*> migrations;
  for (const Migration& migration : folder.migrations) migrations.push_back(&migration);
  if (added != nullptr) migrations.push_back(added);
  std::sort(migrations.begin(), migrations.end(), [](const Migration* a, const Migration* b) {
    return a->header.revision < b->header.revision;
  });
  std::string text = FileIdentity(kThisProgram) + "\n";
  text += as == KeptAs::kBuilt ? "built " + build + "\nas " + options.as_role + "\n" : "stated\n";
  text += "table " + options.table.schema + "." + options.table.name + "\n";
  AddList("path", options.search_path, &text);
  AddList("table path", options.table.search_path, &text);
  for (const Migration* migration : migrations) {
    if (HasSecrets(*migration)) return "";
    text += migration->header.revision + " " + StatementsDigest(*migration) + "\n";
    AddList("after", migration->header.down_revisions, &text);
    AddList("needs", migration->header.depends_on, &text);
  }
  return kFamily + Sha256Hex(text).substr(0, 32);
}

std::optional<Database> FindKeptHeads(const std::string& key) {
  if (key.empty()) return std::nullopt;
  std::optional<std::string> bytes = ReadCacheFile(key);
  return bytes ? Unpack(*bytes) : std::nullopt;
}

void KeepHeads(const std::string& key, const Database& heads) {
  if (key.empty()) return;
  WriteCacheFile(key, Pack(heads));
  KeepNewestCacheFiles(kFamily, kMostKept);
}

}  // namespace autogen
