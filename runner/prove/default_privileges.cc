#include "runner/prove/default_privileges.h"

#include <algorithm>
#include <set>

#include "engine/base/error.h"
#include "engine/schema/default_acl.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

std::string_view ObjectsOf(char type) {
  switch (type) {
    case 'r':
      return "TABLES";
    case 'S':
      return "SEQUENCES";
    case 'f':
      return "FUNCTIONS";
    case 'T':
      return "TYPES";
    case 'n':
      return "SCHEMAS";
  }
  Unreachable();
}

std::string Grantee(Name name) { return name == Name("public") ? "PUBLIC" : QuoteIdentifier(name); }

// An end state: what holds everywhere takes the place of what is built in, a schema's comes on top.
std::string Sql(const DefaultPrivilege& privilege, int version) {
  const std::string on = " ON " + std::string(ObjectsOf(privilege.object_type));
  const std::string role = QuoteIdentifier(privilege.role);
  std::string start = "ALTER DEFAULT PRIVILEGES FOR ROLE " + role;
  if (!privilege.schema.empty()) start += " IN SCHEMA " + QuoteIdentifier(privilege.schema);
  std::string sql;
  const bool owner_said =
      std::any_of(privilege.grants.begin(), privilege.grants.end(),
                  [&](const Privilege& p) { return p.grantee == privilege.role; });
  if (privilege.schema.empty()) {
    sql += start + " REVOKE ALL" + on + " FROM PUBLIC" + (owner_said ? ", " + role : "") + ";\n";
  }
  for (const Privilege& right : privilege.grants) {
    if (right.privilege == Name("maintain") && version < 170000) continue;
    sql += start + " GRANT " + right.privilege.str() + on + " TO " + Grantee(right.grantee) +
           (right.grant_option ? " WITH GRANT OPTION" : "") + ";\n";
  }
  return sql;
}

}  // namespace

std::vector<DefaultPrivilege> DefaultPrivilegesAtWork(const Database& live, const Database& start,
                                                      const Database& end) {
  std::vector<DefaultPrivilege> at_work;
  if (live.default_privileges.empty()) return at_work;
  std::set<char> types;
  for (const Database* database : {&start, &end}) {
    for (const auto& [id, object] : database->objects) types.insert(DefaultAclType(id.kind));
  }
  for (const DefaultPrivilege& privilege : live.default_privileges) {
    if (privilege.role != live.current_user || !types.contains(privilege.object_type)) continue;
    if (!privilege.schema.empty() && !start.Find({Kind::kNamespace, {}, privilege.schema, {}})) {
      continue;
    }
    at_work.push_back(privilege);
  }
  return at_work;
}

std::string DefaultPrivilegesSql(const std::vector<DefaultPrivilege>& privileges, int version) {
  std::string sql;
  for (const DefaultPrivilege& privilege : privileges) sql += Sql(privilege, version);
  return sql;
}

}  // namespace autogen
