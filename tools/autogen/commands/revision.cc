#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <random>

#include "codegen/report/changes.h"
#include "runner/prove/prove.h"
#include "runner/replay/replay.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/commands/start.h"
#include "tools/autogen/files.h"

namespace autogen {
namespace {

std::string NewRevisionId() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 12; ++i) id += "0123456789abcdef"[random() % 16];
  return id;
}

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

struct Wanted {
  MigrationHeader header;
  std::vector<Statement> upgrade, downgrade;
};

absl::Status WriteMigration(Session& session, const MigrationsFolder& folder, Wanted* wanted) {
  int64_t now = NowMicros();
  MigrationHeader& header = wanted->header;
  header.created = Timestamp(now);
  header.search_path = session.config().search_path;
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
  session.terminal().Tell("wrote", base + ".{upgrade,downgrade}.sql");
  return absl::OkStatus();
}

std::string HazardsText(const std::vector<Statement>& statements) {
  std::vector<std::string> seen;
  for (const Statement& statement : statements) {
    for (const Hazard& hazard : statement.hazards) {
      std::string text = hazard.id + ": " + hazard.words;
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

std::string GeneratedJson(const std::vector<ChangeLine>& lines, const Wanted& wanted) {
  std::string out = "{\"revision\": \"" + wanted.header.revision + "\", \"proof\": \"" +
                    wanted.header.proof + "\", \"changes\": " + ChangesJson(lines) + "}\n";
  return out;
}

absl::Status NoChanges(Session& session, const Start& start) {
  session.terminal().Say("no changes: the models and " + start.where + " agree (" +
                         std::to_string(start.live.objects.size()) + " objects read)");
  if (session.options().json) session.terminal().Result("{\"changes\": []}\n");
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

absl::Status Autogenerate(Session& session, const RevisionOptions& options,
                          const MigrationsFolder& folder, Wanted* wanted) {
  const Terminal& terminal = session.terminal();
  ASSIGN_OR_RETURN(ReadModelPtr models, session.Models());
  StartOptions from{options.from == "migrations", options.adopt_drift};
  ASSIGN_OR_RETURN(Start start, FindStart(session, folder, *models, from));
  TellUnmodelled(terminal, start.live);
  ASSIGN_OR_RETURN(AgainstOptions against, Against(session, options, start.live));
  int major = start.live.server_version / 10000;
  ScratchProvider scratch = [&] { return session.Scratch(major); };
  ASSIGN_OR_RETURN(ModelsAgainst compared, CompareModels(*models, start.live, against, scratch));
  for (const Finding& notice : compared.notices) terminal.Warn(notice);
  const Decided& decision = compared.decision;
  if (!decision.undecided.empty()) return CannotTell(decision);
  if (decision.changes.empty() && compared.renames.empty() && !options.allow_empty) {
    wanted->header.revision.clear();
    return NoChanges(session, start);
  }
  std::vector<ChangeLine> lines =
      ChangeLines(decision.changes, decision.before, decision.target, compared.renames);
  TellChanges(terminal, lines);

  GenerateOptions generate;
  generate.plan.allow_rewrite = options.allow_rewrite;
  generate.plan.drop_extensions = options.drop_extensions || session.config().drop_extensions;
  for (const Declared& declared : compared.declared.objects) {
    if (declared.protect) generate.plan.protected_objects.push_back(IdOf(declared.object));
  }
  generate.search_path = session.config().search_path;
  if (!generate.search_path.empty()) generate.style.first_schema = generate.search_path.front();
  std::string prove = options.prove.empty() ? session.config().prove : options.prove;
  generate.prove = prove != "off";
  generate.whole_schema = prove == "full";
  ScratchServer* server = nullptr;
  std::string why_not;
  if (generate.prove) {
    absl::StatusOr<ScratchServer*> started = session.Scratch(major);
    if (started.ok()) {
      server = *started;
    } else {
      why_not = ToFinding(started.status()).message;
    }
  }
  CompleteOptions complete = compared.complete;
  ASSIGN_OR_RETURN(GeneratedMigration generated,
                   Generate(Restrict(start.live, complete), decision.target, compared.renames,
                            generate, server, why_not));
  terminal.Tell("hazards", HazardsText(generated.upgrade));
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.1f s", generated.seconds);
  terminal.Tell(generated.proved ? "proved" : "unproved",
                generated.proved
                    ? "upgrade reaches the models, downgrade returns to the start   (" +
                          std::string(seconds) + ", embedded PostgreSQL " + server->version() + ")"
                    : generated.proof);
  wanted->header.proof = generated.proof;
  wanted->header.models = ModelsDigest(compared.declared, session.config().search_path);
  wanted->header.starts_from = start.existing ? "existing database" : "";
  wanted->upgrade = std::move(generated.upgrade);
  wanted->downgrade = std::move(generated.downgrade);
  if (session.options().json) terminal.Result(GeneratedJson(lines, *wanted));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Parents(const MigrationsFolder& folder,
                                                 const std::string& head) {
  if (!head.empty()) return folder.graph.Resolve(head);
  std::vector<std::string> heads = folder.graph.Heads();
  if (heads.size() < 2) return heads;
  return InputError(
      "Multiple head revisions are present; please specify the head revision on which the new "
      "revision should be based, or perform a merge.",
      "--head REV names one");
}

absl::Status Revise(Session& session, const RevisionOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  Wanted wanted;
  MigrationHeader& header = wanted.header;
  header.message = options.message;
  header.revision = options.rev_id.empty() ? NewRevisionId() : options.rev_id;
  header.depends_on = options.depends_on;
  header.branch_labels = options.branch_label;
  header.proof = "none: written by hand";
  if (folder.Find(header.revision)) {
    return InputError("there is a revision " + header.revision + " already");
  }
  ASSIGN_OR_RETURN(header.down_revisions, Parents(folder, options.head));
  if (std::string hint = VagueMessageHint(options.message); !hint.empty()) {
    session.terminal().Say("hint: " + hint);
  }
  if (options.autogenerate) {
    RETURN_IF_ERROR(Autogenerate(session, options, folder, &wanted));
    if (header.revision.empty()) return absl::OkStatus();
  }
  return WriteMigration(session, folder, &wanted);
}

}  // namespace

int RunRevision(Session& session, const RevisionOptions& options) {
  absl::Status status = Revise(session, options);
  return status.ok() ? 0 : session.terminal().Fail(status);
}

}  // namespace autogen
