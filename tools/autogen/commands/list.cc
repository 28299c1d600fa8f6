#include <algorithm>

#include "tools/autogen/commands/applied.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/json_text.h"

namespace autogen {
namespace {

bool Holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// "3f9a1c0b7d2e -> 8b1d22f0c4aa (head), Add email": Alembic's line.
std::string HistoryLine(const MigrationsFolder& folder, const Revision& revision,
                        const std::vector<std::string>& current) {
  std::string line = Joined(revision.down_revisions, "<base>") + " -> " + revision.id;
  std::vector<std::string> heads = folder.graph.Heads();
  if (Holds(heads, revision.id)) line += " (head)";
  if (Holds(current, revision.id)) line += " (current)";
  if (!revision.branch_labels.empty()) line += " (" + Joined(revision.branch_labels, "") + ")";
  return line + ", " + revision.message;
}

std::string RevisionJson(const MigrationsFolder& folder, const Revision& revision,
                         const std::vector<std::string>& current) {
  const Migration& migration = *folder.Find(revision.id);
  JsonObject json;
  json.Text("revision", revision.id)
      .Texts("down_revisions", revision.down_revisions)
      .Texts("branch_labels", revision.branch_labels)
      .Texts("depends_on", revision.depends_on)
      .Text("message", revision.message)
      .Text("created", migration.header.created)
      .Text("proof", migration.header.proof)
      .Text("upgrade", migration.upgrade.path)
      .Text("downgrade", migration.downgrade.path)
      .Bool("head", Holds(folder.graph.Heads(), revision.id));
  if (!current.empty()) json.Bool("current", Holds(current, revision.id));
  return json.str();
}

void PrintRevisions(Session& session, const MigrationsFolder& folder,
                    const std::vector<std::string>& ids, const ListOptions& options,
                    const std::vector<std::string>& current) {
  std::string out;
  std::vector<std::string> json;
  for (const std::string& id : ids) {
    const Revision& revision = folder.graph.revisions().at(id);
    json.push_back(RevisionJson(folder, revision, current));
    if (options.ids_only) {
      out += id + "\n";
      continue;
    }
    out += HistoryLine(folder, revision, current) + "\n";
    if (!options.verbose && !session.options().verbose) continue;
    const Migration* migration = folder.Find(id);
    out += "    file     " + migration->upgrade.path + "\n";
    out += "    created  " + migration->header.created + "\n";
    out += "    proof    " + migration->header.proof + "\n";
  }
  session.terminal().Result(session.options().json ? JsonLines(json) + "\n" : out);
}

// The database's heads, where they were asked for.
absl::StatusOr<std::vector<std::string>> CurrentIfAsked(Session& session,
                                                        const ListOptions& options) {
  if (!options.indicate_current) return std::vector<std::string>();
  ASSIGN_OR_RETURN(Connection connection, session.Connect());
  return CurrentHeads(connection, session.RunOptions().table);
}

std::string CurrentLine(const MigrationsFolder& folder, const Migration& migration,
                        const ListOptions& options, bool verbose) {
  const MigrationHeader& header = migration.header;
  if (options.ids_only) return header.revision + "\n";
  std::string line = header.revision;
  if (Holds(folder.graph.Heads(), header.revision)) line += " (head)";
  line += ", " + header.message + "\n";
  if (verbose) line += "    file     " + migration.upgrade.path + "\n";
  return line;
}

absl::Status Current(Session& session, const ListOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(Connection connection, session.Connect());
  ASSIGN_OR_RETURN(std::vector<std::string> current,
                   CurrentHeads(connection, session.RunOptions().table));
  std::string out;
  for (const std::string& id : current) {
    const Migration* migration = folder.Find(id);
    if (migration == nullptr) return InputError("Can't locate revision identified by '" + id + "'");
    out += CurrentLine(folder, *migration, options, session.options().verbose);
  }
  if (session.options().verbose) session.terminal().Tell("database", connection.Describe());
  session.terminal().Result(session.options().json ? JsonTexts(current) + "\n" : out);
  std::sort(current.begin(), current.end());
  if (!options.check_heads || current == folder.graph.Heads()) return absl::OkStatus();
  Finding finding;
  finding.message = "Database is not on all head revisions";
  finding.detail = "it is at " + Joined(current, "nothing") + ", the migrations' head is " +
                   Joined(folder.graph.Heads(), "none");
  finding.hint = "`autogen upgrade heads` applies what is pending";
  finding.blame = Blame::kFinding;
  return ToStatus(finding);
}

absl::Status HistoryOf(Session& session, const ListOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  std::vector<std::string> order = folder.graph.Order();
  if (size_t colon = options.range.find(':'); colon != std::string::npos) {
    std::string from = options.range.substr(0, colon), to = options.range.substr(colon + 1);
    ASSIGN_OR_RETURN(std::vector<std::string> top, folder.graph.Resolve(to.empty() ? "heads" : to));
    std::set<std::string> kept = folder.graph.Ancestors(top);
    if (!from.empty() && from != "base") {
      ASSIGN_OR_RETURN(std::vector<std::string> bottom, folder.graph.Resolve(from));
      for (const std::string& id : folder.graph.Ancestors(bottom)) kept.erase(id);
      kept.insert(bottom.begin(), bottom.end());
    }
    std::erase_if(order, [&](const std::string& id) { return !kept.contains(id); });
  }
  std::reverse(order.begin(), order.end());
  ASSIGN_OR_RETURN(std::vector<std::string> current, CurrentIfAsked(session, options));
  PrintRevisions(session, folder, order, options, current);
  return absl::OkStatus();
}

absl::Status Heads(Session& session, const ListOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  PrintRevisions(session, folder, folder.graph.Heads(), options, {});
  return absl::OkStatus();
}

absl::Status Branches(Session& session, const ListOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  std::vector<std::string> points;
  for (const auto& [id, revision] : folder.graph.revisions()) {
    if (folder.graph.Children(id).size() > 1) points.push_back(id);
  }
  PrintRevisions(session, folder, points, options, {});
  return absl::OkStatus();
}

// The text of the migrations' files, one behind the other.
void PrintFiles(Session& session, const MigrationsFolder& folder,
                const std::vector<std::string>& ids, const ListOptions& options) {
  std::string sql;
  for (const std::string& id : ids) {
    const Migration* migration = folder.Find(id);
    sql += (options.downgrade ? migration->downgrade : migration->upgrade).text;
  }
  session.terminal().Result(session.options().json ? JsonObject().Text("sql", sql).str() + "\n"
                                                   : sql);
}

absl::Status Show(Session& session, const ListOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(std::vector<std::string> ids,
                   folder.graph.Resolve(options.revision.empty() ? "head" : options.revision));
  if (options.sql || options.downgrade) {
    PrintFiles(session, folder, ids, options);
    return absl::OkStatus();
  }
  ListOptions verbose = options;
  verbose.verbose = true;
  ASSIGN_OR_RETURN(std::vector<std::string> current, CurrentIfAsked(session, options));
  PrintRevisions(session, folder, ids, verbose, current);
  return absl::OkStatus();
}

int Finish(Session& session, const absl::Status& status) {
  return status.ok() ? 0 : session.terminal().Fail(status);
}

}  // namespace

int RunCurrent(Session& session, const ListOptions& options) {
  return Finish(session, Current(session, options));
}
int RunHistory(Session& session, const ListOptions& options) {
  return Finish(session, HistoryOf(session, options));
}
int RunHeads(Session& session, const ListOptions& options) {
  return Finish(session, Heads(session, options));
}
int RunBranches(Session& session, const ListOptions& options) {
  return Finish(session, Branches(session, options));
}
int RunShow(Session& session, const ListOptions& options) {
  return Finish(session, Show(session, options));
}

}  // namespace autogen
