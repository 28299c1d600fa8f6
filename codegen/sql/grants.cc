// Rights as end states: what is there is compared with what must be, and only the difference is
// written. See: PostgreSQL manual, Privileges, GRANT, REVOKE, ALTER DEFAULT PRIVILEGES.

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "engine/base/error.h"
#include "engine/definition/definition.h"
#include "engine/schema/default_acl.h"

namespace autogen {
namespace {

struct Right {
  Name grantee, privilege, column;
  friend auto operator<=>(const Right&, const Right&) = default;
};
using Rights = std::map<Right, bool>;  // whether with grant option

// One statement's worth of rights.
struct Batch {
  Name grantee;
  std::map<Name, std::vector<Name>> columns;  // privilege -> columns
  std::set<Name> whole;                       // privileges on the whole object
  bool empty() const { return columns.empty() && whole.empty(); }
};

struct PrivilegeWord {
  std::string_view name;
  SqlKeyword word;
};
constexpr std::array kPrivilegeWords = {PrivilegeWord{"select", "SELECT"},
                                        PrivilegeWord{"insert", "INSERT"},
                                        PrivilegeWord{"update", "UPDATE"},
                                        PrivilegeWord{"delete", "DELETE"},
                                        PrivilegeWord{"truncate", "TRUNCATE"},
                                        PrivilegeWord{"references", "REFERENCES"},
                                        PrivilegeWord{"trigger", "TRIGGER"},
                                        PrivilegeWord{"maintain", "MAINTAIN"},
                                        PrivilegeWord{"usage", "USAGE"},
                                        PrivilegeWord{"create", "CREATE"},
                                        PrivilegeWord{"connect", "CONNECT"},
                                        PrivilegeWord{"temporary", "TEMPORARY"},
                                        PrivilegeWord{"execute", "EXECUTE"},
                                        PrivilegeWord{"set", "SET"},
                                        PrivilegeWord{"alter system", "ALTER SYSTEM"}};

const PrivilegeWord* FindWord(std::string_view name) {
  auto found = std::find_if(kPrivilegeWords.begin(), kPrivilegeWords.end(),
                            [&](const PrivilegeWord& word) { return word.name == name; });
  return found == kPrivilegeWords.end() ? nullptr : &*found;
}

bool HasGrants(Kind kind) {
  return kind != Kind::kExtension && kind != Kind::kConstraint && kind != Kind::kIndex &&
         kind != Kind::kTrigger && kind != Kind::kOperator && kind != Kind::kColumn &&
         kind != Kind::kDefault && kind != Kind::kUnmodelled;
}

// The word after ON: views are tables to GRANT, domains are types.
SqlKeyword GrantWord(Kind kind) {
  if (kind == Kind::kView || kind == Kind::kMaterializedView) return "TABLE";
  if (kind == Kind::kDomain) return "TYPE";
  return Word(kind);
}

// Spells the owner's rights out: absent they are all of the kind's.
Rights Expand(const Grants& grants, Name owner, Kind kind) {
  Rights rights;
  bool owner_said = false;
  for (const Privilege& privilege : grants) {
    rights[{privilege.grantee, privilege.privilege, privilege.column}] |= privilege.grant_option;
    owner_said |= privilege.grantee == owner && privilege.column.empty();
  }
  if (!owner.empty() && !owner_said) {
    for (Name privilege : AllPrivileges(kind)) rights.emplace(Right{owner, privilege, {}}, false);
  }
  return rights;
}

Name OwnerOf(const Object& object, const Writer& w) {
  const Common& common = CommonOf(object);
  return common.owner && !common.owner->empty() ? *common.owner : w.role();
}

// What CREATE gives: the role's default privileges everywhere, or else the built-in ones, and
// those of the schema on top. See: ALTER DEFAULT PRIVILEGES; get_user_default_acl() in PostgreSQL.
// A schema that the plan makes has none.
Grants GrantsAtCreation(const Object& object, const Writer& w) {
  ObjectId id = IdOf(object);
  Grants grants = DefaultGrants(id.kind);
  char type = DefaultAclType(id.kind);
  const auto& defaults = w.before().default_privileges;
  auto applies = [&](const DefaultPrivilege& d) {
    return type != 0 && d.role == w.role() && d.object_type == type;
  };
  for (const DefaultPrivilege& d : defaults) {
    if (applies(d) && d.schema.empty()) grants = d.grants;
  }
  for (const DefaultPrivilege& d : defaults) {
    if (!applies(d) || d.schema.empty() || d.schema != id.schema) continue;
    if (w.MadeSoFar({Kind::kNamespace, {}, d.schema, {}})) continue;
    grants.insert(grants.end(), d.grants.begin(), d.grants.end());
  }
  return grants;
}

// What either gives.
Rights Either(const Rights& a, const Rights& b) {
  Rights rights = a;
  for (const auto& [right, option] : b) rights[right] |= option;
  return rights;
}

// What both give, with or without grant option.
Rights Both(const Rights& a, const Rights& b) {
  Rights rights;
  for (const auto& [right, option] : a) {
    auto other = b.find(right);
    if (other != b.end() && other->second == option) rights.emplace(right, option);
  }
  return rights;
}

// ALTER … OWNER TO: the old owner's entries become the new one's. See: aclnewowner() in PostgreSQL.
Rights WithOwner(const Rights& rights, Name from, Name to) {
  Rights moved;
  for (const auto& [right, option] : rights) {
    Right key = right;
    if (key.grantee == from) key.grantee = to;
    moved[key] |= option;
  }
  return moved;
}

class RightsWriter {
 public:
  RightsWriter(const Object& object, bool is_new, Writer& w)
      : object_(object), kind_(IdOf(object).kind), is_new_(is_new), w_(w) {}

  void Change(const Rights& have, const Rights& want) { Change(have, have, want); }
  // Where it is not known whether all that there may be is there.
  void Change(Rights may_have, Rights has, const Rights& want) {
    TakeAway(may_have, want);
    TakeOptions(may_have, want);
    for (auto it = has.begin(); it != has.end();) {
      auto left = may_have.find(it->first);
      if (left == may_have.end()) {
        it = has.erase(it);
      } else {
        (it++)->second &= left->second;
      }
    }
    Give(has, want);
  }

 private:
  using Batches = std::map<std::pair<Name, bool>, Batch>;

  static void Put(Batches& batches, const Right& right, bool option) {
    Batch& batch = batches[{right.grantee, option}];
    batch.grantee = right.grantee;
    if (right.column.empty()) {
      batch.whole.insert(right.privilege);
    } else {
      batch.columns[right.privilege].push_back(right.column);
    }
  }

  // REVOKE on the whole object takes the columns' rights of that name along.
  static void Forget(Rights& have, const Right& whole) {
    std::erase_if(have, [&](const auto& entry) {
      return entry.first.grantee == whole.grantee && entry.first.privilege == whole.privilege;
    });
  }

  void TakeAway(Rights& have, const Rights& want) {
    Batches batches;
    for (const auto& [right, option] : Rights(have)) {
      if (want.contains(right) || !have.contains(right)) continue;
      Put(batches, right, false);
      have.erase(right);
      if (right.column.empty()) Forget(have, right);
    }
    for (const auto& [key, batch] : batches) Take(batch, "REVOKE ");
  }

  void TakeOptions(Rights& have, const Rights& want) {
    Batches batches;
    for (auto& [right, option] : have) {
      if (!option || want.at(right)) continue;
      Put(batches, right, false);
      option = false;
      if (!right.column.empty()) continue;
      for (auto& [other, its_option] : have) {
        if (other.grantee == right.grantee && other.privilege == right.privilege) {
          its_option = false;
        }
      }
    }
    for (const auto& [key, batch] : batches) Take(batch, "REVOKE GRANT OPTION FOR ");
  }

  void Give(const Rights& have, const Rights& want) {
    Batches batches;
    for (const auto& [right, option] : want) {
      auto found = have.find(right);
      if (found != have.end() && found->second == option) continue;
      Put(batches, right, option);
    }
    for (const auto& [key, batch] : batches) {
      Sql sql = Start(batch, "GRANT ");
      sql << " TO ";
      AppendGrantee(sql, batch.grantee);
      if (key.second) sql << " WITH GRANT OPTION";
      w_.Add(std::move(sql));
    }
  }

  void Take(const Batch& batch, SqlKeyword verb) {
    Sql sql = Start(batch, verb);
    sql << " FROM ";
    AppendGrantee(sql, batch.grantee);
    std::vector<Hazard> hazards;
    if (!is_new_) {
      Sql privileges = w_.NewSql();
      AppendPrivileges(privileges, batch);
      hazards.push_back(RevokeHazard(IdOf(object_), batch.grantee, privileges.text()));
    }
    w_.Add(std::move(sql), std::move(hazards));
  }

  void AppendPrivileges(Sql& sql, const Batch& batch) {
    std::vector<Name> all = AllPrivileges(kind_);
    if (batch.columns.empty() && batch.whole.size() > 1 &&
        batch.whole == std::set<Name>(all.begin(), all.end())) {
      sql << "ALL";
      return;
    }
    bool first = true;
    for (const PrivilegeWord& word : kPrivilegeWords) {
      Name name(word.name);
      auto columns = batch.columns.find(name);
      if (batch.whole.contains(name)) {
        if (!first) sql << ", ";
        sql << word.word;
        first = false;
      }
      if (columns != batch.columns.end()) {
        if (!first) sql << ", ";
        sql << word.word << " ";
        sql.Columns(columns->second);
        first = false;
      }
    }
  }

  Sql Start(const Batch& batch, SqlKeyword verb) {
    Sql sql = w_.NewSql();
    sql << verb;
    AppendPrivileges(sql, batch);
    sql << " ON " << GrantWord(kind_) << " ";
    AppendName(sql, object_);
    return sql;
  }

  static void AppendGrantee(Sql& sql, Name grantee) {
    if (grantee == Name("public")) {
      sql << "PUBLIC";
    } else {
      sql << Ident(grantee);
    }
  }

  const Object& object_;
  Kind kind_;
  bool is_new_;
  Writer& w_;
};

// A table's columns that the plan makes get their rights when they are made; those of a column that
// goes, go with it.
void EraseMovingColumns(Rights& rights, const Object& after, const Writer& w) {
  const auto* table = std::get_if<Table>(&after);
  if (table == nullptr) return;
  std::erase_if(rights, [&](const auto& entry) {
    Name column = entry.first.column;
    if (column.empty()) return false;
    ObjectId id = ColumnId(table->schema, table->name, column);
    return !w.Stood(id) || w.MadeLater(id) || FindColumn(table->columns, column) == nullptr;
  });
}

// What the server knows nothing of cannot be written; models are checked before.
void EraseUnknown(Rights& rights) {
  std::erase_if(rights,
                [](const auto& entry) { return FindWord(entry.first.privilege) == nullptr; });
}

}  // namespace

void GrantNew(const Object& object, Writer& w) {
  ObjectId id = IdOf(object);
  const Common& common = CommonOf(object);
  if (!HasGrants(id.kind) || !common.grants) return;
  Name owner = OwnerOf(object, w);
  auto given = [&](const Grants& grants) {
    Rights rights = WithOwner(Expand(grants, w.role(), id.kind), w.role(), owner);
    EraseUnknown(rights);
    return rights;
  };
  // The migration runs elsewhere too, under other default privileges (where it is replayed from
  // nothing, under none), and is to end in the same there.
  const Rights here = given(GrantsAtCreation(object, w));
  const Rights elsewhere = given(DefaultGrants(id.kind));
  Rights want = Expand(*common.grants, owner, id.kind);
  EraseUnknown(want);
  RightsWriter(object, true, w).Change(Either(here, elsewhere), Both(here, elsewhere), want);
}

void GrantNewColumn(const Table& table, Name column, Writer& w) {
  if (!table.common.grants) return;
  Rights want;
  for (const Privilege& privilege : *table.common.grants) {
    if (privilege.column != column) continue;
    want[{privilege.grantee, privilege.privilege, column}] = privilege.grant_option;
  }
  EraseUnknown(want);
  RightsWriter(Object(table), true, w).Change({}, want);
}

void AlterGrants(const Object& before, const Object& after, Writer& w) {
  ObjectId id = IdOf(after);
  const Common& old_common = CommonOf(before);
  const Common& new_common = CommonOf(after);
  if (!HasGrants(id.kind) || !old_common.grants || !new_common.grants) return;
  Name old_owner = OwnerOf(before, w);
  Name new_owner = OwnerOf(after, w);
  Rights have = WithOwner(Expand(*old_common.grants, old_owner, id.kind), old_owner, new_owner);
  Rights want = Expand(*new_common.grants, new_owner, id.kind);
  EraseUnknown(have);
  EraseUnknown(want);
  EraseMovingColumns(have, after, w);
  EraseMovingColumns(want, after, w);
  RightsWriter(after, false, w).Change(std::move(have), want);
}

}  // namespace autogen
