#include "introspect/read_catalog.h"

#include <algorithm>
#include <iterator>

#include "engine/base/error.h"
#include "engine/sql/quote.h"
#include "introspect/catalog_queries.h"
#include "introspect/catalog_query.h"
#include "introspect/digest.h"
#include "introspect/readers.h"

namespace autogen {
namespace {

struct CatalogSource {
  std::string_view name;
  std::string_view sql;
  MakeCatalogReader make;
  bool of_dependencies = false;
};

// The order is that of the message; each reader says what it needs from those before it.
constexpr CatalogSource kSources[] = {
    {"database", catalog::kDatabaseSql, ReadDatabase},
    {"role", catalog::kRoleSql, ReadRoles},
    {"description", catalog::kDescriptionSql, ReadDescriptions},
    {"seclabel", catalog::kSeclabelSql, ReadSecurityLabels},
    {"namespace", catalog::kNamespaceSql, ReadNamespaces},
    {"extension", catalog::kExtensionSql, ReadExtensions},
    {"member", catalog::kMemberSql, ReadMembers},
    {"collation", catalog::kCollationSql, ReadCollations},
    {"opclass", catalog::kOpclassSql, ReadOpclasses},
    {"cast", catalog::kCastSql, ReadCasts},
    {"type", catalog::kTypeSql, ReadTypes},
    {"enum", catalog::kEnumSql, ReadEnums},
    {"range", catalog::kRangeSql, ReadRanges},
    {"relation", catalog::kRelationSql, ReadRelations},
    {"attribute", catalog::kAttributeSql, ReadAttributes},
    {"attrdef", catalog::kAttrdefSql, ReadDefaults},
    {"sequence", catalog::kSequenceSql, ReadSequences},
    {"index_attribute", catalog::kIndexAttributeSql, ReadIndexAttributes},
    {"index", catalog::kIndexSql, ReadIndexes},
    {"constraint", catalog::kConstraintSql, ReadConstraints},
    {"trigger", catalog::kTriggerSql, ReadTriggers},
    {"view", catalog::kViewSql, ReadViews},
    {"routine", catalog::kRoutineSql, ReadRoutines},
    {"operator", catalog::kOperatorSql, ReadOperators},
    {"default_acl", catalog::kDefaultAclSql, ReadDefaultPrivileges},
    {"unmodelled", catalog::kUnmodelledSql, ReadUnmodelled},
    {"dependent", catalog::kDependentSql, ReadDependents, true},
    {"depend", catalog::kDependSql, ReadDependencies, true},
};

// Text that the server prints depends on these; the session's own settings must not show in it.
constexpr std::string_view kSettings[] = {
    "search_path = ''",
    "TimeZone = 'UTC'",
    "DateStyle = 'ISO, MDY'",
    "IntervalStyle = 'postgres'",
    "extra_float_digits = 1",
    "bytea_output = 'hex'",
    "quote_all_identifiers = off",
    "standard_conforming_strings = on",
    "lc_monetary = 'C'",
    "xmloption = 'content'",
    "jit = off",
    "work_mem = '64MB'",
    "max_parallel_workers_per_gather = 0",
};

// A savepoint's end takes the settings back where the caller's transaction goes on.
std::string Prologue(bool nested, const ReadOptions& options) {
  std::string sql =
      nested ? "SAVEPOINT autogen_read;\n" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n";
  for (std::string_view setting : kSettings) sql += "SET LOCAL " + std::string(setting) + ";\n";
  sql += "SET LOCAL lock_timeout = " + std::to_string(options.lock_timeout_ms) + ";\n";
  // COPY takes no parameters: its queries find the numbers of the schemas in two settings.
  sql +=
      "SELECT set_config('autogen.namespaces', coalesce(array_agg(n.oid) FILTER (WHERE "
      "is_read), '{}')::text, true), set_config('autogen.other_namespaces', "
      "coalesce(array_agg(n.oid) FILTER (WHERE NOT is_read), '{}')::text, true) FROM (SELECT "
      "oid, nspname ~ " +
      QuoteLiteral(PatternsToRegex(options.namespaces)) +
      " AS is_read FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> "
      "'information_schema') n;\n";
  return sql;
}

std::string Epilogue(bool nested) {
  return nested ? "ROLLBACK TO SAVEPOINT autogen_read;\nRELEASE SAVEPOINT autogen_read;\n"
                : "COMMIT;\n";
}

constexpr char kMoved[] = "the catalog moved while it was read";

// The transactions that are over and those that are not: where that has not moved, nothing has.
constexpr char kSnapshot[] = "SELECT pg_current_snapshot()";

// Reads the digest of the snapshot, and after its end whether it still stands.
class Moment {
 public:
  explicit Moment(std::string* digest) : digest_(digest) {}

  // Statements for the transaction's beginning and for behind its end, each one copy.
  static constexpr int kCopies = 2;
  std::string Begin() const {
    if (digest_ == nullptr) return "";
    return "COPY (" + DigestQuery() + ") TO STDOUT;\nCOPY (" + kSnapshot + ") TO STDOUT;\n";
  }
  std::string End() const {
    return digest_ == nullptr ? "" : "COPY (" + std::string(kSnapshot) + ") TO STDOUT;\n";
  }
  void ReadDigestRow(const Row& row) {
    for (const auto& field : row) read_ += std::string(field.value_or("")) + " ";
    read_.back() = '\n';
  }
  void ReadSnapshotRow(const Row& row) { snapshots_.emplace_back(row.at(0).value_or("")); }

  absl::StatusOr<bool> Stands(Connection& connection) {
    if (digest_ == nullptr) return true;
    *digest_ = read_;
    if (snapshots_.size() == 2 && snapshots_[0] == snapshots_[1]) return true;
    ASSIGN_OR_RETURN(std::string now, ReadDigest(connection));
    return now == read_;
  }

 private:
  std::string* digest_;
  std::string read_;
  std::vector<std::string> snapshots_;
};

absl::StatusOr<Database> ReadOnce(Connection& connection, const ReadOptions& options) {
  const bool nested = connection.in_transaction();
  Moment moment(nested ? nullptr : options.digest);
  std::string message = Prologue(nested, options) + moment.Begin();
  Database database;
  database.server_version = connection.server_version();
  CatalogState state;
  state.database = &database;
  for (const std::string& table : options.own_tables) state.own_tables.insert(table);
  std::vector<CatalogReader> readers;
  size_t members = 0;  // the reader behind which extensions are known
  for (const CatalogSource& source : kSources) {
    if (source.of_dependencies && !options.dependencies) continue;
    if (source.make == ReadMembers) members = readers.size();
    std::string query = QueryFor(source.sql, connection.server_version());
    CatalogHeader header(source.name, ColumnsOf(query));
    readers.push_back(source.make(header, state));
    RETURN_IF_ERROR(header.Check());
    message += "COPY (\n" + query + ") TO STDOUT;\n";
  }
  message += Epilogue(nested) + moment.End();

  size_t current = 0;
  // Number 0 is set_config's answer; the moment's come next.
  const int first = moment.Begin().empty() ? 1 : 1 + Moment::kCopies;
  auto finish_until = [&](size_t next) -> absl::Status {
    for (; current < next; ++current) {
      if (readers[current].at_end) RETURN_IF_ERROR(readers[current].at_end());
      if (current == members && options.on_extensions) options.on_extensions(database);
    }
    return absl::OkStatus();
  };
  absl::Status status = connection.Stream(message, [&](int number, const Row& row) -> absl::Status {
    if (number == 0) return absl::OkStatus();
    if (number == 1 && first > 1) {
      moment.ReadDigestRow(row);
      return absl::OkStatus();
    }
    size_t at = static_cast<size_t>(number - first);
    if (number < first || at == readers.size()) {
      moment.ReadSnapshotRow(row);
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(finish_until(at));
    return readers[current].on_row(row);
  });
  if (status.ok()) status = finish_until(readers.size());
  if (status.ok()) status = state.error;
  if (status.ok()) {
    absl::StatusOr<bool> stands = moment.Stands(connection);
    if (!stands.ok()) {
      status = stands.status();
    } else if (!*stands) {
      status = absl::UnavailableError(kMoved);
    }
  }
  if (!status.ok()) {
    if (connection.alive() && connection.in_transaction()) {
      (void)connection.Execute(nested ? Epilogue(true) : "ROLLBACK");
    }
    return status;
  }
  std::sort(database.unmodelled.begin(), database.unmodelled.end(),
            [](const Unmodelled& a, const Unmodelled& b) {
              return std::tie(a.kind, a.label) < std::tie(b.kind, b.label);
            });
  std::sort(database.other_namespaces.begin(), database.other_namespaces.end());
  std::sort(database.members.begin(), database.members.end(),
            [](const ExtensionMember& a, const ExtensionMember& b) {
              return std::tie(a.extension, a.role, a.name) < std::tie(b.extension, b.role, b.name);
            });
  return database;
}

// The server's printing functions see the newest catalog, not the snapshot: what was dropped
// meanwhile is an internal error to them ("cache lookup failed"), or an unknown object.
bool MovedUnderUs(const absl::Status& status) {
  if (absl::IsUnavailable(status)) return true;
  std::string sqlstate = ToFinding(status).sqlstate;
  return sqlstate == "XX000" || sqlstate == "42P01" || sqlstate == "42704" || sqlstate == "42883" ||
         sqlstate == "40001";
}

constexpr int kAttempts = 3;

}  // namespace

absl::StatusOr<Database> ReadCatalog(Connection& connection, const ReadOptions& options) {
  absl::StatusOr<Database> database = absl::InternalError("");
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    database = ReadOnce(connection, options);
    if (database.ok() || !MovedUnderUs(database.status())) return database;
  }
  if (!absl::IsUnavailable(database.status())) return database;
  return DatabaseError("the schema was changed each time while it was read",
                       "somebody alters " + connection.Describe() + " right now: try again later");
}

}  // namespace autogen
