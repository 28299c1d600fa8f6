#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "runner/scratch/account.h"
#include "runner/scratch/archive.h"

namespace autogen {

// An empty cluster of one PostgreSQL build: only template1, 1 MB log segments, superuser postgres,
// everybody on the socket trusted.
struct ClusterTemplate {
  std::string version;  // "15.20"
  std::string cached;   // the file that it was read from; empty: made now
  MappedFile file;      // that file
  std::string made;     // the archive that was made now

  std::string_view archive() const;  // see archive.h
};

// From the cache ($XDG_CACHE_HOME/autogen, else ~/.cache/autogen), or made now and put there. A
// cache that cannot be written only costs time.
absl::StatusOr<ClusterTemplate> FindTemplate(const std::string& binaries,
                                             const ServerAccount& account);

}  // namespace autogen
