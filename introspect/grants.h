#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/schema/value.h"

namespace autogen {

// What an access list belongs to: the kinds that differ in their rights.
enum class AclKind : uint8_t { kRelation, kSequence, kRoutine, kType, kNamespace, kColumn };

struct AclContext {
  AclKind kind = AclKind::kRelation;
  Name owner;
  Name column;             // of kColumn
  int server_version = 0;  // what "all" means grew
};

// An access list as a sorted end state. nullopt is the built-in default; the owner is left out
// where it has all rights without grant options; the grantor is no difference.
Grants GrantsOf(const std::optional<std::vector<std::string>>& acl, const AclContext& context);

// Whether every right was taken from the owner, which Grants cannot say (left out means all).
bool OwnerHasNothing(const std::optional<std::vector<std::string>>& acl, const AclContext& context);

}  // namespace autogen
