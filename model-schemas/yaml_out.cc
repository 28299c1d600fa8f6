#include "model-schemas/yaml_out.h"

#include <algorithm>
#include <cctype>

namespace autogen {
namespace {

constexpr size_t kLineEnd = 100;

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// What YAML 1.1's or 1.2's types would make of it: null, booleans, numbers, dates, times in
// base 60.
bool LooksTyped(std::string_view text) {
  std::string lower = Lower(text);
  if (IsOneOf(lower, {"~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<",
                      ".inf", "-.inf", "+.inf", ".nan"})) {
    return true;
  }
  bool digit_first = std::isdigit(static_cast<unsigned char>(lower[0])) != 0 ||
                     (lower.size() > 1 && (lower[0] == '-' || lower[0] == '+' || lower[0] == '.') &&
                      (std::isdigit(static_cast<unsigned char>(lower[1])) != 0 || lower[1] == '.'));
  if (!digit_first) return false;
  // Digits, and the letters and signs that numbers, dates and times are written with.
  return lower.find_first_not_of("0123456789abcdefxo_.:+-tz ") == std::string::npos;
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

bool IsPlainSafeInFlow(std::string_view text) {
  return IsPlainSafe(text) && text.find_first_of(",[]{}") == std::string_view::npos;
}

std::string Escaped(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += std::string("\\x") + kHex[byte >> 4] + kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string SingleQuoted(std::string_view text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

// For keys and members of lists, which cannot be blocks.
std::string Inline(std::string_view text, bool in_flow) {
  if (in_flow ? IsPlainSafeInFlow(text) : IsPlainSafe(text)) return std::string(text);
  if (HasControl(text)) return Escaped(text);
  if (text.find_first_of("\"\\") == std::string_view::npos) return "\"" + std::string(text) + "\"";
  return SingleQuoted(text);
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t begin = 0;;) {
    size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return lines;
    begin = end + 1;
  }
}

// Whether a literal block gives this text back: printable, no line that ends in blanks, at most one
// line break at its end.
bool FitsBlock(std::string_view text) {
  if (text.empty() || text.front() == '\n' || text.ends_with("\n\n")) return false;
  for (std::string_view line : Lines(text)) {
    if (!line.empty() && (line.back() == ' ' || line.back() == '\t')) return false;
    if (std::any_of(line.begin(), line.end(), [](char c) {
          auto byte = static_cast<unsigned char>(c);
          return (byte < 0x20 && c != '\t') || byte == 0x7F;
        })) {
      return false;
    }
    if (!line.empty() && line.front() == '\t') return false;
  }
  return text != "\n";
}

class Writer {
 public:
  std::string Take() { return std::move(out_); }

  void Map(const YamlOut& value, int depth) {
    for (const auto& [key, member] : value.map) {
      out_ += std::string(depth * 2, ' ') + Inline(key, false) + ":";
      Value(member, depth);
    }
  }

 private:
  // After "key:" at `depth`.
  void Value(const YamlOut& value, int depth) {
    switch (value.type) {
      case YamlOut::Type::kNothing:
        out_ += "\n";
        return;
      case YamlOut::Type::kScalar:
        Scalar(value, depth);
        return;
      case YamlOut::Type::kList:
        List(value, depth);
        return;
      case YamlOut::Type::kMap:
        if (value.map.empty()) {
          out_ += " {}\n";
          return;
        }
        out_ += "\n";
        Map(value, depth + 1);
        return;
    }
  }

  void Scalar(const YamlOut& value, int depth) {
    const std::string& text = value.scalar;
    if (value.bare || IsPlainSafe(text)) {
      out_ += " " + text + "\n";
    } else if (text.find('\n') != std::string::npos) {
      FitsBlock(text) ? Block(text, depth) : void(out_ += " " + Escaped(text) + "\n");
    } else if (text.find_first_of("\"\\") == std::string::npos || !FitsBlock(text)) {
      out_ += " " +
              (HasControl(text) || text.find_first_of("\"\\") != std::string::npos
                   ? Escaped(text)
                   : "\"" + text + "\"") +
              "\n";
    } else {
      Block(text, depth);
    }
  }

  void Block(std::string_view text, int depth) {
    bool keeps_break = text.ends_with("\n");
    if (keeps_break) text.remove_suffix(1);
    out_ += " |";
    // The indentation must be told where the first line begins with a blank.
    if (Lines(text).front().starts_with(" ")) out_ += "2";
    out_ += keeps_break ? "\n" : "-\n";
    for (std::string_view line : Lines(text)) {
      if (!line.empty()) out_ += std::string((depth + 1) * 2, ' ') + std::string(line);
      out_ += "\n";
    }
  }

  void List(const YamlOut& value, int depth) {
    if (value.list.empty()) {
      out_ += " []\n";
      return;
    }
    bool scalars = std::all_of(value.list.begin(), value.list.end(), [](const YamlOut& member) {
      return member.type == YamlOut::Type::kScalar && !HasControl(member.scalar);
    });
    if (scalars) {
      std::string flow = " [";
      for (const YamlOut& member : value.list) {
        flow += (flow.size() > 2 ? ", " : "") + Inline(member.scalar, true);
      }
      flow += "]";
      size_t begin = out_.rfind('\n');
      size_t column = out_.size() - (begin == std::string::npos ? 0 : begin + 1);
      if (column + flow.size() <= kLineEnd) {
        out_ += flow + "\n";
        return;
      }
    }
    out_ += "\n";
    for (const YamlOut& member : value.list) Member(member, depth + 1);
  }

  void Member(const YamlOut& member, int depth) {
    out_ += std::string(depth * 2, ' ') + "-";
    if (member.type == YamlOut::Type::kScalar) {
      out_ += " " + Inline(member.scalar, false) + "\n";
      return;
    }
    // A mapping in a list: its first key stands beside the dash.
    Writer inner;
    inner.Map(member, depth + 1);
    out_ += " " + inner.Take().substr((depth + 1) * 2);
  }

  std::string out_;
};

}  // namespace

YamlOut YamlOut::Scalar(std::string_view text) {
  YamlOut out;
  out.type = Type::kScalar;
  out.scalar = text;
  return out;
}

YamlOut YamlOut::Flag(bool value) {
  YamlOut out = Scalar(value ? "true" : "false");
  out.bare = true;
  return out;
}

YamlOut YamlOut::List(const std::vector<std::string>& texts) {
  YamlOut out;
  out.type = Type::kList;
  for (const std::string& text : texts) out.list.push_back(Scalar(text));
  return out;
}

std::string WriteYaml(const YamlOut& root) {
  Writer writer;
  writer.Map(root, 0);
  return writer.Take();
}

bool FitsOnLine(std::string_view key, std::string_view scalar, int depth) {
  if (scalar.find('\n') != std::string_view::npos) return false;
  size_t indent = static_cast<size_t>(depth) * 2;
  if (IsPlainSafe(scalar)) {
    return indent + Inline(key, false).size() + 2 + scalar.size() <= kLineEnd;
  }
  if (scalar.find_first_of("\"\\") != std::string_view::npos) {
    return indent + 2 + scalar.size() <= kLineEnd;  // on a line of its own, in a block
  }
  return indent + Inline(key, false).size() + 4 + scalar.size() <= kLineEnd;
}

bool IsPlainSafe(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || HasControl(text)) return false;
  if (std::string_view(",[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos) {
    return false;
  }
  if (std::string_view("-?:").find(text.front()) != std::string_view::npos &&
      (text.size() == 1 || text[1] == ' ')) {
    return false;
  }
  if (text.starts_with("---") || text.starts_with("...")) return false;
  if (text.find(": ") != std::string_view::npos || text.back() == ':') return false;
  if (text.find(" #") != std::string_view::npos) return false;
  return !LooksTyped(text);
}

}  // namespace autogen
