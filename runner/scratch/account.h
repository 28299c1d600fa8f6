#pragma once

#include <sys/types.h>

#include <string>

#include "absl/status/statusor.h"

namespace autogen {

// Who runs the scratch server. PostgreSQL refuses to run as root, so root hands it to `postgres`,
// or, where there is no such user, to `nobody`.
struct ServerAccount {
  uid_t uid = 0;
  gid_t gid = 0;
  bool switches = false;  // the child must change its user
};
absl::StatusOr<ServerAccount> FindServerAccount();

// Whether the account can reach what lies in this folder: it may search it and all its parents.
bool CanReach(const ServerAccount& account, const std::string& folder);

// Changes the calling process's user for good; async-signal-safe. False: it did not work.
bool Become(const ServerAccount& account);

}  // namespace autogen
