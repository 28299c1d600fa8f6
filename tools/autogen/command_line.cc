#include "tools/autogen/command_line.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <map>

#include "tools/autogen/commands/commands.h"
#include "tools/autogen/nearest.h"

namespace autogen {
namespace {

// What one run of the program was told. Each command's flags live here, since CLI11 writes to where
// it was pointed.
struct Arguments {
  GlobalOptions global;
  std::string color = "auto";
  InitOptions init;
  InspectOptions inspect;
  RevisionOptions revision;
  MergeOptions merge;
  MoveOptions upgrade, downgrade;
  ListOptions list;
  StampOptions stamp;
  ResolveOptions resolve;
  CheckOptions check;
  ProveOptions prove;
  DiffOptions diff;
  ReviewOptions review;
  std::function<int(Session&)> run;
};

void AddGlobals(CLI::App& app, Arguments& a) {
  app.add_option("--url", a.global.url,
                 "the database (also DATABASE_URL, .env, url: in the config)");
  app.add_option_function<std::string>(
      "-c,--config",
      [&a](const std::string& path) {
        a.global.config = path;
        a.global.config_given = true;
      },
      "the project's config [autogen.yaml]");
  app.add_option("-n,--env", a.global.environment, "an environment of the config");
  app.add_option("-x", a.global.x, "key=value for the config")->allow_extra_args(false);
  app.add_option("--schema", a.global.schemas,
                 "schemas to compare: names or patterns, with commas");
  app.add_flag("--no-cache", a.global.no_cache, "trust no saved state");
  app.add_flag("-v,--verbose", a.global.verbose, "say more");
  app.add_flag("-q,--quiet", a.global.quiet, "say only results and errors");
  app.add_flag("--yes", a.global.yes, "answer yes to questions");
  app.add_flag("--json", a.global.json, "results as JSON");
  app.add_option("--color", a.color, "auto, always, never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

CLI::App* Command(CLI::App& app, Arguments& a, const std::string& name, const std::string& what,
                  const std::string& example, std::function<int(Session&)> run) {
  CLI::App* command = app.add_subcommand(name, what);
  command->footer("Example:\n  " + example);
  command->fallthrough();
  command->callback([&a, run = std::move(run)] { a.run = run; });
  return command;
}

void AddRevisionFlags(CLI::App& app, RevisionOptions& o) {
  app.add_option("-m,--message", o.message, "what the migration does");
  app.add_flag("--allow-empty", o.allow_empty, "write a migration even if nothing changed");
  app.add_option("--rev-id", o.rev_id, "the revision's id instead of a random one");
  app.add_option("--head", o.head, "the revision that it follows, where there are several heads");
  app.add_flag("--splice", o.splice, "let it follow a revision that is no head");
  app.add_option("--branch-label", o.branch_label, "a label for the branch that begins here")
      ->allow_extra_args(false);
  app.add_option("--depends-on", o.depends_on, "revisions that must be applied before")
      ->allow_extra_args(false);
  app.add_option("--prove", o.prove, "auto, full, off");
  app.add_option("--rename", o.rename, "OLD:NEW: users.name:full_name, or users:accounts")
      ->allow_extra_args(false);
  app.add_option("--renames", o.renames, "what may be a rename: ask, refuse, ignore");
  app.add_flag("--allow-rewrite", o.allow_rewrite, "allow changes that copy a whole table");
  app.add_flag("--drop-extensions", o.drop_extensions, "drop extensions that are in no model");
  app.add_option("--from", o.from, "migrations: compare with the replayed folder, ask no database")
      ->check(CLI::IsMember({"migrations"}));
  app.add_flag("--adopt-drift", o.adopt_drift, "take hand-made changes of the database in");
  app.add_option("--assume-equal", o.assume_equal, "a dotted name: its wording is no change")
      ->allow_extra_args(false);
  app.add_option("--assume-different", o.assume_different, "a dotted name: it did change")
      ->allow_extra_args(false);
}

void AddMoveFlags(CLI::App& app, MoveOptions& o) {
  app.add_option("target", o.target, "head, base, REV, a part of one, +N, -N, from:to with --sql")
      ->required();
  app.add_flag("--sql", o.sql, "print the SQL that would run, run nothing");
  app.add_flag("--dry-run", o.dry_run, "run in a transaction and roll it back");
  app.add_flag("--verify", o.verify, "compare with the models afterwards");
  app.add_flag("--strict", o.strict, "refuse if an applied file was edited or is missing");
  app.add_option("--allow", o.allow, "data-loss: let it through in a protected environment")
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"data-loss"}));
}

void AddProjectCommands(CLI::App& app, Arguments& a) {
  CLI::App* init =
      Command(app, a, "init", "make a project: autogen.yaml, model-schemas/, migrations/",
              "autogen init --baseline     # adopt the database that DATABASE_URL names", nullptr);
  init->add_flag("--baseline", a.init.baseline,
                 "inspect the database, write and stamp a first migration");
  init->callback([&a] { a.run = nullptr; });

  CLI::App* inspect = Command(app, a, "inspect", "write models of a live database",
                              "autogen inspect --url postgresql://localhost/shop -o model-schemas",
                              [&a](Session& s) { return RunInspect(s, a.inspect); });
  inspect->add_option("-o,--output", a.inspect.output, "the folder to write [the config's models]");
  inspect->add_option("--manage", a.inspect.manage, "classes that are compared even where absent")
      ->capture_default_str();
  inspect->add_flag("--force", a.inspect.force, "replace models that are there");

  CLI::App* revision =
      Command(app, a, "revision", "write a new migration", "autogen revision -m \"Fill in emails\"",
              [&a](Session& s) { return RunRevision(s, a.revision); });
  AddRevisionFlags(*revision, a.revision);
  revision->add_flag("--autogenerate", a.revision.autogenerate,
                     "compare the models and write what changed");

  CLI::App* merge = Command(app, a, "merge", "join heads in one empty migration",
                            "autogen merge heads -m \"Merge branches\"",
                            [&a](Session& s) { return RunMerge(s, a.merge); });
  merge->add_option("revisions", a.merge.revisions, "REV REV …, or heads")->required();
  merge->add_option("-m,--message", a.merge.message, "what is merged");
  merge->add_option("--rev-id", a.merge.rev_id, "the revision's id instead of a random one");
  merge->add_option("--branch-label", a.merge.branch_label, "a label for the branch from here on")
      ->allow_extra_args(false);

  CLI::App* check = Command(app, a, "check", "drift: exit 0 if there is none, 1 if there is",
                            "autogen check --migrations     # before a commit: no database needed",
                            [&a](Session& s) { return RunCheck(s, a.check); });
  check->add_flag("--migrations", a.check.migrations,
                  "compare with the migrations, whatever the URL");

  CLI::App* prove = Command(app, a, "prove", "run migrations up and down on a private server",
                            "autogen prove", [&a](Session& s) { return RunProve(s, a.prove); });
  prove->add_option("range", a.prove.range, "REV or from:to [all, and equal to the models]");
  prove->add_flag("--write", a.prove.write, "renew stale `chain` and `proof` lines of the files");

  CLI::App* diff = Command(app, a, "diff", "differences between any two sources",
                           "autogen diff --from git:main --to model-schemas --output markdown",
                           [&a](Session& s) { return RunDiff(s, a.diff); });
  diff->add_option("--from", a.diff.from, "folder, URL, migrations[@REV], file.sql, git:REF[:PATH]")
      ->required();
  diff->add_option("--to", a.diff.to, "the other one")->required();
  diff->add_option("--output", a.diff.output, "text, sql, json, markdown")
      ->check(CLI::IsMember({"text", "sql", "json", "markdown"}));

  CLI::App* review =
      Command(app, a, "review", "the review of a migration, in Markdown",
              "autogen review > review.md", [&a](Session& s) { return RunReview(s, a.review); });
  review->add_option("range", a.review.range, "REV [the newest]");
  review->add_option("--fail-on", a.review.fail_on, "error, warning, none: exit 1 from there on")
      ->check(CLI::IsMember({"error", "warning", "none"}));
}

void AddRunnerCommands(CLI::App& app, Arguments& a) {
  CLI::App* upgrade = Command(app, a, "upgrade", "apply migrations", "autogen upgrade head --sql",
                              [&a](Session& s) { return RunUpgrade(s, a.upgrade); });
  AddMoveFlags(*upgrade, a.upgrade);
  CLI::App* downgrade = Command(app, a, "downgrade", "undo migrations", "autogen downgrade -1",
                                [&a](Session& s) { return RunDowngrade(s, a.downgrade); });
  AddMoveFlags(*downgrade, a.downgrade);

  CLI::App* current =
      Command(app, a, "current", "where the database is", "autogen current --check-heads",
              [&a](Session& s) { return RunCurrent(s, a.list); });
  current->add_flag("--check-heads", a.list.check_heads, "exit 1 unless it is at the heads");
  CLI::App* history =
      Command(app, a, "history", "all migrations, newest first", "autogen history -r base:head",
              [&a](Session& s) { return RunHistory(s, a.list); });
  history->add_option("-r,--rev-range", a.list.range, "from:to");
  history->add_flag("-i,--indicate-current", a.list.indicate_current, "mark where the database is");
  CLI::App* heads = Command(app, a, "heads", "the newest revisions", "autogen heads -q",
                            [&a](Session& s) { return RunHeads(s, a.list); });
  CLI::App* branches = Command(app, a, "branches", "where the history branches", "autogen branches",
                               [&a](Session& s) { return RunBranches(s, a.list); });
  CLI::App* show = Command(app, a, "show", "one migration", "autogen show head --sql",
                           [&a](Session& s) { return RunShow(s, a.list); });
  show->add_option("revision", a.list.revision, "REV [head]");
  show->add_flag("-i,--indicate-current", a.list.indicate_current,
                 "say whether the database is there");
  show->add_flag("--sql", a.list.sql, "its file");
  show->add_flag("--downgrade", a.list.downgrade, "the file of the way back");
  for (CLI::App* command : {current, history, heads, branches}) {
    command->add_flag("-q", a.list.ids_only, "bare ids");
  }
}

void AddTableCommands(CLI::App& app, Arguments& a) {
  Command(app, a, "status", "one screen: where the database is, what is pending, edited, missing",
          "autogen status", [](Session& s) { return RunStatus(s); });
  CLI::App* stamp =
      Command(app, a, "stamp", "set the version table without running anything",
              "autogen stamp head", [&a](Session& s) { return RunStamp(s, a.stamp); });
  stamp->add_option("revisions", a.stamp.revisions, "REV, head, heads, base")->required();
  stamp->add_flag("--purge", a.stamp.purge, "empty the version table first");
  stamp->add_flag("--sql", a.stamp.sql, "print the SQL that would run, run nothing");
  Command(app, a, "ensure-version", "make the version table where it is missing",
          "autogen ensure-version", [](Session& s) { return RunEnsureVersion(s); });
  CLI::App* resolve =
      Command(app, a, "resolve", "after a crash: how a statement outside a transaction ended",
              "autogen resolve 3f9a1c0b7d2e --unit 2 --done",
              [&a](Session& s) { return RunResolve(s, a.resolve); });
  resolve->add_option("revision", a.resolve.revision, "REV, as the error names it")->required();
  resolve->add_option("--unit", a.resolve.unit, "which unit of the file, from 1")->required();
  resolve->add_flag("--done", a.resolve.done, "it took effect: go on behind it");
  resolve->add_flag("--retry", a.resolve.retry, "it did not: run it again");
}

constexpr char kFooter[] = R"(Example:
  autogen init                                   # autogen.yaml, model-schemas/, migrations/
  autogen -m "Add email_verified to users"       # compare, generate, prove, write
  autogen upgrade head --sql                     # what would run
  autogen upgrade head
  autogen check                                  # exit 0: no drift
  autogen downgrade -1

Exit status: 0 fine; 1 a finding, or a decision is wanted; 2 a wrong call or bad input;
3 the database refused or was lost; 4 a migration failed and was rolled back.)";

// "-1" is a target of downgrade, not a flag: CLI11 is told so by a `--` before it.
std::vector<std::string> Prepared(int argc, char** argv) {
  std::vector<std::string> arguments;
  for (int i = argc - 1; i > 0; --i) arguments.emplace_back(argv[i]);
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& text = arguments[i];
    if (text.size() > 1 && text[0] == '-' && std::isdigit(static_cast<unsigned char>(text[1]))) {
      std::string target = text;
      arguments.erase(arguments.begin() + static_cast<long>(i));
      arguments.insert(arguments.begin(), {target, "--"});
      break;
    }
  }
  return arguments;
}

// The command that was meant, if the first word is nearly one.
std::string NearestCommand(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return Nearest(word, names);
}

// What is wrong with a call, in the words of all our errors.
Finding WrongCall(const CLI::App& app, const CLI::ParseError& error) {
  std::vector<CLI::App*> commands = app.get_subcommands();
  Finding finding;
  finding.message = error.what();
  std::string command = commands.empty() ? "" : " " + commands.front()->get_name();
  finding.hint = "autogen" + command + " --help shows how";
  std::vector<std::string> extras = app.remaining(true);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr || extras.empty()) return finding;
  const std::string& word = extras.front();
  if (commands.empty() && !word.starts_with("-")) {
    finding.message = "there is no command " + word;
    finding.hint = "did you mean " + NearestCommand(app, word) + "? " + finding.hint;
  } else {
    finding.message = (word.starts_with("-") ? "unknown flag: " : "not expected here: ") + word;
  }
  return finding;
}

int Dispatch(Arguments& a, bool is_init) {
  static const std::map<std::string, ColorMode> kModes = {
      {"auto", ColorMode::kAuto}, {"always", ColorMode::kAlways}, {"never", ColorMode::kNever}};
  a.global.color = kModes.at(a.color);
  if (is_init) return RunInit(a.global, a.init);
  absl::StatusOr<Session> session = Session::Open(a.global, false);
  if (!session.ok())
    return Terminal(a.global.color, a.global.quiet, a.global.json).Fail(session.status());
  return a.run(*session);
}

}  // namespace

int RunCommandLine(int argc, char** argv) {
  Arguments a;
  CLI::App app{
      "autogen: keeps a PostgreSQL schema in step with its models, in migrations that are proved"};
  app.name("autogen");
  app.set_version_flag("--version", "autogen " AUTOGEN_VERSION);
  app.footer(kFooter);
  app.get_formatter()->column_width(34);
  AddGlobals(app, a);
  AddRevisionFlags(app, a.revision);
  AddProjectCommands(app, a);
  AddRunnerCommands(app, a);
  AddTableCommands(app, a);
  app.require_subcommand(0, 1);
  try {
    app.parse(Prepared(argc, argv));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return Terminal(ColorMode::kAuto, false, a.global.json).Fail(ToStatus(WrongCall(app, error)));
  }
  bool is_init = app.got_subcommand("init");
  if (app.get_subcommands().empty()) {
    if (a.revision.message.empty()) {
      std::cout << app.help();
      return 2;
    }
    a.revision.autogenerate = true;
    a.run = [&a](Session& s) { return RunRevision(s, a.revision); };
  }
  return Dispatch(a, is_init);
}

}  // namespace autogen
