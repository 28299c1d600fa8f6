#include "introspect/cache_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

namespace autogen {
namespace {

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t some = write(file, bytes.data(), bytes.size());
    if (some <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(some));
  }
  return true;
}

std::string PathOf(const std::string& name) {
  std::string folder = CacheFolder();
  return folder.empty() ? "" : folder + "/" + name;
}

}  // namespace

std::string CacheFolder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && cache[0] == '/') {
    return std::string(cache) + "/autogen";
  }
  if (const char* home = std::getenv("HOME"); home && home[0] == '/') {
    return std::string(home) + "/.cache/autogen";
  }
  return "";
}

std::optional<std::string> ReadCacheFile(const std::string& name) {
  std::string path = PathOf(name);
  if (path.empty()) return std::nullopt;
  std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (file == nullptr) return std::nullopt;
  std::string bytes;
  std::error_code ignored;
  if (auto size = std::filesystem::file_size(path, ignored); !ignored) bytes.reserve(size);
  char buffer[1 << 16];
  while (size_t n = std::fread(buffer, 1, sizeof buffer, file.get())) bytes.append(buffer, n);
  return bytes;
}

void WriteCacheFile(const std::string& name, std::string_view bytes) {
  std::string path = PathOf(name);
  if (path.empty()) return;
  std::error_code ignored;
  std::filesystem::create_directories(CacheFolder(), ignored);
  // Two processes each write a file of their own; the last rename stands.
  std::string temporary = path + ".XXXXXX";
  int file = mkstemp(temporary.data());
  if (file < 0) return;
  bool written = WriteAll(file, bytes);
  written = close(file) == 0 && written;
  if (!written || rename(temporary.c_str(), path.c_str()) != 0) unlink(temporary.c_str());
}

void KeepNewestCacheFiles(const std::string& family, size_t keep) {
  struct Aged {
    std::filesystem::file_time_type when;
    std::filesystem::path path;
  };
  std::vector<Aged> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(CacheFolder(), error), end; !error && at != end;
       at.increment(error)) {
    if (!at->path().filename().string().starts_with(family)) continue;
    std::error_code gone;
    auto when = at->last_write_time(gone);
    if (!gone) files.push_back({when, at->path()});
  }
  if (files.size() <= keep) return;
  std::sort(files.begin(), files.end(),
            [](const Aged& a, const Aged& b) { return a.when > b.when; });
  for (size_t i = keep; i < files.size(); ++i) std::filesystem::remove(files[i].path, error);
}

std::string FileIdentity(const std::string& path) {
  struct stat info = {};
  std::error_code error;
  std::string real = std::filesystem::canonical(path, error).string();
  stat(real.c_str(), &info);
  return real + "\n" + std::to_string(info.st_size) + "\n" + std::to_string(info.st_mtim.tv_sec) +
         "." + std::to_string(info.st_mtim.tv_nsec);
}

}  // namespace autogen
