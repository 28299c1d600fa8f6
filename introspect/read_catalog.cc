#include "introspect/read_catalog.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "engine/base/error.h"
#include "engine/sql/quote.h"
#include "introspect/catalog_queries.h"
#include "introspect/catalog_query.h"
#include "introspect/moment.h"
#include "introspect/readers.h"
#include "introspect/second_reader.h"

namespace autogen {
namespace {

struct CatalogSource {
  std::string_view name;
  std::string_view sql;
  MakeCatalogReader make;
  // What a second connection takes on: the queries that open the tables, and what comes after them.
  bool second = false;
  bool of_dependencies = false;
};

// The order is that of the rows; each reader says what it needs from those before it.
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
    {"routine", catalog::kRoutineSql, ReadRoutines},
    {"operator", catalog::kOperatorSql, ReadOperators},
    {"default_acl", catalog::kDefaultAclSql, ReadDefaultPrivileges},
    {"unmodelled", catalog::kUnmodelledSql, ReadUnmodelled},
    {"need", catalog::kNeedSql, ReadNeeds},
    {"index", catalog::kIndexSql, ReadIndexes, true},
    {"constraint", catalog::kConstraintSql, ReadConstraints, true},
    {"trigger", catalog::kTriggerSql, ReadTriggers, true},
    {"view", catalog::kViewSql, ReadViews, true},
    {"dependent", catalog::kDependentSql, ReadDependents, true, true},
    {"depend", catalog::kDependSql, ReadDependencies, true, true},
};
static_assert(std::is_partitioned(std::begin(kSources), std::end(kSources),
                                  [](const CatalogSource& source) { return !source.second; }));

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
std::string Beginning(bool nested) {
  return nested ? "SAVEPOINT autogen_read;\n"
                : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n";
}

// Its last statement has one row.
std::string Settings(const ReadOptions& options) {
  std::string sql;
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

std::string Ending(bool nested) {
  return nested ? "ROLLBACK TO SAVEPOINT autogen_read;\nRELEASE SAVEPOINT autogen_read;\n"
                : "COMMIT;\n";
}

constexpr char kMoved[] = "the catalog moved while it was read";

// One read of the whole. The first connection's message begins with what tells the moment; the
// rows of the sources follow in their order, all of them or those up to the second connection's.
class CatalogRead {
 public:
  CatalogRead(Connection& connection, const ReadOptions& options)
      : connection_(connection),
        options_(options),
        nested_(connection.in_transaction()),
        moment_(nested_ ? nullptr : options.digest) {}

  absl::StatusOr<Database> Run() {
    absl::Status status = Prepare();
    if (!status.ok()) return status;
    status = ReadRows();
    if (status.ok()) status = FinishUntil(readers_.size());
    if (status.ok()) status = state_.error;
    if (status.ok()) status = CheckMoment();
    if (status.ok()) {
      Sort();
      return std::move(database_);
    }
    second_.reset();
    if (connection_.alive() && connection_.in_transaction()) {
      (void)connection_.Execute(nested_ ? Ending(true) : "ROLLBACK");
    }
    return status;
  }

 private:
  using OnRow = std::function<absl::Status(const Row&)>;

  absl::Status Prepare() {
    database_.server_version = connection_.server_version();
    state_.database = &database_;
    state_.dependencies = options_.dependencies;
    for (const std::string& table : options_.own_tables) state_.own_tables.insert(table);
    for (const CatalogSource& source : kSources) {
      if (source.of_dependencies && !options_.dependencies) continue;
      if (source.make == ReadMembers) members_ = readers_.size();
      std::string query = QueryFor(source.sql, connection_.server_version());
      CatalogHeader header(source.name, ColumnsOf(query));
      readers_.push_back(source.make(header, state_));
      RETURN_IF_ERROR(header.Check());
      if (!source.second) first_readers_ = readers_.size();
      (source.second ? second_copies_ : first_copies_) += "COPY (\n" + query + ") TO STDOUT;\n";
    }
    return absl::OkStatus();
  }

  absl::Status ReadRows() {
    const bool shares = options_.second_connection && !nested_;
    std::string message = Beginning(nested_);
    std::vector<OnRow> heads;  // of the answers before the catalogs'
    if (shares) {
      message += ExportSnapshotSql();
      heads.push_back([this](const Row& row) {
        SharedSnapshot snapshot{std::string(row.at(0).value_or("")),
                                std::string(row.at(1).value_or(""))};
        second_.emplace(connection_.Conninfo(), std::move(snapshot), Settings(options_),
                        second_copies_);
        return absl::OkStatus();
      });
    }
    message += Settings(options_);
    heads.push_back([](const Row&) { return absl::OkStatus(); });
    if (moment_.wanted()) {
      message += Moment::DigestCopy() + Moment::SnapshotCopy();
      heads.push_back([this](const Row& row) {
        moment_.ReadDigestRow(row);
        return absl::OkStatus();
      });
      heads.push_back([this](const Row& row) {
        moment_.ReadSnapshotRow(row);
        return absl::OkStatus();
      });
    }
    message += first_copies_;
    if (!shares) message += second_copies_ + End();
    RETURN_IF_ERROR(connection_.Stream(message, [&](int number, const Row& row) -> absl::Status {
      const auto at = static_cast<size_t>(number);
      return at < heads.size() ? heads[at](row) : ReadRow(at - heads.size(), row);
    }));
    return shares ? ReadSecondRows() : absl::OkStatus();
  }

  absl::Status ReadSecondRows() {
    auto on_row = [this](int number, const Row& row) {
      return ReadRow(first_readers_ + static_cast<size_t>(number), row);
    };
    if (second_->Started()) {
      RETURN_IF_ERROR(second_->Take(on_row));
      second_.reset();
      return connection_.Stream(End(), [this](int, const Row& row) {
        moment_.ReadSnapshotRow(row);
        return absl::OkStatus();
      });
    }
    return connection_.Stream(second_copies_ + End(), on_row);
  }

  std::string End() const {
    return Ending(nested_) + (moment_.wanted() ? Moment::SnapshotCopy() : "");
  }

  absl::Status ReadRow(size_t reader, const Row& row) {
    if (reader >= readers_.size()) {
      moment_.ReadSnapshotRow(row);
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(FinishUntil(reader));
    return readers_[reader].on_row(row);
  }

  absl::Status FinishUntil(size_t next) {
    for (; current_ < next; ++current_) {
      if (readers_[current_].at_end) RETURN_IF_ERROR(readers_[current_].at_end());
      if (current_ == members_ && options_.on_extensions) options_.on_extensions(database_);
    }
    return absl::OkStatus();
  }

  absl::Status CheckMoment() {
    ASSIGN_OR_RETURN(bool stands, moment_.Stands(connection_));
    return stands ? absl::OkStatus() : absl::UnavailableError(kMoved);
  }

  void Sort() {
    std::sort(database_.unmodelled.begin(), database_.unmodelled.end(),
              [](const Unmodelled& a, const Unmodelled& b) {
                return std::tie(a.kind, a.label) < std::tie(b.kind, b.label);
              });
    std::sort(database_.left_alone.begin(), database_.left_alone.end());
    std::sort(database_.taken_names.begin(), database_.taken_names.end());
    std::sort(database_.other_namespaces.begin(), database_.other_namespaces.end());
    std::sort(database_.members.begin(), database_.members.end(),
              [](const ExtensionMember& a, const ExtensionMember& b) {
                return std::tie(a.extension, a.role, a.name) <
                       std::tie(b.extension, b.role, b.name);
              });
  }

  Connection& connection_;
  const ReadOptions& options_;
  const bool nested_;
  Moment moment_;
  Database database_;
  CatalogState state_;
  std::vector<CatalogReader> readers_;
  size_t current_ = 0, members_ = 0;  // the readers at work, and behind which extensions are known
  size_t first_readers_ = 0;          // how many the first connection serves
  std::string first_copies_, second_copies_;
  std::optional<SecondReader> second_;
};

// The server's printing functions see the newest catalog, not the snapshot: what was dropped
// meanwhile is an internal error to them ("cache lookup failed"), or an unknown object.
bool MovedUnderUs(const absl::Status& status) {
  if (absl::IsUnavailable(status)) return true;
  std::string sqlstate = ToFinding(status).sqlstate;
  return sqlstate == "XX000" || sqlstate == "42P01" || sqlstate == "42704" || sqlstate == "42883" ||
         sqlstate == "40001";
}

constexpr int kAttempts = 3;

// From here on half of a catalog takes longer than to connect once more: some 200 tables.
constexpr char kIsBig[] = "SELECT pg_relation_size('pg_catalog.pg_attribute') > 2000000";

}  // namespace

absl::StatusOr<bool> IsBigCatalog(Connection& connection) {
  ASSIGN_OR_RETURN(QueryResult result, connection.Query(kIsBig));
  return result.rows.at(0).at(0) == "t";
}

absl::StatusOr<Database> ReadCatalog(Connection& connection, const ReadOptions& options) {
  absl::StatusOr<Database> database = absl::InternalError("");
  ReadOptions now = options;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    database = CatalogRead(connection, now).Run();
    if (database.ok()) return database;
    // Somebody who waits for a table that our first transaction has lets our second one wait.
    const bool waited = now.second_connection && ToFinding(database.status()).sqlstate == "55P03";
    if (!waited && !MovedUnderUs(database.status())) return database;
    now.second_connection = now.second_connection && !waited;
  }
  if (!absl::IsUnavailable(database.status())) return database;
  return DatabaseError("the schema was changed each time while it was read",
                       "somebody alters " + connection.Describe() + " right now: try again later");
}

}  // namespace autogen
