// --sql: what Migrate would run, as text for psql.

#include <algorithm>

#include "engine/sql/quote.h"
#include "runner/migrate/settings.h"
#include "runner/migrate/version_tables.h"

namespace autogen {
namespace {

std::string Joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text.empty() ? "base" : text;
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

class SqlWriter {
 public:
  SqlWriter(Direction direction, const MigrateOptions& options)
      : direction_(direction), options_(options) {
    const VersionTable& table = options.table;
    tables_.schema = table.schema;
    std::string prefix = table.schema.empty() ? "" : QuoteIdentifier(table.schema) + ".";
    tables_.version = prefix + QuoteIdentifier(table.name);
    tables_.history = prefix + QuoteIdentifier(table.history);
    tables_.schema_exists = table.schema.empty();
  }

  // Without a database nobody knows which tables are there; a version table is, where it has rows.
  void CreateTables(bool from_nothing) {
    tables_.version_exists = !from_nothing;
    if (!from_nothing) tables_.schema_exists = true;
    text_ += "\nBEGIN;\n" + Path();
    for (const std::string& statement : CreationStatements(tables_, options_.table, true)) {
      text_ += statement + ";\n";
    }
    text_ += "COMMIT;\n";
  }

  void Write(const Migration& migration, const std::vector<std::string>& before,
             const std::vector<std::string>& after) {
    text_ +=
        "\n-- Running " + DirectionName(direction_) + " " +
        (direction_ == Direction::kUpgrade ? Joined(before) + " -> " + migration.header.revision
                                           : migration.header.revision + " -> " + Joined(after)) +
        ": " + FirstLine(migration.header.message) + "\n";
    const std::vector<Unit>& units = FileOf(migration, direction_).units;
    int count = std::max<int>(1, static_cast<int>(units.size()));
    for (int i = 0; i < count; ++i) {
      const Unit& unit = units.empty() ? empty_ : units[static_cast<size_t>(i)];
      HistoryRow row = {
          migration.header.revision,   direction_, i + 1, count, UnitState::kDone, UnitDigest(unit),
          StatementsDigest(migration), -1};
      std::string records = InsertHistory(tables_.history, options_.table, row) + ";\n";
      if (i + 1 == count) {
        for (const std::string& change : VersionChanges(tables_.version, before, after)) {
          records = change + ";\n" + records;
        }
      }
      WriteUnit(unit, migration.header, records);
    }
  }

  std::string Take() { return std::move(text_); }

 private:
  std::string Path() const {
    MigrateOptions only_path = options_;
    only_path.lock_timeout.clear();
    only_path.statement_timeout.clear();
    return SettingsFor(empty_, {}, only_path).before;
  }

  void WriteUnit(const Unit& unit, const MigrationHeader& header, const std::string& records) {
    UnitSettings settings = SettingsFor(unit, header, options_);
    if (unit.transaction)
      text_ += "\nBEGIN;\n";
    else
      text_ += "\n";
    text_ += settings.before + "\n";
    for (const UnitStatement& statement : unit.statements) text_ += statement.text + ";\n\n";
    text_ += settings.after;
    if (!unit.transaction) text_ += "BEGIN;\n" + Path();
    text_ += records + "COMMIT;\n";
  }

  Direction direction_;
  const MigrateOptions& options_;
  VersionTables tables_;
  Unit empty_;
  std::string text_;
};

}  // namespace

std::string MigrationSql(const MigrationsFolder& folder, const std::vector<std::string>& current,
                         const std::vector<std::string>& path, Direction direction,
                         const MigrateOptions& options) {
  std::string word = DirectionName(direction);
  std::string text =
      "-- " + word + " from " + Joined(current) + (path.empty() ? ": nothing to do\n" : "");
  if (path.empty()) return text;
  std::vector<std::string> rows = current;
  std::sort(rows.begin(), rows.end());
  SqlWriter writer(direction, options);
  writer.CreateTables(current.empty());
  for (const std::string& id : path) {
    const Migration* migration = folder.Find(id);
    if (migration == nullptr) continue;
    std::vector<std::string> after = direction == Direction::kUpgrade
                                         ? folder.graph.HeadsAfterUpgrade(rows, id)
                                         : folder.graph.HeadsAfterDowngrade(rows, id);
    writer.Write(*migration, rows, after);
    rows = after;
  }
  return text + " to " + Joined(rows) +
         "\n-- to run it: psql --set ON_ERROR_STOP=1 --file THIS_FILE\n" + writer.Take();
}

}  // namespace autogen
