#include "runner/migrate/migrate.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <set>
#include <thread>

#include "engine/sql/quote.h"
#include "runner/locks/locks.h"
#include "runner/migrate/lock_table.h"
#include "runner/migrate/preflight.h"
#include "runner/migrate/runner_lock.h"
#include "runner/migrate/settings.h"
#include "runner/migrate/unit_error.h"
#include "runner/migrate/version_tables.h"

namespace autogen {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// What may go well the next time, because nothing is wrong with the statement itself.
// See: PostgreSQL manual, PostgreSQL Error Codes (lock_not_available, deadlock_detected).
bool IsWorthARetry(const absl::Status& status) {
  std::string code = ToFinding(status).sqlstate;
  return code == "55P03" || code == "40P01";
}

// The statement with its secrets in place.
std::string WithSecrets(const UnitStatement& statement) {
  std::string text = statement.text;
  for (size_t i = statement.secrets.size(); i-- > 0;) {
    const auto& secret = statement.secrets[i];
    const char* value = std::getenv(secret.name.c_str());
    text.replace(secret.begin, secret.end - secret.begin, QuoteLiteral(value ? value : ""));
  }
  return text;
}

// A server's message may repeat what it was sent.
absl::Status WithoutSecrets(const absl::Status& status, const UnitStatement& statement) {
  if (status.ok() || statement.secrets.empty()) return status;
  Finding finding = ToFinding(status);
  for (const auto& secret : statement.secrets) {
    const char* value = std::getenv(secret.name.c_str());
    if (value == nullptr || *value == '\0') continue;
    for (std::string* text : {&finding.message, &finding.detail, &finding.hint}) {
      for (size_t at; (at = text->find(value)) != text->npos;) {
        text->replace(at, std::string_view(value).size(), "***");
      }
    }
  }
  finding.place = {};  // its line would show it too
  return ToStatus(finding);
}

class Run {
 public:
  Run(Connection& connection, const MigrationsFolder& folder, Direction direction,
      const MigrateOptions& options)
      : connection_(connection), folder_(folder), direction_(direction), options_(options) {}

  absl::Status Start(const std::vector<std::string>& path);

 private:
  absl::StatusOr<std::vector<std::string>> StillToRun(const std::vector<std::string>& path) const;
  absl::Status CheckStep(const std::string& id, const std::vector<std::string>& rows) const;
  absl::Status Prepare();
  absl::Status RunMigration(const Migration& migration);
  absl::StatusOr<int> FirstUnit(const Migration& migration, const std::vector<Unit>& units);
  absl::Status RunUnit(const Unit& unit);
  absl::Status TryTransaction(const Unit& unit);
  absl::Status RunOutside(const Unit& unit);
  absl::Status RunStatements(const Unit& unit);
  size_t NumberIn(const Unit& unit) const;
  absl::Status Record(const Unit& unit, long long duration);
  absl::Status ChangeVersion();
  HistoryRow Row(const Unit& unit, UnitState state, long long duration) const;
  void Rollback() {
    if (connection_.alive()) connection_.Execute("ROLLBACK").IgnoreError();
  }

  Connection& connection_;
  const MigrationsFolder& folder_;
  Direction direction_;
  const MigrateOptions& options_;
  std::unique_ptr<RunnerLock> lock_;
  VersionTables tables_;
  RunPosition at_;
  std::vector<std::string> rows_after_;  // once the migration that runs is complete
  std::string digest_;                   // of the migration that runs
  int statement_ = 0, statements_ = 0;
};

absl::Status Run::Start(const std::vector<std::string>& path) {
  if (path.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckWritable(connection_));
  const VersionTable& table = options_.table;
  std::string schema = table.schema.empty()
                           ? table.search_path.empty() ? "public" : table.search_path.front()
                           : table.schema;
  ASSIGN_OR_RETURN(
      lock_, RunnerLock::Take(connection_, schema + "." + table.name, options_.lock_wait_seconds));
  // Only now is it certain that nobody else moves the database.
  ASSIGN_OR_RETURN(tables_, FindVersionTables(connection_, table));
  ASSIGN_OR_RETURN(at_.rows, ReadVersionRows(connection_, tables_));
  ASSIGN_OR_RETURN(std::vector<std::string> ids, StillToRun(path));
  std::vector<const Migration*> migrations;
  for (const std::string& id : ids) {
    const Migration* migration = folder_.Find(id);
    if (migration == nullptr) return InputError("Can't locate revision identified by '" + id + "'");
    migrations.push_back(migration);
  }
  RETURN_IF_ERROR(CheckMayCreateVersionTables(connection_, table, tables_));
  RETURN_IF_ERROR(Preflight(connection_, migrations, direction_, options_));
  if (options_.dry_run) RETURN_IF_ERROR(connection_.Execute("BEGIN"));
  absl::Status status = Prepare();
  for (const Migration* migration : migrations) {
    if (status.ok()) status = RunMigration(*migration);
  }
  if (options_.dry_run) Rollback();
  return status;
}

absl::Status Run::Prepare() {
  if (tables_.version_exists && tables_.history_exists) return absl::OkStatus();
  if (!options_.dry_run) RETURN_IF_ERROR(connection_.Execute("BEGIN"));
  absl::Status status = CreateVersionTables(connection_, options_.table, &tables_);
  if (options_.dry_run) return status;
  if (status.ok()) status = connection_.Execute("COMMIT");
  if (!status.ok()) Rollback();
  return status;
}

// Another runner may have been faster while we waited for the lock.
absl::StatusOr<std::vector<std::string>> Run::StillToRun(
    const std::vector<std::string>& path) const {
  std::set<std::string> applied = folder_.graph.Ancestors(at_.rows);
  std::vector<std::string> ids;
  for (const std::string& id : path) {
    if (applied.contains(id) == (direction_ == Direction::kDowngrade)) ids.push_back(id);
  }
  std::vector<std::string> rows = at_.rows;
  for (const std::string& id : ids) {
    RETURN_IF_ERROR(CheckStep(id, rows));
    rows = direction_ == Direction::kUpgrade ? folder_.graph.HeadsAfterUpgrade(rows, id)
                                             : folder_.graph.HeadsAfterDowngrade(rows, id);
  }
  return ids;
}

// The path may have been made before another runner moved the database.
absl::Status Run::CheckStep(const std::string& id, const std::vector<std::string>& rows) const {
  const char* hint = "another runner may have moved the database meanwhile: try again";
  if (direction_ == Direction::kDowngrade) {
    if (std::find(rows.begin(), rows.end(), id) != rows.end()) return absl::OkStatus();
    return InputError("revision " + id + " cannot be undone: others that are applied stand on it",
                      hint);
  }
  auto revision = folder_.graph.revisions().find(id);
  if (revision == folder_.graph.revisions().end()) return absl::OkStatus();
  std::set<std::string> have = folder_.graph.Ancestors(rows);
  for (const std::string& parent : revision->second.down_revisions) {
    if (have.contains(parent)) continue;
    return InputError(
        "revision " + id + " follows " + parent + ", which the database does not hold", hint);
  }
  return absl::OkStatus();
}

absl::Status Run::RunMigration(const Migration& migration) {
  const std::string& id = migration.header.revision;
  at_.migration = &migration;
  at_.file = &FileOf(migration, direction_);
  at_.direction = direction_;
  at_.dry_run = options_.dry_run;
  digest_ = StatementsDigest(migration);
  rows_after_ = direction_ == Direction::kUpgrade ? folder_.graph.HeadsAfterUpgrade(at_.rows, id)
                                                  : folder_.graph.HeadsAfterDowngrade(at_.rows, id);
  // An empty migration is one empty transaction: its version row changes all the same.
  static const std::vector<Unit> kNothing(1);
  const std::vector<Unit>& units = at_.file->units.empty() ? kNothing : at_.file->units;
  at_.units = static_cast<int>(units.size());
  statement_ = statements_ = 0;
  for (const Unit& unit : units) statements_ += static_cast<int>(unit.statements.size());
  ASSIGN_OR_RETURN(int first, FirstUnit(migration, units));
  for (int i = 0; i < at_.units; ++i) {
    const Unit& unit = units[static_cast<size_t>(i)];
    if (i < first) {
      statement_ += static_cast<int>(unit.statements.size());
      continue;
    }
    at_.unit = i;
    RETURN_IF_ERROR(RunUnit(unit));
  }
  if (first == at_.units) {
    // The last one was resolved by hand: only the rows are missing.
    at_.unit = at_.units - 1;
    RETURN_IF_ERROR(RunUnit(Unit()));
  }
  at_.rows = rows_after_;
  at_.finished.push_back(id);
  return absl::OkStatus();
}

// The first unit that an earlier run, ended in the middle, has not committed.
absl::StatusOr<int> Run::FirstUnit(const Migration& migration, const std::vector<Unit>& units) {
  if (units.size() == 1 && units[0].transaction) return 0;
  const std::string& id = migration.header.revision;
  ASSIGN_OR_RETURN(UnitProgress progress,
                   ReadProgress(connection_, tables_, options_.table, id, direction_));
  if (progress.started > 0) {
    Finding finding;
    finding.message = "an earlier run of " + id + " was cut off in unit " +
                      std::to_string(progress.started) +
                      ", outside a transaction: nobody knows whether its statement took effect";
    finding.hint = "look, then say it: autogen resolve " + id + " --unit " +
                   std::to_string(progress.started) + " --done, or --retry to run it again";
    finding.blame = Blame::kMigration;
    finding.place.file = at_.file->path;
    if (progress.started <= static_cast<int>(units.size())) {
      const Unit& unit = units[static_cast<size_t>(progress.started) - 1];
      if (!unit.statements.empty()) finding.place.line = unit.statements[0].line;
    }
    return ToStatus(finding);
  }
  int first = 0;
  for (const auto& [unit, digest] : progress.done) first = std::max(first, unit);
  for (const auto& [unit, digest] : progress.done) {
    if (unit <= static_cast<int>(units.size()) &&
        UnitDigest(units[static_cast<size_t>(unit) - 1]) == digest) {
      continue;
    }
    return ToStatus(
        Finding{"unit " + std::to_string(unit) + " of " + id +
                    " was run already, but the file says something else there now",
                "give that unit its old statements back; the units behind it may change",
                "",
                {at_.file->path, 0, 0, 1, ""},
                Blame::kMigration,
                ""});
  }
  return first;
}

absl::Status Run::RunUnit(const Unit& unit) {
  RETURN_IF_ERROR(lock_->CheckSameSession());
  if (!unit.transaction) return RunOutside(unit);
  milliseconds pause(250);
  for (int retry = 0;; ++retry, pause *= 2) {
    int statement = statement_;
    absl::Status status = TryTransaction(unit);
    if (status.ok()) return status;
    if (options_.dry_run || retry >= options_.retries || !IsWorthARetry(status)) return status;
    statement_ = statement;
    std::this_thread::sleep_for(pause);
  }
}

absl::Status Run::TryTransaction(const Unit& unit) {
  UnitSettings settings = SettingsFor(unit, at_.migration->header, options_);
  at_.statement = nullptr;
  Clock::time_point start = Clock::now();
  absl::Status status = connection_.Execute((options_.dry_run ? "" : "BEGIN;\n") + settings.before);
  if (status.ok()) status = RunStatements(unit);
  if (status.ok()) {
    at_.statement = nullptr;
    status = Record(unit, (Clock::now() - start) / milliseconds(1));
  }
  if (status.ok() && !options_.dry_run) status = connection_.Execute("COMMIT");
  if (status.ok()) return status;
  const bool full = IsLockTableFull(ToFinding(status));
  if (full || !options_.dry_run) Rollback();
  if (full) status = WithLocksWanted(connection_, status, NumberIn(unit), unit.statements.size());
  return UnitError(status, at_);
}

// Of the statement that runs, from 1.
size_t Run::NumberIn(const Unit& unit) const {
  if (at_.statement == nullptr) return unit.statements.size();
  return static_cast<size_t>(at_.statement - unit.statements.data()) + 1;
}

absl::Status Run::RunStatements(const Unit& unit) {
  for (const UnitStatement& statement : unit.statements) {
    at_.statement = &statement;
    ++statement_;
    if (options_.progress) {
      options_.progress(at_.migration->header.revision, statement_, statements_);
    }
    RETURN_IF_ERROR(WithoutSecrets(connection_.Execute(WithSecrets(statement)), statement));
    // It may have ended the transaction in a way that the file's reader did not see (in a DO block
    // this is an error of the server's own).
    if (unit.transaction && !connection_.in_transaction()) {
      return InputError("the statement ended the transaction", "use `-- transaction` instead");
    }
  }
  return absl::OkStatus();
}

HistoryRow Run::Row(const Unit& unit, UnitState state, long long duration) const {
  return {at_.migration->header.revision,
          direction_,
          at_.unit + 1,
          at_.units,
          state,
          UnitDigest(unit),
          digest_,
          duration};
}

absl::Status Run::Record(const Unit& unit, long long duration) {
  RETURN_IF_ERROR(connection_.Execute(
      InsertHistory(tables_.history, options_.table, Row(unit, UnitState::kDone, duration))));
  return at_.unit + 1 == at_.units ? ChangeVersion() : absl::OkStatus();
}

absl::Status Run::ChangeVersion() {
  for (const std::string& change : VersionChanges(tables_.version, at_.rows, rows_after_)) {
    ASSIGN_OR_RETURN(QueryResult result, connection_.Query(change));
    if (result.tag.size() > 2 && result.tag.substr(result.tag.size() - 2) == " 1") continue;
    return DatabaseError("the version table changed while the migration ran",
                         "somebody else changes it without the runner's lock; look at it with "
                         "autogen current");
  }
  return absl::OkStatus();
}

// Recorded before and after: a row that says "started" and has no successor tells the next run that
// this one was cut off.
absl::Status Run::RunOutside(const Unit& unit) {
  UnitSettings settings = SettingsFor(unit, at_.migration->header, options_);
  at_.statement = nullptr;
  Clock::time_point start = Clock::now();
  absl::Status status = connection_.Execute(
      InsertHistory(tables_.history, options_.table, Row(unit, UnitState::kStarted, -1)));
  if (!status.ok()) return UnitError(status, at_);
  status = connection_.Execute(settings.before);
  if (status.ok()) status = RunStatements(unit);
  if (connection_.alive()) connection_.Execute(settings.after).IgnoreError();
  long long duration = (Clock::now() - start) / milliseconds(1);
  if (!status.ok()) {
    if (connection_.alive()) {
      connection_
          .Execute(InsertHistory(tables_.history, options_.table,
                                 Row(unit, UnitState::kFailed, duration)))
          .IgnoreError();
    }
    return UnitError(status, at_);
  }
  at_.statement = nullptr;
  status = connection_.Execute("BEGIN");
  if (status.ok()) status = Record(unit, duration);
  if (status.ok()) status = connection_.Execute("COMMIT");
  if (status.ok()) return status;
  Rollback();
  return UnitError(status, at_);
}

}  // namespace

absl::Status Migrate(Connection& connection, const MigrationsFolder& folder,
                     const std::vector<std::string>& path, Direction direction,
                     const MigrateOptions& options) {
  return Run(connection, folder, direction, options).Start(path);
}

}  // namespace autogen
