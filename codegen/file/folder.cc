// Reads a folder of migrations.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "codegen/file/migration.h"

namespace autogen {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUpgrade = ".upgrade.sql";
constexpr std::string_view kDowngrade = ".downgrade.sql";

bool EndsWith(const std::string& text, std::string_view end) {
  return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// The paths without ".upgrade.sql" and ".downgrade.sql".
absl::StatusOr<std::set<std::string>> FindStems(const std::string& folder) {
  std::set<std::string> stems;
  std::error_code error;
  if (!fs::exists(folder, error)) return stems;
  fs::recursive_directory_iterator entries(folder, error), end;
  for (; !error && entries != end; entries.increment(error)) {
    std::string path = entries->path().string();
    if (entries->is_directory() && entries->path().filename().string()[0] == '.') {
      entries.disable_recursion_pending();
    } else if (EndsWith(path, kUpgrade)) {
      stems.insert(path.substr(0, path.size() - kUpgrade.size()));
    } else if (EndsWith(path, kDowngrade)) {
      stems.insert(path.substr(0, path.size() - kDowngrade.size()));
    }
  }
  if (error) return InputError("cannot read the migrations in " + folder + ": " + error.message());
  return stems;
}

absl::StatusOr<std::string> ReadHalf(const std::string& path, const std::string& other) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file.fail()) return text;
  std::error_code error;
  Finding finding;
  finding.place.file = other;
  if (fs::exists(path, error)) {
    finding.message = "cannot read the other half of this migration, " + path;
  } else {
    finding.message = "a half of this migration is missing: " + fs::path(path).filename().string();
    finding.hint = "bring the file back; where there is no way back, one with the header alone";
  }
  return ToStatus(finding);
}

void Add(const absl::Status& status, std::vector<Finding>* findings) {
  for (Finding& finding : ToFindings(status)) findings->push_back(std::move(finding));
}

Revision RevisionOf(const Migration& migration) {
  const MigrationHeader& header = migration.header;
  Revision revision = {header.revision,      header.down_revisions, header.depends_on,
                       header.branch_labels, header.message,        {}};
  revision.place.file = migration.upgrade.path;
  return revision;
}

}  // namespace

absl::StatusOr<MigrationsFolder> ReadMigrations(const std::string& folder) {
  ASSIGN_OR_RETURN(std::set<std::string> stems, FindStems(folder));
  MigrationsFolder read;
  std::vector<Finding> findings;
  std::vector<Revision> revisions;
  for (const std::string& stem : stems) {
    std::string up = stem + std::string(kUpgrade), down = stem + std::string(kDowngrade);
    absl::StatusOr<std::string> up_text = ReadHalf(up, down);
    absl::StatusOr<std::string> down_text = ReadHalf(down, up);
    Add(up_text.status(), &findings);
    Add(down_text.status(), &findings);
    if (!up_text.ok() || !down_text.ok()) continue;
    absl::StatusOr<Migration> migration = ParseMigration(up, *up_text, down, *down_text);
    Add(migration.status(), &findings);
    if (!migration.ok()) continue;
    revisions.push_back(RevisionOf(*migration));
    read.migrations.push_back(*std::move(migration));
  }
  // With a file that cannot be read every gap would be reported twice.
  if (!findings.empty()) return ToStatus(findings);
  ASSIGN_OR_RETURN(read.graph, RevisionGraph::Build(std::move(revisions)));
  std::sort(
      read.migrations.begin(), read.migrations.end(),
      [](const Migration& a, const Migration& b) { return a.header.revision < b.header.revision; });
  return read;
}

}  // namespace autogen
