#include "model-schemas/yaml_traps.h"

#include <algorithm>

namespace autogen {
namespace {

std::string_view Trim(std::string_view text) {
  size_t begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

// A line without its indentation and the dashes of list members.
std::string_view Content(std::string_view line) {
  line = Trim(line);
  while (line.starts_with("- ")) line = Trim(line.substr(2));
  return line;
}

// Where a key ends: the first colon before a blank or the end, outside quotes. npos: no key.
size_t KeyEnd(std::string_view content) {
  char quote = '\0';
  for (size_t i = 0; i < content.size(); ++i) {
    char c = content[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (i == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == ':' && (i + 1 == content.size() || content[i + 1] == ' ')) {
      return i;
    }
  }
  return content.npos;
}

// A YAML scalar in quotes that reads as this very text.
std::string YamlQuoted(std::string_view text) {
  if (text.find_first_of("\"\\") == text.npos) return "\"" + std::string(text) + "\"";
  std::string out = "'";
  for (char c : text) {
    if (c == '\'') out += c;
    out += c;
  }
  return out + "'";
}

Finding Make(Place place, std::string message, std::string hint) {
  Finding finding;
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  finding.place = std::move(place);
  return finding;
}

std::string_view WhatBegins(char c) {
  switch (c) {
    case '*':
      return "an alias";
    case '&':
      return "an anchor";
    case '!':
      return "a tag";
    case '>':
    case '|':
      return "a block of text";
    case '%':
      return "a directive";
    case '@':
    case '`':
      return "a character that it reserves";
    case '{':
      return "a mapping";
    case '[':
      return "a list";
    default:
      return "";
  }
}

std::string ReadsAs(char c) {
  std::string sign = "`" + std::string(1, c) + "`";
  if (c == '@' || c == '`') return "YAML reserves " + sign + " at the beginning of a text";
  return "YAML reads " + sign + " as the beginning of " + std::string(WhatBegins(c));
}

// `*(a, b):`, `{table}_touch:`: a key that begins as something else does in YAML.
bool IsKeyTrap(std::string_view content) {
  size_t end = KeyEnd(content);
  if (end == content.npos || end < 2 || WhatBegins(content[0]).empty()) return false;
  std::string_view key = content.substr(0, end);
  if (key[0] == '{') {
    size_t close = key.find('}');
    return close != key.npos && close + 1 < key.size() && key.find(' ') == key.npos;
  }
  if (key[0] == '[') return false;
  // An operator's symbol before its operand types, or a bare one.
  size_t symbol = key.find_first_not_of("+-*/<>=~!@#%^&|`?");
  return symbol == key.npos || key[symbol] == '(' || key[0] == '%' || key[0] == '@' ||
         key[0] == '`';
}

Finding KeyTrap(const SourceFile& file, size_t offset, std::string_view content) {
  std::string_view line = file.Line(offset);
  std::string key(content.substr(0, KeyEnd(content)));
  size_t begin = content.data() - line.data();
  Place place = file.At(line.data() - file.text.data() + begin, key.size());
  return Make(std::move(place), ReadsAs(key[0]),
              "put quotes around the key: " + YamlQuoted(key) + ":");
}

// `default: 'x' || suffix`: the value behind a key begins with a quoted text and goes on. The
// byte where it goes on, or npos.
size_t TextAfterQuotes(std::string_view content) {
  size_t colon = KeyEnd(content);
  size_t begin = colon == content.npos ? 0 : content.find_first_not_of(' ', colon + 1);
  if (begin == content.npos || begin >= content.size()) return content.npos;
  char quote = content[begin];
  if (quote != '\'' && quote != '"') return content.npos;
  size_t close = begin + 1;
  for (; close < content.size() && content[close] != quote; ++close) {
    if (quote == '"' && content[close] == '\\') ++close;
  }
  size_t next = content.find_first_not_of(' ', std::min(close, content.size() - 1) + 1);
  if (next == content.npos || std::string_view("#,]}:").find(content[next]) != std::string::npos) {
    return content.npos;
  }
  return next;
}

std::string AsQuotedOrBlock(std::string_view content) {
  size_t colon = KeyEnd(content);
  if (colon == content.npos) return "put quotes around all of it";
  std::string key(content.substr(0, colon));
  std::string_view value = Trim(content.substr(colon + 1));
  if (value.find_first_of("\"\\") != value.npos) {
    return "write `" + key + ": |-` and the text, indented, on the next line";
  }
  return "put quotes around all of it: " + key + ": " + YamlQuoted(value);
}

Finding ExplainFlow(const SourceFile& file, size_t offset, std::string_view line,
                    std::string_view words) {
  size_t secret = line.find("${");
  size_t line_begin = line.data() - file.text.data();
  if (secret != line.npos) {
    size_t close = std::min(line.find('}', secret), line.size() - 1);
    std::string text(line.substr(secret, close + 1 - secret));
    return Make(file.At(line_begin + secret, text.size()),
                "inside { } a `${…}` ends the mapping at its brace",
                "put quotes around it: \"" + text + "\"");
  }
  for (std::string_view placeholder : {"{table}", "{schema}"}) {
    size_t at = line.find(placeholder);
    if (at == line.npos) continue;
    return Make(file.At(line_begin + at, placeholder.size()),
                "inside { } and [ ] a `" + std::string(placeholder) + "` begins a mapping",
                "put quotes around all of the text, or write it in block style");
  }
  size_t open = line.find('(');
  if (open != line.npos && line.find(',', open) != line.npos) {
    return Make(file.At(line_begin + open), "inside { } and [ ] YAML cuts a text at the comma",
                "put quotes around it, write the definition as one text, or in block style, an "
                "attribute a line");
  }
  if (words == "illegal flow end") {
    return Make(file.At(offset), "a `}` or `]` closes what was not opened", "");
  }
  return Make(file.At(offset),
              words == "end of map flow not found" ? "a `{` is not closed" : "a `[` is not closed",
              "");
}

Finding ExplainWords(const SourceFile& file, size_t offset, std::string_view content,
                     std::string_view words) {
  Place place = file.At(offset);
  char c = offset < file.text.size() ? file.text[offset] : '\0';
  if (words == "illegal tab when looking for indentation") {
    return Make(place, "a tab in the indentation", "indent with spaces");
  }
  if (words == "illegal map value") {
    return Make(place, "YAML takes a `: ` inside a text for a mapping", AsQuotedOrBlock(content));
  }
  if (words == "the referenced anchor is not defined") {
    return Make(place, "an alias without its anchor before it",
                "if it is a text, put quotes around it");
  }
  if (words == "illegal block entry") {
    return Make(place, "`- ` begins a member of a list, on a line of its own",
                "if it is a text, put quotes around it");
  }
  if (words == "a tag") {
    return Make(place, "a YAML tag: this format has none", "if it is a text, put quotes around it");
  }
  if (words == "a key that is no text") {
    return Make(place, "a key must be a text", "put quotes around it");
  }
  if (words == "end of map not found" || words == "end of sequence not found") {
    return Make(place, "this line fits nothing above it",
                "see its indentation, and whether a name or a text wants quotes");
  }
  if (!WhatBegins(c).empty() && c != '{' && c != '[') {
    return Make(place, ReadsAs(c), "if it is a text, put quotes around it");
  }
  return Make(place, "this is no YAML: " + std::string(words), "");
}

// Whether the text has a quote that is not closed.
bool HasOpenQuote(std::string_view text) {
  char quote = '\0';
  for (char c : text) {
    if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = '\0';
    }
  }
  return quote != '\0';
}

}  // namespace

int OpenParentheses(std::string_view text) {
  int depth = 0, lowest = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'' || text[i] == '"') {
      size_t close = text.find(text[i], i + 1);
      if (close != text.npos) i = close;
    } else if (text[i] == '(') {
      ++depth;
    } else if (text[i] == ')') {
      lowest = std::min(lowest, --depth);
    }
  }
  return lowest < 0 ? lowest : depth;
}

Finding ExplainYamlError(const SourceFile& file, size_t offset, std::string_view words) {
  std::string_view line = file.Line(offset);
  std::string_view content = Content(line);
  if (words == "a directive") {
    return Make(file.At(offset, line.size()),
                "YAML takes a line that begins with `%` for a directive",
                "indent it, or put quotes around it");
  }
  // Whatever yaml-cpp says of it: it may take the tab for a part of the text before.
  size_t indent = line.find_first_not_of(" \t");
  if (size_t tab = line.find('\t'); tab < std::min(indent, line.size())) {
    return Make(file.At(line.data() - file.text.data() + tab), "a tab in the indentation",
                "indent with spaces");
  }
  if (IsKeyTrap(content)) return KeyTrap(file, offset, content);
  bool flow = words.find("flow") != words.npos;
  if (size_t after = TextAfterQuotes(content); after != content.npos && !flow) {
    size_t begin = content.data() - file.text.data();
    return Make(file.At(begin + after, content.size() - after),
                "YAML ends a text at its closing quote, and more follows",
                AsQuotedOrBlock(content));
  }
  if (flow) return ExplainFlow(file, offset, line, words);
  return ExplainWords(file, offset, content, words);
}

bool FindCutMember(const Node& collection, Findings* findings) {
  std::vector<const Node*> texts;
  for (const Entry& entry : collection.entries) {
    if (entry.key) texts.push_back(entry.key);
    texts.push_back(entry.value);
  }
  const Node* open = nullptr;
  for (const Node* text : texts) {
    if (!text->IsScalar() || text->style != ScalarStyle::kPlain) continue;
    int depth = OpenParentheses(text->text);
    if (depth > 0 && !open) open = text;
    if (depth >= 0 || !open) continue;
    std::string hint =
        "put quotes around it, write the definition as one text, or in block style, "
        "an attribute a line";
    if (collection.IsSequence()) {
      std::vector<size_t> spans = Spans(*text);
      size_t begin = collection.entries.front().value->begin;
      if (!spans.empty() && spans.back() > begin) {
        hint = "write it as one text: (" +
               collection.file->text.substr(begin, spans.back() - begin) + ")";
      }
    }
    findings->Add(PlaceOf(*open), "YAML cuts this text at the comma, inside its parentheses",
                  std::move(hint));
    return true;
  }
  return false;
}

std::string YamlHint(const Node& scalar) {
  if (!scalar.IsScalar()) return "";
  if (scalar.IsQuoted()) {
    // A word or a few, as people write who think that the quotes are SQL's.
    bool words = std::all_of(scalar.text.begin(), scalar.text.end(), [](unsigned char c) {
      return std::isalnum(c) || c >= 0x80 || c == ' ' || c == '_' || c == '-' || c == '.';
    });
    if (!words) return "";
    return "YAML takes the outer quotes off; an SQL string wants its own: " +
           YamlQuoted("'" + std::string(scalar.text) + "'");
  }
  if (scalar.style != ScalarStyle::kPlain) return "";
  if (!HasOpenQuote(scalar.text) && OpenParentheses(scalar.text) <= 0) return "";
  std::vector<size_t> spans = Spans(scalar);
  if (spans.empty()) return "";
  const std::string& text = scalar.file->text;
  size_t next = text.find_first_not_of(" \t", spans.back());
  if (next == text.npos) return "";
  if (text[next] == '#') {
    return "for YAML a comment begins at ` #`: put quotes around all of it, or write `|-` and the "
           "text, indented, on the next line";
  }
  if (text[next] == ',') {
    return "inside { } and [ ] YAML cuts a text at the comma: put quotes around it, or use block "
           "style";
  }
  return "";
}

}  // namespace autogen
