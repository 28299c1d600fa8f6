#include <algorithm>
#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/reader.h"
#include "engine/schema/kind.h"

namespace autogen {

// See: manual, Privileges, Summary of Access Privileges. MAINTAIN came with PostgreSQL 17: it may
// be granted by name, but "all" means what every version has.
std::vector<Name> AllPrivileges(Kind kind) {
  switch (kind) {
    case Kind::kTable:
    case Kind::kView:
    case Kind::kMaterializedView:
      return {"select", "insert", "update", "delete", "truncate", "references", "trigger"};
    case Kind::kColumn:
      return {"select", "insert", "update", "references"};
    case Kind::kSequence:
      return {"select", "usage", "update"};
    case Kind::kNamespace:
      return {"usage", "create"};
    case Kind::kFunction:
    case Kind::kProcedure:
      return {"execute"};
    case Kind::kEnum:
    case Kind::kDomain:
    case Kind::kCompositeType:
    case Kind::kRangeType:
      return {"usage"};
    case Kind::kExtension:
    case Kind::kOperator:
    case Kind::kDefault:
    case Kind::kConstraint:
    case Kind::kIndex:
    case Kind::kTrigger:
    case Kind::kUnmodelled:
      return {};
  }
  Unreachable();
}

Grants DefaultGrants(Kind kind) {
  switch (kind) {
    case Kind::kFunction:
    case Kind::kProcedure:
      return {{"public", "execute", {}, false}};
    case Kind::kEnum:
    case Kind::kDomain:
    case Kind::kCompositeType:
    case Kind::kRangeType:
      return {{"public", "usage", {}, false}};
    case Kind::kNamespace:
    case Kind::kExtension:
    case Kind::kSequence:
    case Kind::kOperator:
    case Kind::kTable:
    case Kind::kColumn:
    case Kind::kDefault:
    case Kind::kConstraint:
    case Kind::kIndex:
    case Kind::kTrigger:
    case Kind::kView:
    case Kind::kMaterializedView:
    case Kind::kUnmodelled:
      return {};
  }
  Unreachable();
}

namespace {

bool HasColumns(Kind kind) {
  return kind == Kind::kTable || kind == Kind::kView || kind == Kind::kMaterializedView;
}

bool IsPrivilege(Name privilege, Kind kind) {
  std::vector<Name> all = AllPrivileges(kind);
  if (std::find(all.begin(), all.end(), privilege) != all.end()) return true;
  return HasColumns(kind) && privilege == Name("maintain");
}

// The privileges that one word says.
absl::StatusOr<std::vector<Name>> ReadPrivilege(Reader& reader, Kind kind) {
  if (reader.Accept("all")) {
    reader.Accept("privileges");
    return AllPrivileges(reader.At("(") && HasColumns(kind) ? Kind::kColumn : kind);
  }
  if (!reader.Peek().IsName()) return reader.Unexpected("a privilege");
  Name privilege = reader.Peek().value;
  if (!IsPrivilege(privilege, kind)) {
    std::string list;
    for (Name known : AllPrivileges(kind)) list += (list.empty() ? "" : ", ") + known.str();
    return reader.Error("a " + std::string(KindName(kind)) + " has no privilege " + privilege.str(),
                        list.empty() ? "" : "it has " + list);
  }
  reader.Skip();
  return std::vector<Name>{privilege};
}

absl::StatusOr<std::vector<Name>> ReadColumns(Reader& reader, Kind kind,
                                              const std::vector<Name>& privileges) {
  if (!reader.At("(")) return std::vector<Name>{Name()};
  std::vector<Name> allowed = AllPrivileges(Kind::kColumn);
  for (Name privilege : privileges) {
    bool fits = std::find(allowed.begin(), allowed.end(), privilege) != allowed.end();
    if (!HasColumns(kind) || !fits) {
      return reader.Error("the privilege " + privilege.str() + " cannot be given for columns");
    }
  }
  return reader.ReadNames();
}

}  // namespace

absl::StatusOr<Grants> ReadGrants(Name grantee, std::string_view text, Kind kind) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  Grants grants;
  do {
    std::vector<Name> privileges;
    ASSIGN_OR_RETURN(privileges, ReadPrivilege(*reader, kind));
    std::vector<Name> columns;
    ASSIGN_OR_RETURN(columns, ReadColumns(*reader, kind, privileges));
    for (Name privilege : privileges) {
      for (Name column : columns) grants.push_back({grantee, privilege, column, false});
    }
  } while (reader->Accept(","));
  bool grant_option = reader->Accept("with", "grant", "option");
  RETURN_IF_ERROR(reader->Finish("a grant"));
  if (grant_option && grantee == Name("public")) {
    return InputError("public cannot have the grant option");
  }
  for (Privilege& privilege : grants) privilege.grant_option = grant_option;
  std::sort(grants.begin(), grants.end());
  grants.erase(std::unique(grants.begin(), grants.end()), grants.end());
  return grants;
}

namespace {

// The order of the manual; it is that of a table's, of which the others are parts.
int Rank(Name privilege) {
  static constexpr std::string_view kOrder[] = {"select",   "insert",     "update",  "delete",
                                                "truncate", "references", "trigger", "maintain",
                                                "usage",    "create",     "execute"};
  return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), privilege.view()) -
                          std::begin(kOrder));
}

std::string WriteSome(Grants grants, bool grant_option, const SqlStyle& style) {
  std::erase_if(grants, [&](const Privilege& p) { return p.grant_option != grant_option; });
  std::stable_sort(grants.begin(), grants.end(), [](const Privilege& a, const Privilege& b) {
    int before = Rank(a.privilege), after = Rank(b.privilege);
    return before != after ? before < after : a.column < b.column;
  });
  Sql sql(style);
  for (size_t i = 0; i < grants.size();) {
    Name privilege = grants[i].privilege;
    bool whole = grants[i].column.empty();
    std::vector<Name> columns;
    if (whole) ++i;
    for (; !whole && i < grants.size() && grants[i].privilege == privilege; ++i) {
      columns.push_back(grants[i].column);
    }
    std::string word = privilege.str();
    if (!style.lower_keywords) {
      for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    if (!sql.empty()) sql << ", ";
    sql << RawSql{word};
    if (!columns.empty()) (sql << " ").Columns(columns);
  }
  return sql.Take();
}

}  // namespace

std::pair<std::string, std::string> WriteGrants(const Grants& of_one_grantee,
                                                const SqlStyle& style) {
  std::string with_option = WriteSome(of_one_grantee, true, style);
  if (!with_option.empty() && style.lower_keywords) with_option += " with grant option";
  return {WriteSome(of_one_grantee, false, style), with_option};
}

}  // namespace autogen
