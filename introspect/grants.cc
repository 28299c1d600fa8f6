#include "introspect/grants.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "engine/base/error.h"

namespace autogen {
namespace {

using Rights = std::map<char, bool>;  // letter: with grant option

// See: PostgreSQL manual, Privileges, ACL Privilege Abbreviations.
std::string_view Word(char letter) {
  switch (letter) {
    case 'a':
      return "insert";
    case 'r':
      return "select";
    case 'w':
      return "update";
    case 'd':
      return "delete";
    case 'D':
      return "truncate";
    case 'x':
      return "references";
    case 't':
      return "trigger";
    case 'm':
      return "maintain";
    case 'X':
      return "execute";
    case 'U':
      return "usage";
    case 'C':
      return "create";
    case 'c':
      return "connect";
    case 'T':
      return "temporary";
    case 's':
      return "set";
    case 'A':
      return "alter system";
    default:
      return "";  // a later server's
  }
}

std::string_view AllRights(const AclContext& context) {
  switch (context.kind) {
    case AclKind::kRelation:
      return context.server_version >= 170000 ? "arwdDxtm" : "arwdDxt";
    case AclKind::kSequence:
      return "rwU";
    case AclKind::kRoutine:
      return "X";
    case AclKind::kType:
      return "U";
    case AclKind::kNamespace:
      return "UC";
    case AclKind::kColumn:
      return "";
  }
  Unreachable();
}

// What everybody has as long as nothing was granted or revoked. See: acldefault().
std::string_view PublicRights(AclKind kind) {
  switch (kind) {
    case AclKind::kRoutine:
      return "X";
    case AclKind::kType:
      return "U";
    case AclKind::kRelation:
    case AclKind::kSequence:
    case AclKind::kNamespace:
    case AclKind::kColumn:
      return "";
  }
  Unreachable();
}

// "ann=r*w/bob", "\"odd name\"=r/bob", "=r/bob" (everybody).
std::pair<Name, Rights> ReadItem(std::string_view item) {
  std::string grantee;
  size_t i = 0;
  if (item.starts_with("\"")) {
    for (i = 1; i < item.size(); ++i) {
      if (item[i] == '"' && (i + 1 >= item.size() || item[i + 1] != '"')) break;
      if (item[i] == '"') ++i;
      grantee += item[i];
    }
    ++i;
  } else {
    while (i < item.size() && item[i] != '=') grantee += item[i++];
  }
  Rights rights;
  for (++i; i < item.size() && item[i] != '/'; ++i) {
    bool grant_option = i + 1 < item.size() && item[i + 1] == '*';
    rights[item[i]] = grant_option;
    if (grant_option) ++i;
  }
  return {grantee.empty() ? Name("public") : Name(grantee), rights};
}

bool IsBuiltInForOwner(const Rights& rights, const AclContext& context) {
  std::string_view all = AllRights(context);
  if (all.empty() || rights.size() != all.size()) return false;
  return std::all_of(all.begin(), all.end(), [&](char letter) {
    auto found = rights.find(letter);
    return found != rights.end() && !found->second;
  });
}

}  // namespace

Grants GrantsOf(const std::optional<std::vector<std::string>>& acl, const AclContext& context) {
  std::map<Name, Rights> by_grantee;
  if (acl) {
    for (const std::string& item : *acl) {
      auto [grantee, rights] = ReadItem(item);
      for (auto [letter, grant_option] : rights) by_grantee[grantee][letter] |= grant_option;
    }
    auto owner = by_grantee.find(context.owner);
    if (owner != by_grantee.end() && IsBuiltInForOwner(owner->second, context)) {
      by_grantee.erase(owner);
    }
  } else {
    for (char letter : PublicRights(context.kind)) by_grantee["public"][letter] = false;
  }
  Grants grants;
  for (const auto& [grantee, rights] : by_grantee) {
    for (auto [letter, grant_option] : rights) {
      if (!Word(letter).empty()) {
        grants.push_back({grantee, Word(letter), context.column, grant_option});
      }
    }
  }
  std::sort(grants.begin(), grants.end());
  return grants;
}

bool OwnerHasNothing(const std::optional<std::vector<std::string>>& acl,
                     const AclContext& context) {
  if (!acl || AllRights(context).empty()) return false;
  return std::none_of(acl->begin(), acl->end(), [&](const std::string& item) {
    return ReadItem(item).first == context.owner;
  });
}

}  // namespace autogen
