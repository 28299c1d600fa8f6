#include "runner/migrate/preflight.h"

#include <cstdlib>
#include <map>
#include <set>

#include "engine/sql/lexer.h"
#include "runner/migrate/settings.h"

namespace autogen {
namespace {

struct Wanted {
  std::string extension;
  Place place;
};

// CREATE EXTENSION [IF NOT EXISTS] name
std::string ExtensionOf(const std::string& statement) {
  auto tokens = Tokenize(statement);
  if (!tokens.ok() || tokens->size() < 3) return "";
  if (!(*tokens)[0].Is("create") || !(*tokens)[1].Is("extension")) return "";
  size_t at = (*tokens)[2].Is("if") ? 5 : 2;
  return at < tokens->size() && (*tokens)[at].IsName() ? (*tokens)[at].value : "";
}

std::string PackageHint(const std::string& extension, int server_version) {
  std::string major = std::to_string(server_version / 10000);
  static const std::map<std::string, std::string> kPackages = {
      {"vector", "pgvector"},  {"postgis", "postgis-3"},      {"pg_cron", "cron"},
      {"hypopg", "hypopg"},    {"pg_partman", "partman"},     {"pgaudit", "pgaudit"},
      {"pg_repack", "repack"}, {"timescaledb", "timescaledb"}};
  if (extension == "pgvector") return "the extension of pgvector is named vector";
  auto found = kPackages.find(extension);
  std::string package =
      found == kPackages.end() ? "" : " (postgresql-" + major + "-" + found->second + ")";
  return "install its package" + package +
         " where the server runs; contrib's are in Debian's "
         "postgresql-" +
         major;
}

absl::Status CheckExtensions(Connection& connection, const std::vector<Wanted>& wanted) {
  if (wanted.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(QueryResult result,
                   connection.Query("SELECT name FROM pg_catalog.pg_available_extensions"));
  std::set<std::string> available;
  for (const auto& row : result.rows) available.insert(row[0].value_or(""));
  std::vector<Finding> findings;
  for (const Wanted& extension : wanted) {
    if (available.contains(extension.extension)) continue;
    findings.push_back({"the server has no extension " + extension.extension,
                        PackageHint(extension.extension, connection.server_version()),
                        "nothing was run", extension.place, Blame::kMigration, ""});
  }
  return ToStatus(findings);
}

}  // namespace

absl::Status Preflight(Connection& connection, const std::vector<const Migration*>& migrations,
                       Direction direction, const MigrateOptions& options) {
  std::vector<Wanted> extensions;
  std::vector<Finding> findings;
  for (const Migration* migration : migrations) {
    const MigrationFile& file = FileOf(*migration, direction);
    if (options.dry_run &&
        (file.units.size() > 1 || (file.units.size() == 1 && !file.units[0].transaction))) {
      findings.push_back(
          {"a dry run cannot roll back a migration of several units: " + migration->header.revision,
           "look at its SQL instead: --sql",
           "",
           {file.path, 0, 0, 1, ""},
           Blame::kInput,
           ""});
    }
    for (const Unit& unit : file.units) {
      for (const UnitStatement& statement : unit.statements) {
        Place place = {file.path, statement.line, 0, 1, ""};
        if (std::string name = ExtensionOf(statement.text); !name.empty()) {
          extensions.push_back({name, place});
        }
        for (const auto& secret : statement.secrets) {
          if (std::getenv(secret.name.c_str()) != nullptr) continue;
          findings.push_back({"the secret " + secret.name + " is not in the environment",
                              "set the environment variable " + secret.name, "", place,
                              Blame::kInput, ""});
        }
      }
    }
  }
  if (!findings.empty()) return ToStatus(findings);
  return CheckExtensions(connection, extensions);
}

}  // namespace autogen
