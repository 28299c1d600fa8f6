#include <algorithm>

#include "engine/schema/json.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/commands/start.h"
#include "tools/autogen/files.h"

namespace autogen {
namespace {

std::string Joined(const std::vector<std::string>& ids, const char* none) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text.empty() ? none : text;
}

// "3f9a1c0b7d2e -> 8b1d22f0c4aa (head), Add email": Alembic's line.
std::string HistoryLine(const MigrationsFolder& folder, const Revision& revision,
                        const std::vector<std::string>& current) {
  std::string line = Joined(revision.down_revisions, "<base>") + " -> " + revision.id;
  std::vector<std::string> heads = folder.graph.Heads();
  auto has = [&](const std::vector<std::string>& ids) {
    return std::find(ids.begin(), ids.end(), revision.id) != ids.end();
  };
  if (has(heads)) line += " (head)";
  if (has(current)) line += " (current)";
  if (!revision.branch_labels.empty()) line += " (" + Joined(revision.branch_labels, "") + ")";
  return line + ", " + revision.message;
}

std::string RevisionJson(const MigrationsFolder& folder, const Revision& revision) {
  const Migration* migration = folder.Find(revision.id);
  auto list = [](const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : ",") + JsonString(id);
    return "[" + text + "]";
  };
  return "{\"revision\":" + JsonString(revision.id) +
         ",\"down_revisions\":" + list(revision.down_revisions) +
         ",\"message\":" + JsonString(revision.message) +
         ",\"created\":" + JsonString(migration ? migration->header.created : "") +
         ",\"proof\":" + JsonString(migration ? migration->header.proof : "") + "}";
}

void PrintRevisions(Session& session, const MigrationsFolder& folder,
                    const std::vector<std::string>& ids, const ListOptions& options,
                    const std::vector<std::string>& current) {
  std::string out, json;
  for (const std::string& id : ids) {
    const Revision& revision = folder.graph.revisions().at(id);
    json += (json.empty() ? "\n  " : ",\n  ") + RevisionJson(folder, revision);
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
  session.terminal().Result(session.options().json ? "[" + json + (json.empty() ? "]\n" : "\n]\n")
                                                   : out);
}

// The database's heads, where there is one to ask; else nothing.
std::vector<std::string> CurrentIfKnown(Session& session) {
  absl::StatusOr<std::optional<Address>> address = session.FindAddress();
  if (!address.ok() || !*address) return {};
  absl::StatusOr<Connection> connection = Connection::Open((*address)->conninfo);
  if (!connection.ok()) return {};
  absl::StatusOr<std::vector<std::string>> heads =
      CurrentHeads(*connection, session.RunOptions().table);
  return heads.ok() ? *heads : std::vector<std::string>{};
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
    std::vector<std::string> heads = folder.graph.Heads();
    bool head = std::find(heads.begin(), heads.end(), id) != heads.end();
    out += options.ids_only
               ? id + "\n"
               : id + (head ? " (head)" : "") + ", " + migration->header.message + "\n";
  }
  std::string json;
  for (const std::string& id : current) json += (json.empty() ? "" : ",") + JsonString(id);
  session.terminal().Result(session.options().json ? "[" + json + "]\n" : out);
  std::sort(current.begin(), current.end());
  if (!options.check_heads || current == folder.graph.Heads()) return absl::OkStatus();
  Finding finding;
  finding.message = "Database is not on all head revisions";
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
  PrintRevisions(session, folder, order, options, CurrentIfKnown(session));
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

absl::Status Show(Session& session, const ListOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(std::vector<std::string> ids,
                   folder.graph.Resolve(options.revision.empty() ? "head" : options.revision));
  for (const std::string& id : ids) {
    const Migration* migration = folder.Find(id);
    const MigrationFile& file = options.downgrade ? migration->downgrade : migration->upgrade;
    if (options.sql || options.downgrade) {
      session.terminal().Result(file.text);
      continue;
    }
    ListOptions verbose = options;
    verbose.verbose = true;
    PrintRevisions(session, folder, {id}, verbose, CurrentIfKnown(session));
  }
  return absl::OkStatus();
}

absl::Status Status(Session& session) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  const Terminal& terminal = session.terminal();
  std::string out = "migrations  " + std::to_string(folder.migrations.size()) + " in " +
                    session.migrations_folder() + ", head " + Joined(folder.graph.Heads(), "none") +
                    "\n";
  ASSIGN_OR_RETURN(std::optional<Address> address, session.FindAddress());
  if (!address) {
    terminal.Result(out + "database    none named (DATABASE_URL, url: in the config, or --url)\n");
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(Connection connection, Connection::Open(address->conninfo));
  VersionTable table = session.RunOptions().table;
  ASSIGN_OR_RETURN(std::vector<std::string> current, CurrentHeads(connection, table));
  out += "database    " + connection.Describe() + ", at " + Joined(current, "nothing") + "\n";
  absl::StatusOr<std::vector<std::string>> pending = folder.graph.UpgradePath(current, "heads");
  if (!pending.ok()) return pending.status();
  out += "pending     " + Joined(*pending, "none") + "\n";
  ASSIGN_OR_RETURN(std::vector<AppliedRevision> applied, History(connection, table));
  std::vector<std::string> odd;
  for (const AppliedRevision& revision : applied) {
    const Migration* migration = folder.Find(revision.revision);
    if (migration == nullptr) {
      odd.push_back(revision.revision + " (missing)");
    } else if (!revision.digest.empty() && revision.digest != StatementsDigest(*migration)) {
      odd.push_back(revision.revision + " (edited)");
    }
  }
  out += "files       " + (odd.empty() ? "as they were applied" : Joined(odd, "")) + "\n";
  terminal.Result(out);
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
int RunStatus(Session& session) { return Finish(session, Status(session)); }

int RunStamp(Session& session, const StampOptions& options) {
  auto stamp = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
    std::vector<std::string> heads;
    for (const std::string& symbol : options.revisions) {
      if (symbol == "base") continue;
      ASSIGN_OR_RETURN(std::vector<std::string> ids, folder.graph.Resolve(symbol));
      heads.insert(heads.end(), ids.begin(), ids.end());
    }
    ASSIGN_OR_RETURN(Connection connection, session.Connect());
    RETURN_IF_ERROR(Stamp(connection, heads, options.purge, session.RunOptions()));
    session.terminal().Tell("stamped", connection.Describe() + " at " + Joined(heads, "base"));
    return absl::OkStatus();
  };
  return Finish(session, stamp());
}

}  // namespace autogen
