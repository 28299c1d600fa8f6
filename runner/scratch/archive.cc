#include "runner/scratch/archive.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <vector>

#include "engine/base/error.h"

namespace autogen {
namespace {

namespace fs = std::filesystem;

absl::Status FileError(const std::string& what, const std::string& path) {
  return InputError("cannot " + what + " " + path + ": " + std::strerror(errno));
}

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

absl::Status WriteOwnedFile(const std::string& path, std::string_view bytes,
                            const ServerAccount& account) {
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return FileError("write", path);
  bool fine = (!account.switches || fchown(fd, account.uid, account.gid) == 0);
  // A file that is all zero (the unused rest of a log segment) needs no bytes.
  if (fine && bytes.find_first_not_of('\0') == bytes.npos) {
    fine = ftruncate(fd, static_cast<off_t>(bytes.size())) == 0;
  } else if (fine) {
    fine = WriteAll(fd, bytes);
  }
  absl::Status status = fine ? absl::OkStatus() : FileError("write", path);
  close(fd);
  return status;
}

absl::Status MakeOwnedFolder(const std::string& path, const ServerAccount& account) {
  if (mkdir(path.c_str(), 0700) != 0) return FileError("make", path);
  if (account.switches && chown(path.c_str(), account.uid, account.gid) != 0) {
    return FileError("give away", path);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MappedFile> MappedFile::Open(const std::string& path) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FileError("read", path);
  MappedFile file;
  struct stat info;
  if (fstat(fd, &info) == 0 && info.st_size > 0) {
    size_t size = static_cast<size_t>(info.st_size);
    void* memory = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (memory != MAP_FAILED) file.bytes_ = {static_cast<const char*>(memory), size};
  }
  close(fd);
  if (file.bytes_.empty()) return FileError("read", path);
  return file;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FileError("read", path);
  struct stat info;
  std::string text;
  if (fstat(fd, &info) == 0) text.resize(static_cast<size_t>(info.st_size));
  size_t have = 0;
  for (ssize_t n; have < text.size(); have += static_cast<size_t>(n)) {
    n = read(fd, text.data() + have, text.size() - have);
    if (n <= 0) break;
  }
  close(fd);
  text.resize(have);
  return text;
}

absl::Status WriteWholeFile(const std::string& path, std::string_view text) {
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return FileError("write", path);
  bool fine = WriteAll(fd, text);
  absl::Status status = fine ? absl::OkStatus() : FileError("write", path);
  close(fd);
  return status;
}

absl::StatusOr<std::string> PackFolder(const std::string& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, error)) {
    paths.push_back(entry.path());
  }
  if (error) return InputError("cannot read " + folder + ": " + error.message());
  std::sort(paths.begin(), paths.end());  // a folder comes before what it holds
  std::string archive;
  for (const fs::path& path : paths) {
    std::string name = path.lexically_relative(folder).string();
    if (fs::is_directory(path, error)) {
      archive += "d " + name + "\n";
      continue;
    }
    ASSIGN_OR_RETURN(std::string bytes, ReadWholeFile(path.string()));
    archive += "f " + std::to_string(bytes.size()) + " " + name + "\n" + bytes;
  }
  return archive + "end\n";
}

absl::Status UnpackFolder(std::string_view archive, const std::string& folder,
                          const ServerAccount& account) {
  while (archive != "end\n") {
    size_t end = archive.find('\n');
    if (end == archive.npos) return InternalError("a template archive is cut short");
    std::string_view line = archive.substr(0, end);
    archive.remove_prefix(end + 1);
    if (line.substr(0, 2) == "d ") {
      RETURN_IF_ERROR(MakeOwnedFolder(folder + "/" + std::string(line.substr(2)), account));
      continue;
    }
    size_t size = 0;
    auto [rest, code] = std::from_chars(line.data() + std::min<size_t>(2, line.size()),
                                        line.data() + line.size(), size);
    if (line.substr(0, 2) != "f " || code != std::errc() || size > archive.size()) {
      return InternalError("a template archive is damaged");
    }
    std::string name(rest + 1, line.data() + line.size());
    RETURN_IF_ERROR(WriteOwnedFile(folder + "/" + name, archive.substr(0, size), account));
    archive.remove_prefix(size);
  }
  return absl::OkStatus();
}

}  // namespace autogen
