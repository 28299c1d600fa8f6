#include "runner/migrate/preflight.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "engine/sql/quote.h"
#include "runner/migrate/requirements.h"
#include "runner/migrate/settings.h"

namespace autogen {
namespace {

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

std::string List(const std::vector<Requirement>& requirements) {
  std::string list;
  for (const Requirement& requirement : requirements) {
    list += (list.empty() ? "" : ", ") + QuoteLiteral(requirement.name);
  }
  return "ARRAY[" + list + "]::text[]";
}

constexpr char kNothingRan[] = "nothing was run";

void CheckExtensions(const std::set<std::string>& missing, const Requirements& requirements,
                     int server_version, std::vector<Finding>* findings) {
  for (const Requirement& extension : requirements.extensions) {
    if (!missing.contains(extension.name)) continue;
    findings->push_back({"the server has no extension " + extension.name,
                         PackageHint(extension.name, server_version), kNothingRan, extension.place,
                         Blame::kMigration, ""});
  }
}

void CheckRoles(const std::set<std::string>& missing, const Requirements& requirements,
                std::vector<Finding>* findings) {
  for (const Requirement& role : requirements.roles) {
    if (requirements.roles_may_come || !missing.contains(role.name)) continue;
    findings->push_back({"there is no role " + role.name,
                         "create it (CREATE ROLE " + QuoteIdentifier(role.name) +
                             "), or take it out of the models and write the migration again",
                         kNothingRan, role.place, Blame::kMigration, "42704"});
  }
}

// Extensions and roles that are not there, in one question.
absl::Status CheckPresence(Connection& connection, const Requirements& requirements,
                           std::vector<Finding>* findings) {
  if (requirements.extensions.empty() && requirements.roles.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      QueryResult result,
      connection.Query("SELECT 'e', name FROM pg_catalog.unnest(" + List(requirements.extensions) +
                       ") wanted(name) WHERE NOT EXISTS (SELECT FROM "
                       "pg_catalog.pg_available_extensions a WHERE a.name = wanted.name) UNION ALL "
                       "SELECT 'r', name FROM "
                       "pg_catalog.unnest(" +
                       List(requirements.roles) +
                       ") wanted(name) WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE "
                       "r.rolname = wanted.name)"));
  std::set<std::string> extensions, roles;
  for (const auto& row : result.rows) (row[0] == "e" ? extensions : roles).insert(*row[1]);
  CheckExtensions(extensions, requirements, connection.server_version(), findings);
  CheckRoles(roles, requirements, findings);
  return absl::OkStatus();
}

const Place& PlaceOf(const std::vector<Requirement>& requirements, const std::string& name) {
  return std::find_if(requirements.begin(), requirements.end(),
                      [&](const Requirement& requirement) { return requirement.name == name; })
      ->place;
}

void LacksOwnership(const QueryResult& result, const Requirements& requirements,
                    std::vector<Finding>* findings) {
  for (const auto& row : result.rows) {
    const std::string &role = *row[1], &name = *row[2], &owner = *row[3];
    if (row[0] != "schema") {
      const auto& list = row[0] == "owned" ? requirements.owned : requirements.dropped;
      findings->push_back({"role " + role + " does not own " + name + ", which belongs to " + owner,
                           "run it as " + owner + ", or as a member of that role", kNothingRan,
                           PlaceOf(list, name), Blame::kDatabase, "42501"});
    } else {
      findings->push_back(
          {"role " + role + " may not create anything in schema " + owner,
           "GRANT CREATE ON SCHEMA " + QuoteIdentifier(owner) + " TO " + QuoteIdentifier(role),
           kNothingRan, PlaceOf(requirements.schemas, name), Blame::kDatabase, "42501"});
    }
  }
}

// Whether the role may do what the statements need, looked up under the path that they run under.
absl::Status CheckRights(Connection& connection, const std::string& path,
                         const Requirements& requirements, std::vector<Finding>* findings) {
  if (requirements.rights_may_come) return absl::OkStatus();
  if (requirements.owned.empty() && requirements.dropped.empty() && requirements.schemas.empty()) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(connection.Execute("BEGIN; " + path));
  absl::StatusOr<QueryResult> result = connection.Query(
      "SELECT kind, current_user, name, pg_catalog.pg_get_userbyid(c.relowner) FROM (SELECT "
      "'owned' kind, name FROM pg_catalog.unnest(" +
      List(requirements.owned) + ") name UNION ALL SELECT 'dropped', name FROM pg_catalog.unnest(" +
      List(requirements.dropped) +
      ") name) wanted JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(name) JOIN "
      "pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE NOT "
      "pg_catalog.pg_has_role(c.relowner, 'USAGE') AND NOT (kind = 'dropped' AND "
      "pg_catalog.pg_has_role(n.nspowner, 'USAGE')) "
      "UNION ALL SELECT 'schema', current_user, name, n.nspname FROM pg_catalog.unnest(" +
      List(requirements.schemas) +
      ") name JOIN pg_catalog.pg_namespace n ON n.oid = pg_catalog.to_regnamespace(CASE WHEN name "
      "= '' THEN pg_catalog.quote_ident(pg_catalog.current_schema()) ELSE name END) WHERE NOT "
      "pg_catalog.has_schema_privilege(n.oid, 'CREATE')");
  RETURN_IF_ERROR(connection.Execute("ROLLBACK"));
  if (!result.ok()) return result.status();
  LacksOwnership(*result, requirements, findings);
  return absl::OkStatus();
}

// Checked before the statements are looked at: what a dry run cannot roll back, secrets.
void CheckFile(const Migration& migration, const MigrationFile& file, const MigrateOptions& options,
               std::vector<Finding>* findings) {
  if (options.dry_run &&
      (file.units.size() > 1 || (file.units.size() == 1 && !file.units[0].transaction))) {
    findings->push_back(
        {"a dry run cannot roll back a migration of several units: " + migration.header.revision,
         "look at its SQL instead: --sql",
         "",
         {file.path, 0, 0, 1, ""},
         Blame::kInput,
         ""});
  }
  for (const Unit& unit : file.units) {
    for (const UnitStatement& statement : unit.statements) {
      for (const auto& secret : statement.secrets) {
        if (std::getenv(secret.name.c_str()) != nullptr) continue;
        findings->push_back({"the secret " + secret.name + " is not in the environment",
                             "set the environment variable " + secret.name,
                             "",
                             {file.path, statement.line, 0, 1, ""},
                             Blame::kInput,
                             ""});
      }
    }
  }
}

}  // namespace

absl::Status Preflight(Connection& connection, const std::vector<const Migration*>& migrations,
                       Direction direction, const MigrateOptions& options) {
  std::vector<Finding> findings;
  for (const Migration* migration : migrations) {
    CheckFile(*migration, FileOf(*migration, direction), options, &findings);
  }
  if (!findings.empty()) return ToStatus(findings);
  Requirements all;
  for (const Migration* migration : migrations) {
    // Each file's names are looked up under its own path.
    Requirements own;
    AddRequirements(FileOf(*migration, direction), &own);
    AddRequirements(FileOf(*migration, direction), &all);
    own.rights_may_come = all.rights_may_come;
    MigrateOptions only_path = options;
    only_path.lock_timeout.clear();
    only_path.statement_timeout.clear();
    std::string path = SettingsFor(Unit(), migration->header, only_path).before;
    RETURN_IF_ERROR(CheckRights(connection, path, own, &findings));
  }
  RETURN_IF_ERROR(CheckPresence(connection, all, &findings));
  return ToStatus(findings);
}

}  // namespace autogen
