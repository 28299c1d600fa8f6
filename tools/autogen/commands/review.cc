#include <algorithm>

#include "tools/autogen/commands/commands.h"

namespace autogen {
namespace {

bool Loses(const Migration& migration) {
  auto loses = [](const Hazard& hazard) { return hazard.id == "data-loss"; };
  return std::any_of(migration.upgrade.hazards.begin(), migration.upgrade.hazards.end(), loses);
}

std::string HazardList(const std::vector<Hazard>& hazards) {
  std::string out;
  for (const Hazard& hazard : hazards) out += "- **" + hazard.id + "**: " + hazard.words + "\n";
  return out.empty() ? "- none\n" : out;
}

std::string Folded(const std::string& title, const std::string& sql) {
  return "<details><summary>" + title + "</summary>\n\n```sql\n" + sql + "\n```\n\n</details>\n\n";
}

std::string Statements(const MigrationFile& file) {
  std::string out;
  for (const Unit& unit : file.units) {
    if (!out.empty()) out += unit.transaction ? "-- transaction\n" : "-- no transaction\n";
    for (const UnitStatement& statement : unit.statements) out += statement.text + ";\n";
  }
  return out;
}

std::string Markdown(const Migration& migration) {
  const MigrationHeader& header = migration.header;
  std::string out = "## Migration `" + header.revision + "`: " + header.message + "\n\n";
  out += "**Proof:** " + (header.proof.empty() ? "none" : header.proof) + "  \n";
  out += "**Hazards on the way up:**\n\n" + HazardList(migration.upgrade.hazards);
  out += "\n**Hazards on the way down:**\n\n" + HazardList(migration.downgrade.hazards) + "\n";
  out += Folded("Upgrade", Statements(migration.upgrade));
  out += Folded("Downgrade", Statements(migration.downgrade));
  return out;
}

absl::StatusOr<bool> Review(Session& session, const ReviewOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  if (folder.migrations.empty()) return InputError("there is no migration to review");
  ASSIGN_OR_RETURN(std::vector<std::string> ids,
                   folder.graph.Resolve(options.range.empty() ? "heads" : options.range));
  bool fine = true;
  for (const std::string& id : ids) {
    const Migration& migration = *folder.Find(id);
    session.terminal().Result(Markdown(migration));
    bool worried =
        options.fail_on == "error" ? Loses(migration) : !migration.upgrade.hazards.empty();
    if (options.fail_on != "none" && worried) fine = false;
  }
  return fine;
}

}  // namespace

int RunReview(Session& session, const ReviewOptions& options) {
  absl::StatusOr<bool> fine = Review(session, options);
  if (!fine.ok()) return session.terminal().Fail(fine.status());
  return *fine ? 0 : 1;
}

}  // namespace autogen
