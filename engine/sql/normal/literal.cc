#include "engine/sql/normal/literal.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "engine/sql/names.h"
#include "engine/sql/normal/analyzer.h"

namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r\f\v";
  size_t begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

bool IsHex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::optional<std::string> Integer(std::string_view text) {
  text = Trim(text);
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!IsDigits(text)) return std::nullopt;
  size_t first = std::min(text.find_first_not_of('0'), text.size() - 1);
  std::string digits(text.substr(first));
  return (negative && digits != "0" ? "-" : "") + digits;
}

std::optional<std::string> Float(TypeId type, std::string_view text) {
  std::string trimmed(Trim(text));
  if (trimmed.empty() || trimmed.find_first_of("xXpP_nN") != std::string::npos) {
    // Hexadecimal and NaN are spelled in too many ways.
    return std::nullopt;
  }
  char* end = nullptr;
  char buffer[64];
  if (type == t_float4) {
    float value = std::strtof(trimmed.c_str(), &end);
    std::snprintf(buffer, sizeof buffer, "%.9g", static_cast<double>(value));
  } else {
    double value = std::strtod(trimmed.c_str(), &end);
    std::snprintf(buffer, sizeof buffer, "%.17g", value);
  }
  if (*end != '\0') return std::nullopt;
  return buffer;
}

std::optional<std::string> Bytes(std::string_view text) {
  std::string hex;
  if (text.starts_with("\\x") || text.starts_with("\\X")) {
    for (char c : Lower(text.substr(2))) {
      if (c != ' ' && c != '\n' && c != '\t') hex += c;
    }
    if (!hex.empty() && !IsHex(hex)) return std::nullopt;
    return hex;
  }
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned byte = static_cast<unsigned char>(text[i]);
    if (text[i] == '\\') {
      if (i + 1 < text.size() && text[i + 1] == '\\') {
        ++i;
      } else if (i + 3 < text.size() && IsDigits(text.substr(i + 1, 3))) {
        byte = static_cast<unsigned>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 +
                                     (text[i + 3] - '0'));
        i += 3;
      } else {
        return std::nullopt;
      }
    }
    char buffer[4];
    std::snprintf(buffer, sizeof buffer, "%02x", byte & 0xff);
    hex += buffer;
  }
  return hex;
}

std::optional<std::string> HexDigits(std::string_view text, std::string_view separators,
                                     size_t count) {
  std::string digits;
  for (char c : Lower(Trim(text))) {
    if (separators.find(c) == separators.npos) digits += c;
  }
  if (digits.size() != count || !IsHex(digits)) return std::nullopt;
  return digits;
}

std::optional<std::string> Bits(std::string_view text) {
  if (text.starts_with('x') || text.starts_with('X')) {
    std::string bits;
    for (char c : Lower(text.substr(1))) {
      if (!IsHex(std::string_view(&c, 1))) return std::nullopt;
      int value = c <= '9' ? c - '0' : c - 'a' + 10;
      for (int bit = 8; bit > 0; bit /= 2) bits += (value & bit) != 0 ? '1' : '0';
    }
    return bits;
  }
  if (text.starts_with('b') || text.starts_with('B')) text.remove_prefix(1);
  if (text.find_first_not_of("01") != text.npos) return std::nullopt;
  return std::string(text);
}

std::optional<std::string> Network(TypeId type, std::string_view text) {
  std::string address = Lower(Trim(text));
  std::string_view full = address.find(':') == std::string::npos ? "/32" : "/128";
  bool four = full == "/32";
  if (four && std::count(address.begin(), address.end(), '.') != 3) return std::nullopt;
  bool has_mask = address.find('/') != std::string::npos;
  if (type == t_cidr) return has_mask ? address : address + std::string(full);
  if (address.ends_with(full)) address.resize(address.size() - full.size());
  return address;
}

// {a,"b c",NULL}; nested too. Each element as its own type has it.
class ArrayReader {
 public:
  ArrayReader(const Catalog& catalog, TypeId element, Name modifier, std::string_view text)
      : catalog_(catalog), element_(element), modifier_(modifier), text_(Trim(text)) {}

  std::optional<std::string> Read() {
    if (!Array() || at_ != text_.size()) return std::nullopt;
    return std::move(out_);
  }

 private:
  bool At(char c) const { return at_ < text_.size() && text_[at_] == c; }
  void Blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  bool Array() {
    if (!At('{')) return false;
    ++at_;
    out_ += '{';
    Blanks();
    if (At('}')) return ++at_, out_ += '}', true;
    while (true) {
      Blanks();
      bool read = At('{') ? Array() : Element();
      if (!read) return false;
      Blanks();
      if (At('}')) return ++at_, out_ += '}', true;
      if (!At(',')) return false;
      ++at_;
    }
  }

  bool Element() {
    std::string value;
    bool quoted = At('"');
    if (quoted) {
      for (++at_; at_ < text_.size() && !At('"'); ++at_) {
        if (At('\\')) ++at_;
        if (at_ < text_.size()) value += text_[at_];
      }
      if (!At('"')) return false;
      ++at_;
    } else {
      while (at_ < text_.size() && !At(',') && !At('}')) {
        if (At('{') || At('"')) return false;
        if (At('\\')) ++at_;
        if (at_ < text_.size()) value += text_[at_++];
      }
      value = Trim(value);
      if (value.empty()) return false;
    }
    if (!quoted && Lower(value) == "null") {
      out_ += "N";
      return true;
    }
    std::string canonical = CanonicalLiteral(catalog_, element_, modifier_, value);
    out_ += std::to_string(canonical.size()) + ":" + canonical;
    return true;
  }

  const Catalog& catalog_;
  TypeId element_;
  Name modifier_;
  std::string_view text_;
  size_t at_ = 0;
  std::string out_;
};

// [a,b) of numbers: whole ones are kept as [a,b+1).
// See: PostgreSQL manual, Range Types, Discrete Range Types.
std::optional<std::string> Range(const Catalog& catalog, TypeId subtype, std::string_view text) {
  text = Trim(text);
  if (Lower(text) == "empty") return "empty";
  if (text.size() < 3) return std::nullopt;
  char open = text.front(), close = text.back();
  if ((open != '[' && open != '(') || (close != ']' && close != ')')) return std::nullopt;
  std::string_view inside = text.substr(1, text.size() - 2);
  size_t comma = inside.find(',');
  if (comma == inside.npos || inside.find(',', comma + 1) != inside.npos) return std::nullopt;
  if (inside.find_first_of("\\{") != inside.npos) return std::nullopt;
  auto bound = [&](std::string_view part) {
    std::string value;
    for (char c : part) {
      if (c != '"') value += c;
    }
    return value.empty() ? value : CanonicalLiteral(catalog, subtype, Name(), value);
  };
  std::string low = bound(inside.substr(0, comma)), high = bound(inside.substr(comma + 1));
  bool whole = subtype == t_int4 || subtype == t_int8;
  auto next = [](const std::string& number) {
    return std::to_string(std::strtoll(number.c_str(), nullptr, 10) + 1);
  };
  if (whole) {
    if ((!low.empty() && !Integer(low)) || (!high.empty() && !Integer(high))) return std::nullopt;
    if (low.size() > 17 || high.size() > 17) return std::nullopt;
    if (!low.empty() && open == '(') low = next(low), open = '[';
    if (!high.empty() && close == ']') high = next(high), close = ')';
    bool both = !low.empty() && !high.empty();
    if (both && std::atoll(low.c_str()) >= std::atoll(high.c_str())) return "empty";
  } else if (subtype == t_date &&
             ((open == '(' && !low.empty()) || (close == ']' && !high.empty()))) {
    return std::nullopt;
  }
  if (low.empty()) open = '(';
  if (high.empty()) close = ')';
  return std::string(1, open) + low + "," + high + close;
}

// 'a' 'b': words without positions, sorted as tsvector keeps them.
std::optional<std::string> Lexemes(std::string_view text) {
  std::vector<std::string> words;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == ' ') {
      ++at;
      continue;
    }
    size_t end = text[at] == '\'' ? text.find('\'', at + 1) : text.find(' ', at);
    if (text[at] == '\'' && end == text.npos) return std::nullopt;
    size_t begin = text[at] == '\'' ? at + 1 : at;
    std::string word(text.substr(begin, end == text.npos ? end : end - begin));
    bool plain = !word.empty() && word.find_first_of("'\\:&|!()<>") == word.npos;
    if (!plain) return std::nullopt;
    words.push_back(word);
    at = end == text.npos ? text.size() : end + 1;
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  std::string joined;
  for (const std::string& word : words) joined += " " + word;
  return joined;
}

std::optional<std::string> Understand(const Catalog& catalog, TypeId type, Name modifier,
                                      std::string_view text) {
  const TypeInfo& info = catalog.Type(type);
  if (info.element != t_none && info.category == 'A') {
    return ArrayReader(catalog, catalog.BaseType(info.element), modifier, text).Read();
  }
  if (info.kind == 'r') return Range(catalog, catalog.BaseType(info.subtype), text);
  switch (type) {
    case t_bool:
      return CanonicalBoolean(text);
    case t_int2:
    case t_int4:
    case t_int8:
    case t_oid:
      return Integer(text);
    case t_numeric:
      return CanonicalNumber(Trim(text));
    case t_float4:
    case t_float8:
      return Float(type, text);
    case t_bytea:
      return Bytes(text);
    case t_uuid:
      return HexDigits(text, "{}-", 32);
    case t_macaddr:
      return HexDigits(text, ":-.", 12);
    case t_bit:
    case t_varbit:
      return Bits(text);
    case t_inet:
    case t_cidr:
      return Network(type, text);
    case t_date:
    case t_time:
    case t_timetz:
    case t_timestamp:
    case t_timestamptz:
      return CanonicalTime(type, Trim(text));
    case t_interval:
      return CanonicalInterval(Trim(text), modifier.view());
    case t_jsonb:
      return CanonicalJson(text);
    case t_tsvector:
      return Lexemes(text);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<std::string> CanonicalBoolean(std::string_view text) {
  std::string word = Lower(Trim(text));
  auto begins = [&word](std::string_view whole) {
    return !word.empty() && whole.starts_with(word);
  };
  if (begins("true") || begins("yes") || word == "on" || word == "1") return "t";
  if (begins("false") || begins("no") || word == "off" || word == "of" || word == "0") return "f";
  return std::nullopt;
}

// Its scale is part of a number: 1, 1.0 and 1.00 are three.
// See: PostgreSQL source, numeric.c, set_var_from_str.
std::optional<std::string> CanonicalNumber(std::string_view text) {
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  long exponent = 0;
  if (size_t e = text.find_first_of("eE"); e != text.npos) {
    std::optional<std::string> number = Integer(text.substr(e + 1));
    if (!number || number->size() > 4) return std::nullopt;
    exponent = std::atol(number->c_str());
    text = text.substr(0, e);
  }
  size_t dot = text.find('.');
  std::string whole(text.substr(0, dot));
  std::string fraction(dot == text.npos ? std::string_view() : text.substr(dot + 1));
  std::string digits = whole + fraction;
  if (!IsDigits(digits)) return std::nullopt;
  long scale = static_cast<long>(fraction.size()) - exponent;
  if (scale < 0) {
    digits.append(static_cast<size_t>(-scale), '0');
    scale = 0;
  }
  auto places = static_cast<size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  size_t first = digits.find_first_not_of('0');
  size_t keep = std::min(first == digits.npos ? digits.size() : first, digits.size() - places - 1);
  digits.erase(0, keep);
  bool zero = digits.find_first_not_of('0') == digits.npos;
  if (places > 0) digits.insert(digits.size() - places, ".");
  return (negative && !zero ? "-" : "") + digits;
}

// A tag in front keeps what was understood apart from what was not.
std::string CanonicalLiteral(const Catalog& catalog, TypeId type, Name modifier,
                             std::string_view text) {
  if (std::optional<std::string> understood = Understand(catalog, type, modifier, text)) {
    return *std::move(understood);
  }
  const TypeInfo& info = catalog.Type(type);
  bool plain = info.category == 'S' || info.kind == 'e';
  return plain ? std::string(text) : "'" + std::string(text);
}

// A name in quotes that means a relation, whichever way it is written.
std::string Analyzer::NameLiteral(std::string_view text) {
  std::vector<std::string> parts;
  std::string part;
  bool quoted = false, was_quoted = false;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == '.' && !quoted)) {
      if (part.empty()) return "'" + std::string(text);
      parts.push_back(was_quoted ? part : Lower(part));
      part.clear();
      was_quoted = false;
    } else if (text[i] == '"') {
      bool doubled = quoted && i + 1 < text.size() && text[i + 1] == '"';
      if (doubled) {
        part += '"';
        ++i;
      } else {
        quoted = !quoted;
        was_quoted = true;
      }
    } else {
      part += text[i];
    }
  }
  if (quoted || parts.size() > 2) return "'" + std::string(text);
  if (parts.size() == 2) return parts[0] + std::string(1, '\0') + parts[1];
  if (IsBuiltinRelation(parts[0])) return "pg_catalog" + std::string(1, '\0') + parts[0];
  for (Name schema : path_.schemas) {
    for (Kind kind :
         {Kind::kTable, Kind::kSequence, Kind::kView, Kind::kMaterializedView, Kind::kIndex}) {
      if (catalog_.database().Find({kind, schema, parts[0], {}}) == nullptr) continue;
      return schema.str() + std::string(1, '\0') + parts[0];
    }
  }
  return "'" + std::string(text);
}

std::string Analyzer::Literal(TypeId type, Name modifier, std::string_view text) {
  if (type == t_regclass) return NameLiteral(text);
  return CanonicalLiteral(catalog_, type, modifier, text);
}

}  // namespace autogen::normal
