#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "runner/scratch/account.h"

namespace autogen {

// A data directory as one file, so that putting it in place is one atomic rename and reading it one
// mapping. Form: a line "d PATH" a folder, a line "f SIZE PATH" and the bytes a file, "end".
absl::StatusOr<std::string> PackFolder(const std::string& folder);

// Writes an archive's files into an existing folder; all belong to the account, readable by nobody
// else.
absl::Status UnpackFolder(std::string_view archive, const std::string& folder,
                          const ServerAccount& account);

absl::StatusOr<std::string> ReadWholeFile(const std::string& path);
absl::Status WriteWholeFile(const std::string& path, std::string_view text);

}  // namespace autogen
