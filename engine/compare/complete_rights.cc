#include "engine/compare/complete_rights.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/definition/definition.h"
#include "engine/schema/default_acl.h"

namespace autogen {
namespace {

bool IsPublic(const ObjectId& id) {
  return id.kind == Kind::kNamespace && id.name == Name("public");
}

constexpr int kOwnedByDatabaseOwner = 150000;  // public's owner and rights changed in PostgreSQL 15

bool IsBefore15(int version) { return version != 0 && version < kOwnedByDatabaseOwner; }

}  // namespace

bool HasOwner(Kind kind) { return kind == Kind::kOperator || DefaultAclType(kind) != 0; }
bool HasGrants(Kind kind) { return DefaultAclType(kind) != 0; }
bool HasRights(const Object& object) {
  return !std::holds_alternative<Constraint>(object) && !std::holds_alternative<Index>(object) &&
         !std::holds_alternative<Trigger>(object);
}

Grants CanonicalGrants(Grants grants, Name owner, Kind kind) {
  std::sort(grants.begin(), grants.end());
  grants.erase(std::unique(grants.begin(), grants.end()), grants.end());
  // A right with the grant option holds the plain one.
  const Grants said = grants;
  std::erase_if(grants, [&](const Privilege& plain) {
    Privilege strong = plain;
    strong.grant_option = true;
    return !plain.grant_option && std::binary_search(said.begin(), said.end(), strong);
  });
  std::vector<Name> all = AllPrivileges(kind);
  bool owner_has_all = std::all_of(all.begin(), all.end(), [&](Name privilege) {
    return std::binary_search(grants.begin(), grants.end(), Privilege{owner, privilege, {}, false});
  });
  bool with_option = std::any_of(grants.begin(), grants.end(), [&](const Privilege& p) {
    return p.grantee == owner && p.grant_option;
  });
  if (owner_has_all && !with_option) {
    std::erase_if(grants, [&](const Privilege& p) { return p.grantee == owner; });
  }
  return grants;
}

// See: PostgreSQL manual, Data Definition, Schemas, The Public Schema.
Name RightsCompleter::DefaultOwner(const Object* before, const ObjectId& id) const {
  if (IsPublic(id)) {
    if (!IsBefore15(live_.server_version)) return "pg_database_owner";
    if (before != nullptr && CommonOf(*before).owner) return *CommonOf(*before).owner;
  }
  return live_.owner.empty() ? options_.default_owner : live_.owner;
}

Grants RightsCompleter::BuiltInGrants(const ObjectId& id) const {
  Grants grants = DefaultGrants(id.kind);
  if (IsPublic(id)) {
    grants.push_back({"public", "usage", {}, false});
    if (IsBefore15(live_.server_version)) grants.push_back({"public", "create", {}, false});
  }
  return grants;
}

void RightsCompleter::Complete(const Object* before, Object* object) const {
  ObjectId id = IdOf(*object);
  Common& common = CommonOf(*object);
  const Common* old = before ? &CommonOf(*before) : nullptr;
  if (HasOwner(id.kind) && !common.owner) {
    if (managed_.owners) {
      common.owner = DefaultOwner(before, id);
    } else {
      common.owner = old ? old->owner : options_.default_owner;
    }
  }
  if (HasGrants(id.kind)) {
    if (!common.grants && managed_.grants) {
      common.grants = BuiltInGrants(id);
    } else if (!common.grants && old) {
      common.grants = old->grants;
    }  // a new one's are what CREATE gives, wherever it is
    if (common.grants) {
      common.grants = CanonicalGrants(*std::move(common.grants),
                                      common.owner ? *common.owner : Name(), id.kind);
    }
  }
  if (old && common.security_labels.empty()) common.security_labels = old->security_labels;
}

}  // namespace autogen
