#include <algorithm>
#include <array>

#include "codegen/sql/types.h"

namespace autogen {
namespace {

// Built-in types of a fixed length (and tsquery): plain. See: pg_type.typstorage.
constexpr std::array<std::string_view, 46> kPlain = {
    "\"char\"",
    "aclitem",
    "bigint",
    "boolean",
    "box",
    "char",
    "cid",
    "circle",
    "date",
    "double precision",
    "gtsvector",
    "int2vector",
    "integer",
    "interval",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "oid",
    "oidvector",
    "pg_lsn",
    "point",
    "real",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "smallint",
    "tid",
    "time with time zone",
    "time without time zone",
    "timestamp with time zone",
    "timestamp without time zone",
    "tsquery",
    "uuid",
    "xid",
    "xid8",
};

}  // namespace

Name TypeStorage(const TypeRef& type, const Database& database) {
  TypeRef base = BaseType(type, database);
  if (base.array) return "extended";
  if (base.schema == Name("pg_catalog")) {
    if (base.name == Name("numeric") || base.name == Name("inet") || base.name == Name("cidr")) {
      return "main";
    }
    return std::find(kPlain.begin(), kPlain.end(), base.name.view()) != kPlain.end() ? "plain"
                                                                                     : "extended";
  }
  if (database.Find(RelationId(Kind::kEnum, base.schema, base.name))) return "plain";
  return "extended";
}

}  // namespace autogen
