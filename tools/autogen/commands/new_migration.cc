#include "tools/autogen/commands/new_migration.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <random>

#include "tools/autogen/files.h"
#include "tools/autogen/heads.h"
#include "tools/autogen/json_text.h"

namespace autogen {
namespace {

int64_t NowMicros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string Timestamp(int64_t micros) {
  std::time_t seconds = micros / 1'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  char fraction[32];
  std::snprintf(fraction, sizeof fraction, ".%06d+00:00", static_cast<int>(micros % 1'000'000));
  return std::string(text) + fraction;
}

std::string WrittenJson(const NewMigration& wanted, const std::string& base) {
  JsonObject json;
  json.Text("revision", wanted.header.revision)
      .Text("message", wanted.header.message)
      .Text("proof", wanted.header.proof)
      .Text("upgrade", base + ".upgrade.sql")
      .Text("downgrade", base + ".downgrade.sql")
      .Raw("changes", ChangesJson(wanted.changes));
  return json.str() + "\n";
}

// The folder must still make sense with it: a label that is taken would break every command.
absl::Status CheckGraph(const MigrationsFolder& folder, const MigrationHeader& header) {
  std::vector<Revision> revisions;
  for (const auto& [id, revision] : folder.graph.revisions()) revisions.push_back(revision);
  Revision added;
  added.id = header.revision;
  added.down_revisions = header.down_revisions;
  added.depends_on = header.depends_on;
  added.branch_labels = header.branch_labels;
  revisions.push_back(std::move(added));
  return RevisionGraph::Build(std::move(revisions)).status();
}

}  // namespace

std::string NewRevisionId() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 12; ++i) id += "0123456789abcdef"[random() % 16];
  return id;
}

absl::Status WriteMigration(Session& session, const MigrationsFolder& folder,
                            NewMigration* wanted) {
  int64_t now = NowMicros();
  MigrationHeader& header = wanted->header;
  header.created = Timestamp(now);
  header.search_path = session.config().search_path;
  RETURN_IF_ERROR(CheckGraph(folder, header));
  std::string up = WriteUpgrade(header, wanted->upgrade);
  std::string down = WriteDowngrade(header, wanted->downgrade);
  ASSIGN_OR_RETURN(Migration migration, ParseMigration("upgrade", up, "downgrade", down));
  std::vector<std::string> parents;
  for (const std::string& parent : header.down_revisions) {
    if (const Migration* found = folder.Find(parent)) parents.push_back(found->header.chain);
  }
  header.chain = ChainDigest(header.models, StatementsDigest(migration), parents);
  std::string stem =
      FileStem(session.config().file_template, {header.revision, header.message, now},
               session.config().truncate_slug_length);
  std::string base = (std::filesystem::path(session.migrations_folder()) / stem).string();
  RETURN_IF_ERROR(WriteFiles({{base + ".upgrade.sql", WriteUpgrade(header, wanted->upgrade)},
                              {base + ".downgrade.sql", WriteDowngrade(header, wanted->downgrade)}},
                             false));
  if (wanted->target) StateHeads(session, folder, migration, *wanted->target);
  session.terminal().Tell("wrote", base + ".{upgrade,downgrade}.sql");
  if (session.options().json) session.terminal().Result(WrittenJson(*wanted, base));
  return absl::OkStatus();
}

}  // namespace autogen
