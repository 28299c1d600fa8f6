#include "tools/autogen/commands/applied.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/commands/drift.h"
#include "tools/autogen/json_text.h"

namespace autogen {
namespace {

struct Standing {
  std::string folder;
  size_t migrations = 0;
  std::vector<std::string> heads;
  std::string database;  // empty: none is named
  std::vector<std::string> current, pending;
  std::vector<std::string> pending_messages;
  AppliedFiles files;
  Drift drift;
  std::string why_no_drift;  // why it could not be told
};

absl::Status AskDatabase(Session& session, const MigrationsFolder& folder, Standing* standing) {
  ASSIGN_OR_RETURN(std::optional<Address> address, session.FindAddress());
  if (!address) return absl::OkStatus();
  ASSIGN_OR_RETURN(Connection connection, Connection::Open(address->conninfo));
  standing->database = connection.Describe();
  ASSIGN_OR_RETURN(standing->current, CurrentHeads(connection, session.RunOptions().table));
  ASSIGN_OR_RETURN(standing->pending, folder.graph.UpgradePath(standing->current, "heads"));
  for (const std::string& id : standing->pending) {
    standing->pending_messages.push_back(id + "  " + folder.Find(id)->header.message);
  }
  ASSIGN_OR_RETURN(standing->files, LookAtApplied(session, connection, folder));
  absl::StatusOr<Drift> drift = FindDrift(session, std::move(connection));
  if (drift.ok()) {
    standing->drift = *std::move(drift);
  } else {
    standing->why_no_drift = ToFinding(drift.status()).message;
  }
  return absl::OkStatus();
}

std::string FilesText(const AppliedFiles& files) {
  std::vector<std::string> odd;
  for (const std::string& id : files.missing) odd.push_back(id + " (missing)");
  for (const std::string& id : files.edited) odd.push_back(id + " (edited)");
  return Joined(odd, "as they were applied");
}

std::string DriftText(const Standing& standing) {
  if (!standing.why_no_drift.empty()) return "cannot tell: " + standing.why_no_drift;
  const Drift& drift = standing.drift;
  const std::string besides =
      drift.not_compared.empty() ? "" : " (not compared: " + drift.not_compared + ")";
  if (drift.differences == 0) return "none: the database is what the models say" + besides;
  return Count(drift.differences, "difference") + " from the models" +
         (standing.pending.empty() ? "" : ", with what is pending") +
         " (`autogen check` shows them)" + besides;
}

std::string Text(const Standing& standing) {
  std::string out = "migrations  " + std::to_string(standing.migrations) + " in " +
                    standing.folder + "/, head " + Joined(standing.heads, "none") + "\n";
  if (standing.database.empty()) {
    return out + "database    none named (DATABASE_URL, url: in the config, or --url)\n";
  }
  out += "database    " + standing.database + ", at " + Joined(standing.current, "nothing") + "\n";
  std::string word = "pending     ";
  for (const std::string& line : standing.pending_messages) {
    out += word + line + "\n";
    word.assign(word.size(), ' ');
  }
  if (standing.pending.empty()) out += word + "none\n";
  out += "files       " + FilesText(standing.files) + "\n";
  return out + "drift       " + DriftText(standing) + "\n";
}

std::string Json(const Standing& standing) {
  JsonObject json;
  json.Text("folder", standing.folder)
      .Number("migrations", static_cast<long long>(standing.migrations))
      .Texts("heads", standing.heads);
  if (standing.database.empty()) return json.Null("database").str() + "\n";
  json.Text("database", standing.database)
      .Texts("current", standing.current)
      .Texts("pending", standing.pending)
      .Texts("edited", standing.files.edited)
      .Texts("missing", standing.files.missing);
  if (standing.why_no_drift.empty()) {
    json.Number("drift", static_cast<long long>(standing.drift.differences));
    if (!standing.drift.not_compared.empty())
      json.Text("not_compared", standing.drift.not_compared);
  } else {
    json.Null("drift").Text("why", standing.why_no_drift);
  }
  return json.str() + "\n";
}

absl::Status Status(Session& session) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  Standing standing;
  standing.folder = session.migrations_folder();
  standing.migrations = folder.migrations.size();
  standing.heads = folder.graph.Heads();
  RETURN_IF_ERROR(AskDatabase(session, folder, &standing));
  session.terminal().Result(session.options().json ? Json(standing) : Text(standing));
  return absl::OkStatus();
}

}  // namespace

int RunStatus(Session& session) {
  absl::Status status = Status(session);
  return status.ok() ? 0 : session.terminal().Fail(status);
}

}  // namespace autogen
