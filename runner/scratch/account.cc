#include "runner/scratch/account.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "engine/base/error.h"

namespace autogen {

absl::StatusOr<ServerAccount> FindServerAccount() {
  if (geteuid() != 0) return ServerAccount{geteuid(), getegid(), false};
  for (const char* name : {"postgres", "nobody"}) {
    if (const passwd* entry = getpwnam(name); entry != nullptr && entry->pw_uid != 0) {
      return ServerAccount{entry->pw_uid, entry->pw_gid, true};
    }
  }
  return InputError("root cannot run PostgreSQL, and there is neither a user postgres nor nobody",
                    "run autogen as an ordinary user");
}

bool CanReach(const ServerAccount& account, const std::string& folder) {
  std::error_code error;
  std::filesystem::path path = std::filesystem::canonical(folder, error);
  if (error) return false;
  for (;; path = path.parent_path()) {
    struct stat info;
    if (stat(path.c_str(), &info) != 0) return false;
    mode_t needed = S_IXOTH;
    if (info.st_uid == account.uid) {
      needed = S_IXUSR;
    } else if (info.st_gid == account.gid) {
      needed = S_IXGRP;
    }
    if ((info.st_mode & needed) == 0) return false;
    if (path == path.root_path()) return true;
  }
}

bool Become(const ServerAccount& account) {
  if (!account.switches) return true;
  return setgroups(0, nullptr) == 0 && setgid(account.gid) == 0 && setuid(account.uid) == 0;
}

}  // namespace autogen
