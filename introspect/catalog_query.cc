#include "introspect/catalog_query.h"

#include <cstdlib>

namespace autogen {
namespace {

std::string_view NextLine(std::string_view* text) {
  size_t end = text->find('\n');
  std::string_view line = text->substr(0, end);
  text->remove_prefix(end == text->npos ? text->size() : end + 1);
  return line;
}

bool IsFor(std::string_view line, int major) {
  size_t mark = line.find("--@ ");
  if (mark == line.npos) return true;
  std::string condition(line.substr(mark + 4));
  if (condition.starts_with(">= ")) return major >= std::atoi(condition.c_str() + 3);
  return major < std::atoi(condition.c_str() + 2);
}

// Within a word a comma may follow, and then a comment.
std::string_view Word(std::string_view text) {
  size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789");
  return text.substr(0, end);
}

}  // namespace

std::string QueryFor(std::string_view sql, int server_version) {
  std::string query;
  while (!sql.empty()) {
    std::string_view line = NextLine(&sql);
    if (!IsFor(line, server_version / 10000)) continue;
    query += line;
    query += '\n';
  }
  return query;
}

std::vector<std::string> ColumnsOf(std::string_view query) {
  std::vector<std::string> columns;
  bool in_list = false;
  while (!query.empty()) {
    std::string_view line = NextLine(&query);
    if (line == "SELECT") in_list = true;
    if (!in_list) continue;
    if (line.starts_with("FROM ")) break;
    size_t as = line.rfind(" AS ");
    if (as == line.npos) continue;
    std::string_view name = Word(line.substr(as + 4));
    std::string_view rest = line.substr(as + 4 + name.size());
    if (!name.empty() && (rest.empty() || rest[0] == ',' || rest[0] == ' ')) {
      columns.emplace_back(name);
    }
  }
  return columns;
}

std::string PatternsToRegex(const std::vector<std::string>& patterns) {
  std::string regex = "^(";
  for (const std::string& pattern : patterns) {
    if (regex.size() > 2) regex += '|';
    for (char c : pattern) {
      if (c == '*') {
        regex += ".*";
      } else if (c == '?') {
        regex += '.';
      } else {
        if (std::string_view("\\^$.[]|()+{}").find(c) != std::string_view::npos) regex += '\\';
        regex += c;
      }
    }
  }
  return regex + ")$";
}

}  // namespace autogen
