#include "introspect/saved_state.h"

#include <algorithm>
#include <cstdlib>

#include "engine/base/sha256.h"
#include "introspect/cache_folder.h"

namespace autogen {
namespace {

// Of the form: another version of the program may know others.
constexpr std::string_view kFirstLine = "autogen state 2";

std::string FileOf(const std::string& key) { return "state-" + Sha256Hex(key).substr(0, 32); }

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
                     std::to_string(state.objects) + "\n" + Escaped(state.not_compared) + "\n";
  for (const std::string& notice : state.notices) body += Escaped(notice) + "\n";
  return std::string(kFirstLine) + " " + Sha256Hex(body) + "\n" + body;
}

std::optional<SavedState> Read(const std::string& text) {
  size_t first = text.find('\n');
  if (first == std::string::npos) return std::nullopt;
  std::string body = text.substr(first + 1);
  if (text.substr(0, first) != std::string(kFirstLine) + " " + Sha256Hex(body)) return std::nullopt;
  std::vector<std::string> lines = Lines(body);
  if (lines.size() < 5) return std::nullopt;
  SavedState state;
  state.models = Unescaped(lines[0]);
  state.digest = Unescaped(lines[1]);
  state.objects = std::strtoull(lines[2].c_str(), nullptr, 10);
  state.not_compared = Unescaped(lines[3]);
  for (size_t i = 4; i + 1 < lines.size(); ++i) state.notices.push_back(Unescaped(lines[i]));
  return state;
}

}  // namespace

std::optional<SavedState> LoadState(const std::string& key) {
  std::optional<std::string> text = ReadCacheFile(FileOf(key));
  return text ? Read(*text) : std::nullopt;
}

void SaveState(const std::string& key, const SavedState& state) {
  WriteCacheFile(FileOf(key), Write(state));
}

}  // namespace autogen
