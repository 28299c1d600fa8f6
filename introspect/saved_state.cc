#include "introspect/saved_state.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "engine/base/sha256.h"
#include "introspect/cache_folder.h"

namespace autogen {
namespace {

// Of the form: another version of the program may know others.
constexpr std::string_view kFirstLine = "autogen state 1";

std::string PathOf(const std::string& key) {
  std::string folder = CacheFolder();
  return folder.empty() ? "" : folder + "/state-" + Sha256Hex(key).substr(0, 32);
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\' || c == '\n') out += '\\';
    out += c == '\n' ? 'n' : c;
  }
  return out;
}

std::string Unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    char c = text[++i];
    out += c == 'n' ? '\n' : c;
  }
  return out;
}

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  for (size_t begin = 0; begin <= text.size();) {
    size_t end = std::min(text.find('\n', begin), text.size());
    lines.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// The first line holds a hash of the rest, so that a file cut short is none.
std::string Write(const SavedState& state) {
  std::string body = Escaped(state.models) + "\n" + Escaped(state.digest) + "\n" +
                     std::to_string(state.objects) + "\n";
  for (const std::string& notice : state.notices) body += Escaped(notice) + "\n";
  return std::string(kFirstLine) + " " + Sha256Hex(body) + "\n" + body;
}

std::optional<SavedState> Read(const std::string& text) {
  size_t first = text.find('\n');
  if (first == std::string::npos) return std::nullopt;
  std::string body = text.substr(first + 1);
  if (text.substr(0, first) != std::string(kFirstLine) + " " + Sha256Hex(body)) return std::nullopt;
  std::vector<std::string> lines = Lines(body);
  if (lines.size() < 4) return std::nullopt;
  SavedState state;
  state.models = Unescaped(lines[0]);
  state.digest = Unescaped(lines[1]);
  state.objects = std::strtoull(lines[2].c_str(), nullptr, 10);
  for (size_t i = 3; i + 1 < lines.size(); ++i) state.notices.push_back(Unescaped(lines[i]));
  return state;
}

bool WriteAll(int file, const std::string& text) {
  for (size_t done = 0; done < text.size();) {
    ssize_t some = write(file, text.data() + done, text.size() - done);
    if (some <= 0) return false;
    done += static_cast<size_t>(some);
  }
  return true;
}

}  // namespace

std::optional<SavedState> LoadState(const std::string& key) {
  std::string path = PathOf(key);
  if (path.empty()) return std::nullopt;
  std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (file == nullptr) return std::nullopt;
  std::string text;
  char buffer[1 << 14];
  while (size_t n = std::fread(buffer, 1, sizeof buffer, file.get())) text.append(buffer, n);
  return Read(text);
}

void SaveState(const std::string& key, const SavedState& state) {
  std::string path = PathOf(key);
  if (path.empty()) return;
  std::error_code ignored;
  std::filesystem::create_directories(CacheFolder(), ignored);
  // Two processes each write a file of their own; the last rename stands.
  std::string temporary = path + ".XXXXXX";
  int file = mkstemp(temporary.data());
  if (file < 0) return;
  bool written = WriteAll(file, Write(state));
  written = close(file) == 0 && written;
  if (!written || rename(temporary.c_str(), path.c_str()) != 0) unlink(temporary.c_str());
}

}  // namespace autogen
