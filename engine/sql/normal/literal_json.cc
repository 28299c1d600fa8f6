#include <map>

#include "engine/sql/normal/literal.h"

// What jsonb keeps of a text: keys once and in an order, numbers as numeric, strings decoded.
// See: PostgreSQL manual, JSON Types.
namespace autogen::normal {
namespace {

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  std::optional<std::string> Read() {
    std::string out;
    if (!Value(&out, 0)) return std::nullopt;
    Blanks();
    if (at_ != text_.size()) return std::nullopt;
    return out;
  }

 private:
  bool At(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool Accept(char c) {
    if (!At(c)) return false;
    ++at_;
    return true;
  }
  bool Accept(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  void Blanks() {
    while (At(' ') || At('\n') || At('\t') || At('\r')) ++at_;
  }

  bool Value(std::string* out, int depth) {
    if (depth > 200) return false;
    Blanks();
    if (At('{')) return ObjectValue(out, depth);
    if (At('[')) return ArrayValue(out, depth);
    if (At('"')) {
      std::string value;
      if (!String(&value)) return false;
      *out += "s" + std::to_string(value.size()) + ":" + value;
      return true;
    }
    for (std::string_view word : {"true", "false", "null"}) {
      if (Accept(word)) return *out += word, true;
    }
    size_t end = text_.find_first_not_of("+-.eE0123456789", at_);
    if (end == text_.npos) end = text_.size();
    std::optional<std::string> number = CanonicalNumber(text_.substr(at_, end - at_));
    if (!number || end == at_) return false;
    at_ = end;
    *out += "n" + *number;
    return true;
  }

  bool ObjectValue(std::string* out, int depth) {
    ++at_;
    std::map<std::string, std::string> members;
    Blanks();
    for (bool first = true; !Accept('}'); first = false) {
      if (!first && !Accept(',')) return false;
      Blanks();
      std::string key, value;
      if (!At('"') || !String(&key)) return false;
      Blanks();
      if (!Accept(':') || !Value(&value, depth + 1)) return false;
      members[key] = value;
      Blanks();
    }
    *out += '{';
    for (const auto& [key, value] : members) {
      *out += std::to_string(key.size()) + ":" + key + "=" + value + ",";
    }
    *out += '}';
    return true;
  }

  bool ArrayValue(std::string* out, int depth) {
    ++at_;
    *out += '[';
    Blanks();
    for (bool first = true; !Accept(']'); first = false) {
      if (!first && !Accept(',')) return false;
      if (!Value(out, depth + 1)) return false;
      *out += ',';
      Blanks();
    }
    *out += ']';
    return true;
  }

  bool String(std::string* out) {
    for (++at_; at_ < text_.size() && !At('"'); ++at_) {
      if (!At('\\')) {
        *out += text_[at_];
        continue;
      }
      if (++at_ >= text_.size()) return false;
      switch (text_[at_]) {
        case 'n':
          *out += '\n';
          break;
        case 't':
          *out += '\t';
          break;
        case 'r':
          *out += '\r';
          break;
        case 'b':
          *out += '\b';
          break;
        case 'f':
          *out += '\f';
          break;
        case 'u':  // told by the text alone
          return false;
        default:
          *out += text_[at_];
      }
    }
    return Accept('"');
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::optional<std::string> CanonicalJson(std::string_view text) { return JsonReader(text).Read(); }

}  // namespace autogen::normal
