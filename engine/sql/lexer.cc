#include "engine/sql/lexer.h"

#include <algorithm>

#include "engine/base/error.h"

namespace autogen {
namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool IsWordPart(char c) { return IsWordStart(c) || IsDigit(c) || c == '$'; }
bool IsOperatorPart(char c) {
  return std::string_view("+-*/<>=~!@#%^&|`?").find(c) != std::string_view::npos;
}

// As the server does in UTF-8 databases: ASCII letters only.
std::string LowerCase(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  }
  return out;
}

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void AppendUtf8(uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | ((code >> 18) & 0x07));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// Reads up to `most` digits of base 8 or 16 at text[*at] and moves behind them.
uint32_t ReadCode(std::string_view text, size_t* at, size_t most, int base) {
  uint32_t code = 0;
  for (size_t read = 0; read < most && *at < text.size(); ++read, ++*at) {
    int digit = HexValue(text[*at]);
    if (digit < 0 || digit >= base) break;
    code = code * base + digit;
  }
  return code;
}

// What stands between the quotes of an E'…' constant. See: manual, String Constants With C-Style
// Escapes.
std::string UndoBackslashes(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    char c = text[i++];
    if (c != '\\' || i == text.size()) {
      out += c;
      continue;
    }
    c = text[i++];
    switch (c) {
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'x':
        out += static_cast<char>(ReadCode(text, &i, 2, 16));
        break;
      case 'u':
        AppendUtf8(ReadCode(text, &i, 4, 16), out);
        break;
      case 'U':
        AppendUtf8(ReadCode(text, &i, 8, 16), out);
        break;
      default:
        if (c >= '0' && c <= '7') {
          --i;
          out += static_cast<char>(ReadCode(text, &i, 3, 8));
        } else {
          out += c;
        }
    }
  }
  return out;
}

// What stands between the quotes of U&'…' or U&"…", with the usual escape character.
std::string UndoUnicode(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    char c = text[i++];
    if (c != '\\' || i == text.size()) {
      out += c;
    } else if (text[i] == '\\') {
      out += text[i++];
    } else if (text[i] == '+') {
      ++i;
      AppendUtf8(ReadCode(text, &i, 6, 16), out);
    } else {
      AppendUtf8(ReadCode(text, &i, 4, 16), out);
    }
  }
  return out;
}

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  absl::StatusOr<std::vector<Token>> Run() {
    tokens_.reserve(sql_.size() / 4 + 2);
    while (true) {
      RETURN_IF_ERROR(SkipBlanks());
      if (at_ == sql_.size()) return std::move(tokens_);
      begin_ = at_;
      RETURN_IF_ERROR(ReadToken());
    }
  }

 private:
  char Peek(size_t ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }
  bool StartsComment(size_t at) const {
    std::string_view two = sql_.substr(at, 2);
    return two == "--" || two == "/*";
  }

  absl::Status Error(std::string message) const {
    Finding finding;
    finding.message = std::move(message);
    finding.place.line = 1;
    finding.place.column = static_cast<int>(begin_) + 1;
    return ToStatus(finding);
  }

  void Add(TokenType type, std::string value) {
    tokens_.push_back({type, begin_, at_, std::move(value)});
  }

  absl::Status SkipBlanks() {
    while (at_ < sql_.size()) {
      if (IsSpace(sql_[at_])) {
        ++at_;
      } else if (sql_.substr(at_, 2) == "--") {
        while (at_ < sql_.size() && sql_[at_] != '\n' && sql_[at_] != '\r') ++at_;
      } else if (sql_.substr(at_, 2) == "/*") {
        RETURN_IF_ERROR(SkipBlockComment());
      } else {
        break;
      }
    }
    return absl::OkStatus();
  }

  // Block comments nest. See: manual, SQL Syntax, Comments.
  absl::Status SkipBlockComment() {
    begin_ = at_;
    int depth = 0;
    do {
      if (at_ >= sql_.size()) return Error("a comment is not closed");
      std::string_view two = sql_.substr(at_, 2);
      if (two == "/*") ++depth;
      if (two == "*/") --depth;
      at_ += two == "/*" || two == "*/" ? 2 : 1;
    } while (depth > 0);
    return absl::OkStatus();
  }

  absl::Status ReadToken() {
    char c = Peek();
    if (c == '\'') return ReadString(TokenType::kString, 0, [](auto t) { return std::string(t); });
    if (c == '"') return ReadQuotedName(0, [](auto t) { return std::string(t); });
    if (c == '$') return ReadDollar();
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return ReadNumber();
    if (IsWordStart(c)) return ReadWord();
    if (c == ':' && Peek(1) == '=') return ReadFixed(TokenType::kOperator, 2);
    if ((c == ':' && Peek(1) == ':') || (c == '.' && Peek(1) == '.')) {
      return ReadFixed(TokenType::kPunctuation, 2);
    }
    if (std::string_view("()[],;.:").find(c) != std::string_view::npos) {
      return ReadFixed(TokenType::kPunctuation, 1);
    }
    if (IsOperatorPart(c)) return ReadOperator();
    return Error("a character that SQL does not know: " + std::string(1, c));
  }

  absl::Status ReadFixed(TokenType type, size_t length) {
    at_ += length;
    Add(type, std::string(sql_.substr(begin_, length)));
    return absl::OkStatus();
  }

  // A word, or a constant whose kind a letter before the quote says.
  absl::Status ReadWord() {
    char c = Peek() | 0x20;
    if (Peek(1) == '\'') {
      if (c == 'e') return ReadString(TokenType::kString, 1, UndoBackslashes);
      if (c == 'n') return ReadString(TokenType::kString, 1, [](auto t) { return std::string(t); });
      if (c == 'b' || c == 'x') return ReadBits();
    }
    if (c == 'u' && Peek(1) == '&') {
      if (Peek(2) == '\'') return ReadString(TokenType::kString, 2, UndoUnicode);
      if (Peek(2) == '"') return ReadQuotedName(2, UndoUnicode);
    }
    while (at_ < sql_.size() && IsWordPart(sql_[at_])) ++at_;
    Add(TokenType::kWord, LowerCase(sql_.substr(begin_, at_ - begin_)));
    return absl::OkStatus();
  }

  absl::Status ReadBits() {
    ++at_;
    std::string inside;
    RETURN_IF_ERROR(ReadQuoted('\'', false, &inside));
    Add(TokenType::kString, std::string(sql_.substr(begin_, at_ - begin_)));
    return absl::OkStatus();
  }

  template <class Undo>
  absl::Status ReadString(TokenType type, size_t prefix, Undo undo) {
    at_ += prefix;
    bool backslashes = prefix == 1 && (sql_[begin_] | 0x20) == 'e';
    std::string inside;
    RETURN_IF_ERROR(ReadQuoted('\'', backslashes, &inside));
    while (ContinuesString()) RETURN_IF_ERROR(ReadQuoted('\'', backslashes, &inside));
    Add(type, undo(std::string_view(inside)));
    return absl::OkStatus();
  }

  template <class Undo>
  absl::Status ReadQuotedName(size_t prefix, Undo undo) {
    at_ += prefix;
    std::string inside;
    RETURN_IF_ERROR(ReadQuoted('"', false, &inside));
    if (inside.empty()) return Error("a quoted name is empty");
    Add(TokenType::kQuotedName, undo(std::string_view(inside)));
    return absl::OkStatus();
  }

  // 'a' and 'b' on the next line are one constant. Moves to the second quote if so.
  bool ContinuesString() {
    size_t next = at_;
    while (next < sql_.size() && IsSpace(sql_[next])) ++next;
    std::string_view between = sql_.substr(at_, next - at_);
    if (between.find_first_of("\n\r") == between.npos) return false;
    if (next == sql_.size() || sql_[next] != '\'') return false;
    at_ = next;
    return true;
  }

  // From one quote behind the other; doubled ones stand for one.
  absl::Status ReadQuoted(char quote, bool backslashes, std::string* inside) {
    ++at_;
    while (at_ < sql_.size()) {
      char c = sql_[at_++];
      if (c == quote) {
        if (Peek() != quote) return absl::OkStatus();
        ++at_;
      } else if (c == '\\' && backslashes && at_ < sql_.size()) {
        *inside += c;
        // A quote behind a backslash stands for itself; UndoBackslashes takes the backslash off.
        c = sql_[at_++];
      }
      *inside += c;
    }
    return Error(quote == '"' ? "a quoted name is not closed" : "a string constant is not closed");
  }

  absl::Status ReadDollar() {
    if (IsDigit(Peek(1))) {
      ++at_;
      while (IsDigit(Peek())) ++at_;
      Add(TokenType::kParameter, std::string(sql_.substr(begin_, at_ - begin_)));
      return absl::OkStatus();
    }
    size_t end = at_ + 1;
    while (end < sql_.size() && sql_[end] != '$' && IsWordPart(sql_[end])) ++end;
    if (end == sql_.size() || sql_[end] != '$') {
      return Error("a character that SQL does not know: $");
    }
    std::string_view delimiter = sql_.substr(at_, end + 1 - at_);
    size_t inside = end + 1;
    size_t close = sql_.find(delimiter, inside);
    if (close == sql_.npos) return Error("a dollar-quoted string is not closed");
    at_ = close + delimiter.size();
    Add(TokenType::kString, std::string(sql_.substr(inside, close - inside)));
    return absl::OkStatus();
  }

  absl::Status ReadNumber() {
    auto digits = [&] {
      while (IsDigit(Peek()) || (Peek() == '_' && IsDigit(Peek(1)))) ++at_;
    };
    // Hexadecimal, octal and binary integers came with PostgreSQL 16.
    if (Peek() == '0' && std::string_view("xXoObB").find(Peek(1)) != std::string_view::npos &&
        HexValue(Peek(2)) >= 0) {
      at_ += 2;
      while (HexValue(Peek()) >= 0 || Peek() == '_') ++at_;
    } else {
      digits();
      if (Peek() == '.' && Peek(1) != '.') {
        ++at_;
        digits();
      }
      size_t sign = Peek(1) == '+' || Peek(1) == '-' ? 1 : 0;
      if ((Peek() | 0x20) == 'e' && IsDigit(Peek(1 + sign))) {
        at_ += 1 + sign;
        digits();
      }
    }
    Add(TokenType::kNumber, std::string(sql_.substr(begin_, at_ - begin_)));
    return absl::OkStatus();
  }

  // The longest run of operator characters before a comment; it may end in + or - only if one of
  // ~ ! @ # % ^ & | ` ? is in it. See: manual, SQL Syntax, Operators.
  absl::Status ReadOperator() {
    size_t end = at_;
    while (end < sql_.size() && IsOperatorPart(sql_[end]) && !StartsComment(end)) ++end;
    std::string_view run = sql_.substr(at_, end - at_);
    if (run.find_first_of("~!@#%^&|`?") == run.npos) {
      while (run.size() > 1 && (run.back() == '+' || run.back() == '-')) run.remove_suffix(1);
    }
    at_ += run.size();
    Add(TokenType::kOperator, std::string(run));
    return absl::OkStatus();
  }

  std::string_view sql_;
  size_t at_ = 0;
  size_t begin_ = 0;  // of the token being read
  std::vector<Token> tokens_;
};

}  // namespace

absl::StatusOr<std::vector<Token>> Tokenize(std::string_view sql) { return Scanner(sql).Run(); }

}  // namespace autogen
