#include "introspect/digest.h"

#include "engine/base/error.h"

namespace autogen {
namespace {

// Catalogs that everybody may read.
constexpr const char* kCatalogs[] = {"pg_am",
                                     "pg_attrdef",
                                     "pg_attribute",
                                     "pg_cast",
                                     "pg_class",
                                     "pg_collation",
                                     "pg_constraint",
                                     "pg_conversion",
                                     "pg_default_acl",
                                     "pg_depend",
                                     "pg_description",
                                     "pg_enum",
                                     "pg_event_trigger",
                                     "pg_extension",
                                     "pg_foreign_data_wrapper",
                                     "pg_foreign_server",
                                     "pg_foreign_table",
                                     "pg_index",
                                     "pg_inherits",
                                     "pg_init_privs",
                                     "pg_language",
                                     "pg_namespace",
                                     "pg_opclass",
                                     "pg_operator",
                                     "pg_opfamily",
                                     "pg_partitioned_table",
                                     "pg_policy",
                                     "pg_proc",
                                     "pg_publication",
                                     "pg_range",
                                     "pg_rewrite",
                                     "pg_seclabel",
                                     "pg_sequence",
                                     "pg_statistic_ext",
                                     "pg_tablespace",
                                     "pg_transform",
                                     "pg_trigger",
                                     "pg_ts_config",
                                     "pg_ts_dict",
                                     "pg_ts_parser",
                                     "pg_ts_template",
                                     "pg_type"};

// A data folder put back from a copy has the same identifier and the same rows; it has another
// start or another timeline.
constexpr char kIdentity[] =
    "SELECT 'server' AS name, concat_ws(' ', (SELECT system_identifier FROM pg_control_system()), "
    "(SELECT timeline_id FROM pg_control_checkpoint()), d.oid, d.xmin, "
    "current_setting('server_version_num'), extract(epoch FROM pg_postmaster_start_time()), "
    "quote_ident(current_user)) AS state FROM pg_database d WHERE d.datname = current_database()";

// Rows that not everybody may see whole are told by their names.
constexpr char kByName[] =
    " UNION ALL SELECT 'pg_roles', count(*) || ' ' || sum(hashtextextended(rolname::text, "
    "oid::int8)) FROM pg_roles"
    " UNION ALL SELECT 'pg_subscription', count(*) || ' ' || "
    "sum(hashtextextended(subname::text, subdbid::int8)) FROM pg_subscription"
    " UNION ALL SELECT 'pg_user_mappings', count(*) || ' ' || sum(hashtextextended(srvname || '.' "
    "|| usename, umid::int8)) FROM pg_user_mappings";

}  // namespace

// age() counts back from the newest transaction without going through text, as xid has no sum. Rows
// that initdb wrote have no age (its greatest number), whatever the newest is.
std::string DigestQuery() {
  std::string catalogs;
  for (const char* catalog : kCatalogs) {
    if (!catalogs.empty()) catalogs += " UNION ALL ";
    catalogs += std::string("SELECT '") + catalog +
                "' AS name, count(*) AS rows, count(*) FILTER (WHERE age(xmin) = 2147483647) AS "
                "first_rows, sum(age(xmin)) AS ages FROM pg_catalog." +
                catalog;
  }
  return std::string(kIdentity) +
         " UNION ALL SELECT name, concat_ws(' ', rows, first_rows, (rows - first_rows) * ((age("
         "'3'::xid)::int8 & 4294967295) + 3) - ages + first_rows * 2147483647) FROM (" +
         catalogs + ") c" + kByName;
}

absl::StatusOr<std::string> ReadDigest(Connection& connection) {
  ASSIGN_OR_RETURN(QueryResult result, connection.Query(DigestQuery()));
  std::string digest;
  for (const auto& row : result.rows) {
    digest += row.at(0).value_or("") + " " + row.at(1).value_or("") + "\n";
  }
  return digest;
}

}  // namespace autogen
