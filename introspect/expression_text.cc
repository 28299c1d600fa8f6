#include "introspect/expression_text.h"

#include <cctype>

namespace autogen {
namespace {

// The place behind a quoted string or name that begins at `at`.
size_t SkipQuoted(std::string_view text, size_t at) {
  char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (text[at] != quote) continue;
    if (at + 1 < text.size() && text[at + 1] == quote) {
      ++at;
    } else {
      return at + 1;
    }
  }
  return at;
}

bool IsSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// The place of the parenthesis that closes the one at `at`; npos: none.
size_t Closing(std::string_view text, size_t at) {
  int depth = 0;
  while (at < text.size()) {
    char c = text[at];
    if (c == '\'' || c == '"') {
      at = SkipQuoted(text, at);
      continue;
    }
    if (c == '(' || c == '[') ++depth;
    if ((c == ')' || c == ']') && --depth == 0) return at;
    ++at;
  }
  return text.npos;
}

// The first place outside quotes and parentheses where `word` stands (blanks are part of it).
size_t FindOutside(std::string_view text, std::string_view word) {
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(word)) return at;
    if (text[at] == '(') {
      size_t end = Closing(text, at);
      if (end == text.npos) return end;
      at = end + 1;
    } else if (text[at] == '\'' || text[at] == '"') {
      at = SkipQuoted(text, at);
    } else {
      ++at;
    }
  }
  return text.npos;
}

bool IsWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
         (c & 0x80) != 0;
}

// Whether what is printed between these two can be a column.
bool IsColumnBetween(std::string_view before, std::string_view after) {
  for (std::string_view word : {".", "::", " AS ", "(NAME "}) {
    if (before.ends_with(word)) return false;
  }
  return !after.starts_with("(") && !after.starts_with(" =>");
}

}  // namespace

std::string StripParentheses(std::string_view text) {
  text = Trim(text);
  if (text.starts_with("(") && Closing(text, 0) == text.size() - 1) {
    text = Trim(text.substr(1, text.size() - 2));
  }
  return std::string(text);
}

std::vector<std::string> SplitList(std::string_view text) {
  std::vector<std::string> parts;
  size_t begin = 0, at = 0;
  while (at < text.size()) {
    char c = text[at];
    if (c == '\'' || c == '"') {
      at = SkipQuoted(text, at);
      continue;
    }
    if (c == '(' || c == '[') {
      size_t end = Closing(text, at);
      at = end == text.npos ? text.size() : end + 1;
      continue;
    }
    if (c == ',') {
      parts.emplace_back(Trim(text.substr(begin, at - begin)));
      begin = at + 1;
    }
    ++at;
  }
  if (!Trim(text.substr(begin)).empty()) parts.emplace_back(Trim(text.substr(begin)));
  return parts;
}

std::string TriggerCondition(std::string_view definition) {
  size_t when = FindOutside(definition, " WHEN (");
  if (when == definition.npos) return "";
  size_t open = when + 6;
  size_t close = Closing(definition, open);
  if (close == definition.npos) return "";
  return StripParentheses(definition.substr(open + 1, close - open - 1));
}

std::vector<std::string> IndexCollations(std::string_view definition) {
  std::vector<std::string> collations;
  size_t using_at = FindOutside(definition, " USING ");
  if (using_at == definition.npos) return collations;
  size_t open = definition.find('(', using_at);
  if (open == definition.npos) return collations;
  size_t close = Closing(definition, open);
  if (close == definition.npos) return collations;
  for (const std::string& key : SplitList(definition.substr(open + 1, close - open - 1))) {
    size_t collate = FindOutside(key, " COLLATE ");
    if (collate == key.npos) {
      collations.emplace_back();
      continue;
    }
    size_t begin = collate + 9, end = begin;
    while (end < key.size() && key[end] != ' ') {
      end = key[end] == '"' ? SkipQuoted(key, end) : end + 1;
    }
    collations.push_back(key.substr(begin, end - begin));
  }
  return collations;
}

std::string ReplaceColumns(
    std::string_view text,
    const std::function<std::optional<std::string>(std::string_view)>& replace) {
  std::string replaced;
  size_t at = 0;
  while (at < text.size()) {
    size_t end = at + 1;
    std::optional<std::string> other;
    if (text[at] == '\'' || text[at] == '"') {
      end = SkipQuoted(text, at);
    } else if (IsWord(text[at])) {
      while (end < text.size() && IsWord(text[end])) ++end;
      if (IsColumnBetween(text.substr(0, at), text.substr(end))) {
        other = replace(text.substr(at, end - at));
      }
    }
    replaced += other ? std::string_view(*other) : text.substr(at, end - at);
    at = end;
  }
  return replaced;
}

std::string TrimQuery(std::string_view text) {
  text = Trim(text);
  if (text.ends_with(";")) text.remove_suffix(1);
  return std::string(Trim(text));
}

}  // namespace autogen
