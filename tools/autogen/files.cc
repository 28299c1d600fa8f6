#include "tools/autogen/files.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "engine/base/error.h"

namespace autogen {
namespace fs = std::filesystem;
namespace {

absl::Status CannotWrite(const std::string& path) {
  return InputError("cannot write " + path + ": " + std::strerror(errno));
}

std::string Beside(const std::string& path) { return path + "." + std::to_string(getpid()) + "~"; }

absl::Status WriteBeside(const std::string& path, const std::string& text) {
  std::error_code error;
  fs::path parent = fs::path(path).parent_path();
  if (!parent.empty()) fs::create_directories(parent, error);
  if (error)
    return InputError("cannot make the folder " + parent.string() + ": " + error.message());
  errno = 0;
  std::ofstream out(Beside(path), std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  return out ? absl::OkStatus() : CannotWrite(path);
}

// Whether the file is so already: then it stays, with its time.
bool Holds(const std::string& path, const std::string& text) {
  std::error_code error;
  if (fs::file_size(path, error) != text.size() || error) return false;
  absl::StatusOr<std::string> there = ReadFile(path);
  return there.ok() && *there == text;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return InputError("cannot read " + path + ": " + std::strerror(errno));
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

absl::Status WriteFiles(const std::map<std::string, std::string>& files, bool replace) {
  for (const auto& [path, text] : files) {
    if (!replace && fs::exists(path)) return InputError(path + " is there already");
  }
  absl::Status status;
  std::vector<std::string> written;
  for (const auto& [path, text] : files) {
    if (Holds(path, text)) continue;
    written.push_back(path);
    if (status = WriteBeside(path, text); !status.ok()) break;
  }
  for (const std::string& path : written) {
    std::error_code error;
    if (status.ok()) fs::rename(Beside(path), path, error);
    if (error) status = InputError("cannot write " + path + ": " + error.message());
    if (!status.ok()) fs::remove(Beside(path), error);
  }
  return status;
}

}  // namespace autogen
