#include <algorithm>
#include <cstdio>

#include "codegen/report/changes.h"
#include "codegen/sql/one_line.h"
#include "runner/locks/locks.h"
#include "runner/prove/prove.h"
#include "runner/replay/replay.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/commands/new_migration.h"
#include "tools/autogen/commands/start.h"
#include "tools/autogen/json_text.h"
#include "tools/autogen/memory.h"

namespace autogen {
namespace {

// "users.name:full_name" (a column or an enum's label) or "users:accounts" (a table or type), as
// the user wrote it.
absl::StatusOr<RenameHint> ParseRename(const std::string& text, const Database& live) {
  size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) {
    return InputError("--rename " + text + ": not of the form OLD:NEW",
                      "for a column: --rename users.name:full_name");
  }
  std::string from = text.substr(0, colon);
  Name to = text.substr(colon + 1);
  for (const auto& [id, object] : live.objects) {
    if (Label(id) == from) {
      RenameHint hint;
      hint.before = hint.after = id;
      hint.after.name = to;
      return hint;
    }
  }
  size_t dot = from.rfind('.');
  if (dot != std::string::npos) {
    std::string owner = from.substr(0, dot), part = from.substr(dot + 1);
    for (const auto& [id, object] : live.objects) {
      if (Label(id) != owner) continue;
      RenameHint hint;
      if (id.kind == Kind::kEnum) {
        hint.before = hint.after = id;
        hint.label_before = part;
        hint.label_after = to.str();
      } else {
        hint.before = ColumnId(id.schema, id.name, part);
        hint.after = ColumnId(id.schema, id.name, to);
      }
      return hint;
    }
  }
  return InputError("--rename " + text + ": the database has no " + from,
                    "the old name stands before the colon");
}

absl::StatusOr<AgainstOptions> Against(Session& session, const RevisionOptions& options,
                                       const Database& live) {
  AgainstOptions against = session.AgainstModels();
  for (const std::string& text : options.rename) {
    ASSIGN_OR_RETURN(RenameHint hint, ParseRename(text, live));
    against.renames.push_back(std::move(hint));
  }
  against.assume_equal = options.assume_equal;
  against.assume_different = options.assume_different;
  std::string mode = options.renames.empty() ? session.config().renames : options.renames;
  if (mode.empty()) mode = session.terminal().interactive() ? "ask" : "refuse";
  if (mode != "ask" && mode != "refuse" && mode != "ignore") {
    return InputError("--renames " + mode + ": not known", "one of ask, refuse, ignore");
  }
  against.rename_mode = mode == "ask"      ? RenameMode::kAsk
                        : mode == "refuse" ? RenameMode::kRefuse
                                           : RenameMode::kIgnore;
  against.ask = [&session](const RenameHint& hint) {
    std::string what = hint.label_before.empty()
                           ? std::string(KindName(hint.before.kind)) + " " + Label(hint.before)
                           : "value " + hint.label_before + " of " + Label(hint.after);
    Name to = hint.label_before.empty() ? hint.after.name : Name(hint.label_after);
    return session.terminal().Confirm("was " + what + " renamed to " + to.str() + "?");
  };
  return against;
}

std::string HazardsText(const std::vector<Statement>& statements) {
  std::vector<std::string> seen;
  for (const Statement& statement : statements) {
    for (const Hazard& hazard : statement.hazards) {
      std::string text = hazard.id + ": " + OneLine(hazard.words);
      if (std::find(seen.begin(), seen.end(), text) == seen.end()) seen.push_back(text);
    }
  }
  std::string out;
  for (const std::string& text : seen) out += (out.empty() ? "" : "\n            ") + text;
  return out.empty() ? "none" : out;
}

void TellChanges(const Terminal& terminal, const std::vector<ChangeLine>& lines) {
  constexpr size_t kMost = 40;
  std::vector<ChangeLine> shown(lines.begin(), lines.begin() + std::min(lines.size(), kMost));
  std::string text = ChangesText(shown);
  std::string word = "detected";
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.find('\n', begin);
    terminal.Tell(word, text.substr(begin, end - begin));
    word.clear();
    begin = end + 1;
  }
  if (lines.size() > kMost)
    terminal.Tell("", "… and " + std::to_string(lines.size() - kMost) + " more");
}

absl::Status NoChanges(Session& session, const std::string& where, size_t objects,
                       const std::string& not_compared) {
  session.terminal().Say(Agreement("no changes", not_compared) + where + " agree (" +
                         std::to_string(objects) + " objects read" + Besides(not_compared) + ")");
  if (session.options().json) {
    session.terminal().Result(JsonObject().Null("revision").Raw("changes", "[]").str() + "\n");
  }
  return absl::OkStatus();
}

absl::Status CannotTell(const Decided& decision) {
  Finding finding;
  finding.blame = Blame::kFinding;
  finding.message = "cannot tell whether these differ: " + decision.why_undecided;
  for (const ObjectId& id : decision.undecided) finding.detail += Label(id) + "\n";
  finding.hint = "answer with --assume-equal NAME or --assume-different NAME, or install a server";
  return ToStatus(finding);
}

std::set<ObjectId> Changed(const Decided& decision) {
  std::set<ObjectId> ids;
  for (const ObjectChange& change : decision.changes.changes) ids.insert(change.id);
  return ids;
}

// What stands before, and what is new.
size_t LocksOfBoth(const Decided& decision) {
  size_t locks = LocksFor(decision.before);
  for (const ObjectChange& change : decision.changes.changes) {
    const Object* made = decision.target.Find(change.id);
    if (made != nullptr) locks += LocksFor(*made);
  }
  return locks;
}

absl::Status Autogenerate(Session& session, const RevisionOptions& options,
                          const MigrationsFolder& folder, NewMigration* wanted) {
  const Terminal& terminal = session.terminal();
  StartOptions from{options.from == "migrations", options.adopt_drift};
  ASSIGN_OR_RETURN(Start start, FindStart(session, folder, from));
  session.Phase("models and where to start from read");
  TellUnmodelled(terminal, start.live);
  const std::string not_compared = NotCompared(start.live);
  ASSIGN_OR_RETURN(AgainstOptions against, Against(session, options, start.live));
  int major = start.live.server_version / 10000;
  session.ExpectLocks(LocksFor(start.live));
  ScratchProvider scratch = [&] { return session.Scratch(major); };
  ASSIGN_OR_RETURN(ModelsAgainst compared, CompareWithStart(&start, against, scratch));
  session.Phase("compared");
  for (const Finding& notice : compared.notices) terminal.Warn(notice);
  const Decided& decision = compared.decision;
  if (!decision.undecided.empty()) return CannotTell(decision);
  if (decision.changes.empty() && compared.renames.empty() && !options.allow_empty) {
    wanted->header.revision.clear();
    return NoChanges(session, start.where, decision.target.objects.size(), not_compared);
  }
  std::vector<ChangeLine> lines =
      ChangeLines(decision.changes, decision.before, decision.target, compared.renames);
  TellChanges(terminal, lines);

  GenerateOptions generate;
  generate.plan.allow_rewrite = options.allow_rewrite;
  generate.plan.drop_extensions = options.drop_extensions || session.config().drop_extensions;
  for (const Declared& declared : compared.declared.objects) {
    // What this migration makes goes with its downgrade.
    const ObjectId id = IdOf(*declared.object);
    if (declared.protect && decision.before.Find(id) != nullptr) {
      generate.plan.protected_objects.push_back(id);
    }
  }
  generate.search_path = session.config().search_path;
  if (!generate.search_path.empty()) generate.style.first_schema = generate.search_path.front();
  std::string prove = options.prove.empty() ? session.config().prove : options.prove;
  generate.prove = prove != "off";
  generate.whole_schema = prove == "full";
  generate.changes = &decision.changes;
  ScratchServer* server = nullptr;
  std::string why_not;
  if (generate.prove) {
    session.ExpectLocks(LocksOfBoth(decision));
    absl::StatusOr<ScratchServer*> started = session.Scratch(major);
    if (started.ok()) {
      server = *started;
    } else {
      why_not = ToFinding(started.status()).message;
    }
  }
  absl::StatusOr<GeneratedMigration> made =
      Generate(compared.live(), std::move(compared.decision.target), compared.renames, generate,
               server, why_not);
  if (!made.ok()) return PlacedInModel(made.status(), compared.declared, Changed(decision));
  const std::string version = server != nullptr ? server->version() : "";
  if (server != nullptr) server->Stop();  // while the files are written
  GeneratedMigration& generated = *made;
  session.Phase("planned, written as SQL and proved");
  terminal.Tell("hazards", HazardsText(generated.upgrade));
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.1f s", generated.seconds);
  terminal.Tell(generated.proved ? "proved" : "unproved",
                generated.proved
                    ? "upgrade reaches the models, downgrade returns to the start   (" +
                          std::string(seconds) + ", embedded PostgreSQL " + version + ")"
                    : generated.proof);
  wanted->header.proof = generated.proof;
  wanted->header.models = std::move(start.models_digest);
  wanted->header.starts_from = start.existing ? "existing database" : "";
  wanted->upgrade = std::move(generated.upgrade);
  wanted->downgrade = std::move(generated.downgrade);
  wanted->changes = std::move(lines);
  // What was made by hand and taken in is in the database, not in what the files build.
  if (!options.adopt_drift) wanted->target = std::move(generated.target);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Parents(const MigrationsFolder& folder,
                                                 const RevisionOptions& options) {
  std::vector<std::string> heads = folder.graph.Heads();
  if (options.head.empty()) {
    if (heads.size() < 2) return heads;
    return InputError(
        "Multiple head revisions are present; please specify the head revision on which the new "
        "revision should be based, or perform a merge.",
        "--head REV names one, `autogen merge heads` joins them");
  }
  ASSIGN_OR_RETURN(std::vector<std::string> parents, folder.graph.Resolve(options.head));
  for (const std::string& parent : parents) {
    bool is_head = std::find(heads.begin(), heads.end(), parent) != heads.end();
    if (is_head || options.splice) continue;
    return InputError("Revision " + parent +
                          " is not a head revision; please specify --splice to create a new branch "
                          "from this revision",
                      "autogen heads names the heads");
  }
  return parents;
}

absl::StatusOr<NewMigration> Begin(const MigrationsFolder& folder, const std::string& message,
                                   const std::string& rev_id) {
  NewMigration wanted;
  wanted.header.message = message;
  wanted.header.revision = rev_id.empty() ? NewRevisionId() : rev_id;
  wanted.header.proof = "none: written by hand";
  if (!folder.Find(wanted.header.revision)) return wanted;
  return InputError("there is a revision " + wanted.header.revision + " already");
}

absl::Status Revise(Session& session, const RevisionOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(NewMigration wanted, Begin(folder, options.message, options.rev_id));
  MigrationHeader& header = wanted.header;
  for (const std::string& symbol : options.depends_on) {
    ASSIGN_OR_RETURN(std::vector<std::string> ids, folder.graph.Resolve(symbol));
    header.depends_on.insert(header.depends_on.end(), ids.begin(), ids.end());
  }
  header.branch_labels = options.branch_label;
  ASSIGN_OR_RETURN(header.down_revisions, Parents(folder, options));
  if (std::string hint = VagueMessageHint(options.message); !hint.empty()) {
    session.terminal().Say("hint: " + hint);
  }
  if (options.autogenerate) {
    RETURN_IF_ERROR(Autogenerate(session, options, folder, &wanted));
    if (header.revision.empty()) return absl::OkStatus();
  }
  return WriteMigration(session, folder, &wanted);
}

absl::Status Merge(Session& session, const MergeOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(NewMigration wanted, Begin(folder, options.message, options.rev_id));
  wanted.header.branch_labels = options.branch_label;
  std::set<std::string> parents;
  for (const std::string& symbol : options.revisions) {
    ASSIGN_OR_RETURN(std::vector<std::string> ids, folder.graph.Resolve(symbol));
    parents.insert(ids.begin(), ids.end());
  }
  if (parents.size() < 2) {
    return InputError("there is nothing to merge: that is one revision alone",
                      "name two or more, or `heads`");
  }
  wanted.header.down_revisions.assign(parents.begin(), parents.end());
  if (wanted.header.message.empty()) {
    for (const std::string& parent : parents) {
      wanted.header.message += (wanted.header.message.empty() ? "Merge " : " and ") + parent;
    }
  }
  return WriteMigration(session, folder, &wanted);
}

}  // namespace

int RunRevision(Session& session, const RevisionOptions& options) {
  GiveBackAtOnce();
  absl::Status status = Revise(session, options);
  return status.ok() ? 0 : session.terminal().Fail(status);
}

int RunMerge(Session& session, const MergeOptions& options) {
  absl::Status status = Merge(session, options);
  return status.ok() ? 0 : session.terminal().Fail(status);
}

}  // namespace autogen
