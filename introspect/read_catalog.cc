#include "introspect/read_catalog.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/base/error.h"
#include "engine/sql/quote.h"
#include "introspect/catalog_queries.h"
#include "introspect/catalog_query.h"
#include "introspect/moment.h"
#include "introspect/readers.h"
#include "introspect/second_reader.h"

namespace autogen {
namespace {

// Over which connection a query goes where there are two. The second has half of the time.
enum class Turn {
  kFirst,
  kSecond,
  kEither,        // whichever is free first; such a one needs nothing of the second's before it
  kDependencies,  // the second's, where dependencies are wanted; needs all that is before it
};

struct CatalogSource {
  std::string_view name;
  std::string_view sql;
  MakeCatalogReader make;
  Turn turn = Turn::kFirst;
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
    {"routine", catalog::kRoutineSql, ReadRoutines},
    {"operator", catalog::kOperatorSql, ReadOperators},
    {"default_acl", catalog::kDefaultAclSql, ReadDefaultPrivileges},
    {"unmodelled", catalog::kUnmodelledSql, ReadUnmodelled},
    {"stand_in", catalog::kStandInSql, ReadStandIn},
    {"attribute", catalog::kAttributeSql, ReadAttributes},
    {"sequence", catalog::kSequenceSql, ReadSequences},
    {"need", catalog::kNeedSql, ReadNeeds},
    {"index", catalog::kIndexSql, ReadIndexes, Turn::kSecond},
    {"constraint", catalog::kConstraintSql, ReadConstraints, Turn::kSecond},
    {"attrdef", catalog::kAttrdefSql, ReadDefaults, Turn::kEither},
    {"trigger", catalog::kTriggerSql, ReadTriggers, Turn::kEither},
    {"view", catalog::kViewSql, ReadViews, Turn::kEither},
    {"dependent", catalog::kDependentSql, ReadDependents, Turn::kDependencies},
    {"depend", catalog::kDependSql, ReadDependencies, Turn::kDependencies},
};
static_assert(std::is_sorted(std::begin(kSources), std::end(kSources),
                             [](const CatalogSource& a, const CatalogSource& b) {
                               return a.turn < b.turn;
                             }));

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

// One read of the whole: the rows of the sources in their order, over one connection, or each half
// over one of its own. Rows are decoded here alone: the first connection's as they come, those of
// the second while there are none.
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
    if (status.ok()) status = state_.error;
    if (status.ok()) status = CheckMoment();
    if (status.ok()) {
      FindResting(state_);
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
  using Meanwhile = std::function<absl::StatusOr<bool>()>;

  // The readers that one connection serves, one after the other.
  struct Chain {
    size_t next = 0, end = 0;
  };

  absl::Status Prepare() {
    database_.server_version = connection_.server_version();
    state_.database = &database_;
    state_.dependencies = options_.dependencies;
    for (const std::string& table : options_.own_tables) state_.own_tables.insert(table);
    for (const CatalogSource& source : kSources) {
      if (source.turn == Turn::kDependencies && !options_.dependencies) continue;
      if (source.make == ReadMembers) members_ = readers_.size();
      if (source.make == ReadAttributes) columns_ = readers_.size();
      if (source.make == ReadNeeds) needs_ = readers_.size();
      std::string query = QueryFor(source.sql, connection_.server_version());
      CatalogHeader header(source.name, ColumnsOf(query));
      readers_.push_back(source.make(header, state_));
      RETURN_IF_ERROR(header.Check());
      if (source.turn <= Turn::kFirst) first_.end = readers_.size();
      if (source.turn <= Turn::kSecond) either_ = readers_.size();
      if (source.turn <= Turn::kEither) early_ = readers_.size();
      copies_.push_back("COPY (\n" + query + ") TO STDOUT;\n");
    }
    return absl::OkStatus();
  }

  // The first connection's message: statements, and what their answers are for.
  absl::Status ReadRows() {
    const bool shares = options_.second_connection && !nested_;
    if (!shares) first_.end = readers_.size();
    second_chain_ = {first_.end, readers_.size()};
    std::string message = Beginning(nested_);
    std::vector<OnRow> answers;
    if (shares) {
      message += ExportSnapshotSql();
      answers.push_back([this](const Row& row) { return StartSecond(row); });
    }
    message += Settings(options_);
    answers.push_back([](const Row&) { return absl::OkStatus(); });
    for (size_t reader = 0; reader < first_.end; ++reader) {
      message += copies_[reader];
      answers.push_back([this, reader](const Row& row) { return ReadRow(&first_, reader, row); });
      // Not first: nothing is to be in the way of the rows that bring the second connection its
      // snapshot.
      if (reader == needs_ && moment_.wanted()) AddDigest(&message, &answers);
    }
    if (!shares) AddEnd(&message, &answers);
    RETURN_IF_ERROR(
        Stream(message, answers, shares ? [this] { return ReadEarly(); } : Meanwhile()));
    RETURN_IF_ERROR(FinishUntil(&first_, first_.end));
    if (shares) RETURN_IF_ERROR(ReadSecondRows());
    return FinishUntil(&second_chain_, second_chain_.end);
  }

  absl::Status StartSecond(const Row& snapshot) {
    const std::vector<std::string> copies(copies_.begin() + first_.end, copies_.end());
    second_.emplace(connection_.Conninfo(),
                    SharedSnapshot{std::string(snapshot.at(0).value_or("")),
                                   std::string(snapshot.at(1).value_or(""))},
                    Settings(options_), copies);
    return absl::OkStatus();
  }

  // Some of what the second connection has brought so far, once there is all that it needs: for
  // dependencies that is everything, for the rest what is read up to columns.
  absl::StatusOr<bool> ReadEarly() {
    if (!second_ || first_.next <= columns_ || early_ <= first_.end) return false;
    return second_->TakeReady(CopyOf(early_), OnSecondRow());
  }

  // The second connection's number for what a reader reads.
  int CopyOf(size_t reader) const { return static_cast<int>(reader - first_.end); }

  SecondReader::OnRow OnSecondRow() {
    return [this](int copy, const Row& row) {
      return ReadRow(&second_chain_, first_.end + static_cast<size_t>(copy), row);
    };
  }

  absl::Status ReadSecondRows() {
    std::string message;
    std::vector<OnRow> answers;
    if (second_->Started()) {
      RETURN_IF_ERROR(TakeOver());
      RETURN_IF_ERROR(second_->Take(OnSecondRow()));
      second_.reset();
    } else {
      for (size_t reader = first_.end; reader < readers_.size(); ++reader) {
        message += copies_[reader];
        answers.push_back(
            [this, reader](const Row& row) { return ReadRow(&second_chain_, reader, row); });
      }
    }
    AddEnd(&message, &answers);
    return Stream(message, answers);
  }

  // What either may read and the second connection has not begun: the first is through with its
  // own.
  absl::Status TakeOver() {
    while (auto copy = second_->TakeOver(CopyOf(either_), CopyOf(early_))) {
      const size_t reader = first_.end + static_cast<size_t>(*copy);
      auto on_row = [&](const Row& row) { return readers_[reader].on_row(row); };
      RETURN_IF_ERROR(Stream(copies_[reader], {on_row}, [this] { return ReadEarly(); }));
      RETURN_IF_ERROR(Finish(reader));
    }
    return absl::OkStatus();
  }

  absl::Status Stream(const std::string& message, const std::vector<OnRow>& answers,
                      const Meanwhile& meanwhile = nullptr) {
    auto on_row = [&](int number, const Row& row) {
      return answers.at(static_cast<size_t>(number))(row);
    };
    return connection_.Stream(message, on_row, meanwhile);
  }

  void AddDigest(std::string* message, std::vector<OnRow>* answers) {
    *message += Moment::DigestCopy();
    answers->push_back([this](const Row& row) {
      moment_.ReadDigestRow(row);
      return absl::OkStatus();
    });
    AddSnapshot(message, answers);
  }

  void AddSnapshot(std::string* message, std::vector<OnRow>* answers) {
    *message += Moment::SnapshotCopy();
    answers->push_back([this](const Row& row) {
      moment_.ReadSnapshotRow(row);
      return absl::OkStatus();
    });
  }

  void AddEnd(std::string* message, std::vector<OnRow>* answers) {
    *message += Ending(nested_);
    if (moment_.wanted()) AddSnapshot(message, answers);
  }

  absl::Status ReadRow(Chain* chain, size_t reader, const Row& row) {
    RETURN_IF_ERROR(FinishUntil(chain, reader));
    return readers_[reader].on_row(row);
  }

  absl::Status FinishUntil(Chain* chain, size_t reader) {
    for (size_t& next = chain->next; next < reader; ++next) RETURN_IF_ERROR(Finish(next));
    return absl::OkStatus();
  }

  absl::Status Finish(size_t reader) {
    if (auto at_end = std::exchange(readers_[reader].at_end, nullptr)) RETURN_IF_ERROR(at_end());
    if (reader == members_ && options_.on_extensions) options_.on_extensions(database_);
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
  std::vector<std::string> copies_;  // statements, one a reader
  size_t members_ = 0;               // the reader behind which extensions are known
  size_t columns_ = 0;               // the one behind which columns are
  size_t needs_ = 0;                 // the one behind which the digest is read
  size_t either_ = 0;                // behind the last that is one connection's own
  size_t early_ = 0;                 // behind the last that needs no more than these
  Chain first_, second_chain_;
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
