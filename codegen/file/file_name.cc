// What a migration's files are called, and whether its message says anything.

#include <cctype>
#include <cstdio>
#include <ctime>
#include <set>

#include "codegen/file/migration.h"

namespace autogen {
namespace {

bool IsWordByte(unsigned char c) { return std::isalnum(c) || c == '_' || c >= 0x80; }

std::vector<std::string> WordsOf(const std::string& text) {
  std::vector<std::string> words(1);
  for (unsigned char c : text) {
    if (IsWordByte(c)) {
      words.back() += static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

size_t Characters(const std::string& text) {
  size_t count = 0;
  for (unsigned char c : text) count += (c & 0xC0) != 0x80;
  return count;
}

std::string FirstCharacters(const std::string& text, size_t count) {
  size_t at = 0;
  for (; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && count-- == 0) break;
  }
  return text.substr(0, at);
}

std::string Slug(const std::string& message, size_t most) {
  std::string slug;
  for (const std::string& word : WordsOf(message)) {
    std::string longer = slug.empty() ? word : slug + "_" + word;
    if (Characters(longer) > most) return slug.empty() ? FirstCharacters(word, most) : slug;
    slug = longer;
  }
  return slug;
}

// Python's %d and %s with flags, a width and a precision, as in %(month).2d.
std::string Format(const std::string& spec, const std::string& text, long long number,
                   bool is_text) {
  size_t dot = spec.find('.');
  int precision = dot == spec.npos ? -1 : std::atoi(spec.c_str() + dot + 1);
  std::string flags = spec.substr(0, dot);
  bool left = !flags.empty() && flags[0] == '-';
  bool zeros = !flags.empty() && flags[0] == '0';
  size_t width = static_cast<size_t>(std::max(std::atoi(flags.c_str() + (left ? 1 : 0)), 0));
  std::string out = is_text ? text : std::to_string(number);
  if (is_text && precision >= 0) out = FirstCharacters(out, static_cast<size_t>(precision));
  while (!is_text && static_cast<int>(out.size()) < precision) out.insert(0, "0");
  while (out.size() < width) {
    if (left)
      out += ' ';
    else
      out.insert(0, zeros && !is_text ? "0" : " ");
  }
  return out;
}

}  // namespace

std::string FileStem(const std::string& file_template, const FileNameParts& parts,
                     int truncate_slug_length) {
  int64_t seconds = parts.unix_micros / 1000000;
  std::time_t time = static_cast<std::time_t>(seconds);
  std::tm when = {};
  gmtime_r(&time, &when);
  const std::map<std::string, long long> numbers = {{"year", when.tm_year + 1900},
                                                    {"month", when.tm_mon + 1},
                                                    {"day", when.tm_mday},
                                                    {"hour", when.tm_hour},
                                                    {"minute", when.tm_min},
                                                    {"second", when.tm_sec},
                                                    {"epoch", seconds}};
  const std::map<std::string, std::string> texts = {
      {"rev", parts.revision},
      {"slug", Slug(parts.message, static_cast<size_t>(std::max(truncate_slug_length, 1)))}};
  std::string stem;
  for (size_t at = 0; at < file_template.size();) {
    size_t close = file_template.find(')', at);
    size_t end = close == file_template.npos ? close : file_template.find_first_of("ds", close);
    if (file_template.compare(at, 2, "%%") == 0) {
      stem += '%';
      at += 2;
    } else if (file_template.compare(at, 2, "%(") == 0 && end != file_template.npos) {
      std::string key = file_template.substr(at + 2, close - at - 2);
      std::string spec = file_template.substr(close + 1, end - close - 1);
      auto number = numbers.find(key);
      auto text = texts.find(key);
      if (number != numbers.end()) {
        stem += Format(spec, "", number->second, false);
      } else {
        stem += text == texts.end() ? file_template.substr(at, end + 1 - at)
                                    : Format(spec, text->second, 0, true);
      }
      at = end + 1;
    } else {
      stem += file_template[at++];
    }
  }
  // A message without a word leaves the separator in front of it.
  while (!stem.empty() && stem.back() == '_') stem.pop_back();
  return stem;
}

std::string VagueMessageHint(const std::string& message) {
  static const std::set<std::string> kSaysNothing = {
      "a",       "add",       "added",      "adding",   "all",     "alter",   "an",      "and",
      "bug",     "bugs",      "change",     "changed",  "changes", "cleanup", "column",  "columns",
      "commit",  "create",    "database",   "db",       "drop",    "edit",    "edits",   "fix",
      "fixed",   "fixes",     "for",        "foo",      "improve", "index",   "indexes", "it",
      "migrate", "migration", "migrations", "minor",    "misc",    "model",   "models",  "modify",
      "more",    "my",        "new",        "of",       "old",     "other",   "patch",   "refactor",
      "remove",  "removed",   "rename",     "revision", "schema",  "small",   "some",    "sql",
      "stuff",   "sync",      "table",      "tables",   "temp",    "test",    "tests",   "the",
      "thing",   "things",    "this",       "tmp",      "to",      "tweak",   "tweaks",  "up",
      "update",  "updated",   "updates",    "updating", "various", "wip",     "with",    "work"};
  for (const std::string& word : WordsOf(message)) {
    if (!kSaysNothing.contains(word)) return "";
  }
  return "the message says little: name what changes, as in \"Add email_verified column to "
         "users\"";
}

}  // namespace autogen
