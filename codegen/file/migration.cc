#include "codegen/file/migration.h"

#include <algorithm>

#include "codegen/file/header.h"
#include "codegen/file/units.h"
#include "codegen/sql/one_line.h"

namespace autogen {
namespace {

std::string WriteStatements(const std::vector<Statement>& statements) {
  std::string text;
  for (const Statement& statement : statements) {
    text += "\n";
    if (statement.begins_unit && &statement != &statements.front()) text += "-- transaction\n";
    for (const Hazard& hazard : statement.hazards) {
      text += "-- hazard: " + hazard.id + ": " + OneLine(hazard.words) + "\n";
    }
    text += statement.text + ";\n";
  }
  return text;
}

// The bytes of a file as psql takes them: an editor's mark of UTF-8 in front is none of them.
std::string WithoutByteOrderMark(const std::string& text) {
  return text.compare(0, 3, "\xEF\xBB\xBF") == 0 ? text.substr(3) : text;
}

void AddUnits(const std::vector<Unit>& units, std::string* digested) {
  for (const Unit& unit : units) {
    *digested += unit.transaction ? "transaction\n" : "no transaction\n";
    for (const UnitStatement& statement : unit.statements) {
      *digested += std::to_string(statement.text.size()) + ":" + statement.text + "\n";
    }
  }
}

// A header alone is a migration that does nothing, unless the rest of the file was lost: then it
// would count as applied for ever. Nobody leaves off in the middle of a line.
bool EndsWithinHeader(const MigrationFile& file, const HeaderText& header, bool whole) {
  return file.units.empty() && header.end == file.text.size() &&
         (!whole || !file.text.ends_with('\n'));
}

Finding CutShort(const MigrationFile& file) {
  std::string_view text = file.text;
  const auto breaks = std::count(text.begin(), text.end(), '\n') - (text.ends_with('\n') ? 1 : 0);
  return {"the file ends within its header",
          "was the file cut short?",
          "",
          PlaceOfLine(file.path, text, static_cast<int>(breaks) + 1),
          Blame::kInput,
          ""};
}

}  // namespace

const Migration* MigrationsFolder::Find(const std::string& revision) const {
  auto found = std::lower_bound(
      migrations.begin(), migrations.end(), revision,
      [](const Migration& m, const std::string& id) { return m.header.revision < id; });
  return found == migrations.end() || found->header.revision != revision ? nullptr : &*found;
}

std::string WriteUpgrade(const MigrationHeader& header, const std::vector<Statement>& statements) {
  return UpgradeHeader(header) + WriteStatements(statements);
}

std::string WriteDowngrade(const MigrationHeader& header,
                           const std::vector<Statement>& statements) {
  return DowngradeHeader(header) + WriteStatements(statements);
}

absl::StatusOr<Migration> ParseMigration(const std::string& upgrade_path,
                                         const std::string& upgrade_text,
                                         const std::string& downgrade_path,
                                         const std::string& downgrade_text) {
  Migration migration;
  std::vector<Finding> findings;
  migration.upgrade.path = upgrade_path;
  migration.upgrade.text = WithoutByteOrderMark(upgrade_text);
  migration.downgrade.path = downgrade_path;
  migration.downgrade.text = WithoutByteOrderMark(downgrade_text);
  HeaderText up = ReadHeader(upgrade_path, migration.upgrade.text, &findings);
  HeaderText down = ReadHeader(downgrade_path, migration.downgrade.text, &findings);
  if (findings.empty() && down.header.revision != up.header.revision) {
    findings.push_back({"the two files of a migration name different revisions: " +
                            up.header.revision + " and " + down.header.revision,
                        "the other file is " + upgrade_path, "",
                        PlaceOfLine(downgrade_path, migration.downgrade.text, down.revision_line),
                        Blame::kInput, ""});
  }
  const bool headers_are_read = findings.empty();
  ReadUnits(up.end, &migration.upgrade, &findings);
  ReadUnits(down.end, &migration.downgrade, &findings);
  if (headers_are_read && EndsWithinHeader(migration.upgrade, up, up.has_created)) {
    findings.push_back(CutShort(migration.upgrade));
  }
  if (headers_are_read && EndsWithinHeader(migration.downgrade, down, true)) {
    findings.push_back(CutShort(migration.downgrade));
  }
  if (!findings.empty()) return ToStatus(findings);
  migration.header = std::move(up.header);
  return migration;
}

std::string StatementsDigest(const Migration& migration) {
  std::string digested = "upgrade\n";
  AddUnits(migration.upgrade.units, &digested);
  digested += "downgrade\n";
  AddUnits(migration.downgrade.units, &digested);
  return "sha256:" + Sha256Hex(digested);
}

std::string ChainDigest(const std::string& models, const std::string& statements,
                        const std::vector<std::string>& parent_chains) {
  std::vector<std::string> parents = parent_chains;
  std::sort(parents.begin(), parents.end());
  std::string digested = "models " + models + "\nstatements " + statements + "\n";
  for (const std::string& parent : parents) digested += "parent " + parent + "\n";
  return "sha256:" + Sha256Hex(digested);
}

}  // namespace autogen
