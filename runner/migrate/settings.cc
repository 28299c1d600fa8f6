#include "runner/migrate/settings.h"

#include "engine/sql/lexer.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

// A build that waits for old snapshots holds nobody up; to cancel it leaves an invalid index.
bool IsConcurrent(const Unit& unit) {
  for (const UnitStatement& statement : unit.statements) {
    auto tokens = Tokenize(statement.text);
    if (!tokens.ok()) continue;
    for (const Token& token : *tokens) {
      if (token.Is("concurrently")) return true;
    }
  }
  return false;
}

}  // namespace

UnitSettings SettingsFor(const Unit& unit, const MigrationHeader& header,
                         const MigrateOptions& options) {
  UnitSettings settings;
  std::string set = unit.transaction ? "SET LOCAL " : "SET ";
  auto add = [&](const std::string& name, const std::string& value) {
    settings.before += set + name + " TO " + value + ";\n";
    if (!unit.transaction) settings.after += "RESET " + name + ";\n";
  };
  std::string path;
  const auto& names = header.search_path.empty() ? options.search_path : header.search_path;
  for (const std::string& name : names) path += (path.empty() ? "" : ", ") + QuoteIdentifier(name);
  add("search_path", path.empty() ? "''" : path);
  if (!unit.transaction && IsConcurrent(unit)) {
    add("lock_timeout", "0");
  } else if (!options.lock_timeout.empty()) {
    add("lock_timeout", QuoteLiteral(options.lock_timeout));
  }
  if (!options.statement_timeout.empty()) {
    add("statement_timeout", QuoteLiteral(options.statement_timeout));
  }
  return settings;
}

std::string UnitDigest(const Unit& unit) {
  std::string text = unit.transaction ? "transaction\n" : "no transaction\n";
  for (const UnitStatement& statement : unit.statements) {
    text += std::to_string(statement.text.size()) + ":" + statement.text + "\n";
  }
  return "sha256:" + Sha256Hex(text);
}

const MigrationFile& FileOf(const Migration& migration, Direction direction) {
  return direction == Direction::kUpgrade ? migration.upgrade : migration.downgrade;
}

}  // namespace autogen
