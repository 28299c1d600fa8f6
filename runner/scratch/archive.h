#pragma once

#include <string>
#include <string_view>
#include <utility>

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

// A file's bytes without a copy of them, as long as this lives.
class MappedFile {
 public:
  static absl::StatusOr<MappedFile> Open(const std::string& path);
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();
  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_;
};

absl::StatusOr<std::string> ReadWholeFile(const std::string& path);
absl::Status WriteWholeFile(const std::string& path, std::string_view text);

}  // namespace autogen
