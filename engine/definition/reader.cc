#include "engine/definition/reader.h"

#include <charconv>

#include "engine/base/error.h"
#include "engine/sql/quote.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

bool IsReservedWord(const Token& token, bool function) {
  if (token.type != TokenType::kWord) return false;
  KeywordCategory category = Keyword(token.value);
  if (category == KeywordCategory::kReserved) return true;
  return !function && category == KeywordCategory::kTypeOrFunctionName;
}

}  // namespace

absl::StatusOr<Reader> Reader::Open(std::string_view text) {
  std::vector<Token> tokens;
  ASSIGN_OR_RETURN(tokens, Tokenize(text));
  return Reader(text, std::move(tokens));
}

const Token& Reader::Peek(size_t ahead) const {
  static const Token kEnd{TokenType::kString, 0, 0, ""};
  return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : kEnd;
}

absl::StatusOr<std::string> Reader::ReadAnyWord(std::string_view what) {
  if (!Peek().IsName()) return Unexpected(what);
  return tokens_[at_++].value;
}

absl::StatusOr<Name> Reader::ReadName(std::string_view what) {
  if (IsReservedWord(Peek(), false)) {
    return Error("\"" + Peek().value + "\" is a word of SQL, not the name of " + std::string(what),
                 "if it is a name, write it in double quotes");
  }
  std::string name;
  ASSIGN_OR_RETURN(name, ReadAnyWord(what));
  return Name(name);
}

absl::StatusOr<QualifiedName> Reader::ReadQualifiedName(std::string_view what) {
  QualifiedName name;
  ASSIGN_OR_RETURN(name.name, ReadName(what));
  if (!Accept(".")) return name;
  name.schema = name.name;
  ASSIGN_OR_RETURN(name.name, ReadAnyWord(what));
  return name;
}

absl::StatusOr<QualifiedName> Reader::ReadFunctionName() {
  if (IsReservedWord(Peek(), true)) return ReadQualifiedName("a function");
  QualifiedName name;
  ASSIGN_OR_RETURN(name.name, ReadAnyWord("a function"));
  if (!Accept(".")) return name;
  name.schema = name.name;
  ASSIGN_OR_RETURN(name.name, ReadAnyWord("a function"));
  return name;
}

absl::StatusOr<QualifiedName> Reader::ReadOperatorName() {
  QualifiedName name;
  bool wrapped = Accept("operator", "(");
  if (Peek().IsName() && Peek(1).Is(".")) {
    name.schema = Peek().value;
    at_ += 2;
  }
  if (Peek().type != TokenType::kOperator) return Unexpected("an operator");
  name.name = tokens_[at_++].value;
  if (wrapped) RETURN_IF_ERROR(Expect(")"));
  return name;
}

absl::StatusOr<TypeRef> Reader::ReadType() {
  if (done()) return Unexpected("a type");
  return ReadTypeName(tokens_, &at_);
}

absl::StatusOr<int64_t> Reader::ReadInteger() {
  size_t begin = at_;
  std::string digits = Accept("-") ? "-" : "";
  if (digits.empty()) Accept("+");
  if (Peek().type != TokenType::kNumber) {
    at_ = begin;
    return Unexpected("a whole number");
  }
  for (char c : Peek().value) {
    if (c != '_') digits += c;
  }
  int64_t value = 0;
  auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failed == std::errc::result_out_of_range) {
    return Error("the number " + digits + " is too large");
  }
  if (failed != std::errc() || end != digits.data() + digits.size()) {
    return Unexpected("a whole number");
  }
  Skip();
  return value;
}

absl::StatusOr<std::string> Reader::ReadString(std::string_view what) {
  if (done() || Peek().type != TokenType::kString) return Unexpected(what);
  return tokens_[at_++].value;
}

absl::StatusOr<std::vector<Name>> Reader::ReadNames() {
  RETURN_IF_ERROR(Expect("("));
  std::vector<Name> names;
  do {
    Name name;
    ASSIGN_OR_RETURN(name, ReadName("a column"));
    names.push_back(name);
  } while (Accept(","));
  RETURN_IF_ERROR(Expect(")"));
  return names;
}

absl::StatusOr<std::string> Reader::ReadOptionValue() {
  const Token& token = Peek();
  if (!done() && token.type == TokenType::kString) return tokens_[at_++].value;
  std::string sign = Accept("-") ? "-" : "";
  if (sign.empty()) Accept("+");
  if (Peek().type == TokenType::kNumber) return sign + tokens_[at_++].value;
  if (!sign.empty() || !Peek().IsName()) return Unexpected("a value");
  return tokens_[at_++].value;
}

absl::StatusOr<Options> Reader::ReadOptions() {
  RETURN_IF_ERROR(Expect("("));
  Options options;
  do {
    size_t begin = at_;
    std::string key;
    ASSIGN_OR_RETURN(key, ReadAnyWord("a parameter"));
    if (Accept(".")) {
      std::string rest;
      ASSIGN_OR_RETURN(rest, ReadAnyWord("a parameter"));
      key += "." + rest;
    }
    std::string value = "true";
    if (Accept("=")) {
      ASSIGN_OR_RETURN(value, ReadOptionValue());
    }
    if (!options.emplace(key, value)) {
      return ErrorAt(begin, "the parameter " + key + " is given twice");
    }
  } while (Accept(","));
  RETURN_IF_ERROR(Expect(")"));
  return options;
}

absl::StatusOr<Options> Reader::ReadForeignOptions() {
  RETURN_IF_ERROR(Expect("("));
  Options options;
  do {
    size_t begin = at_;
    std::string key;
    ASSIGN_OR_RETURN(key, ReadAnyWord("an option"));
    std::string value;
    ASSIGN_OR_RETURN(value, ReadString("an option's value in single quotes"));
    if (!options.emplace(key, value)) {
      return ErrorAt(begin, "the option " + key + " is given twice");
    }
  } while (Accept(","));
  RETURN_IF_ERROR(Expect(")"));
  return options;
}

absl::StatusOr<Expression> Reader::ReadParenthesised(std::string_view what) {
  if (!At("(")) return Unexpected(std::string(what) + " in parentheses");
  size_t behind = 0;
  ASSIGN_OR_RETURN(behind, BehindClosing(at_));
  Expression inside = Unwrapped(at_ + 1, behind - 1);
  if (inside.empty()) return Error(std::string(what) + " is missing between the parentheses");
  at_ = behind;
  return inside;
}

std::string Reader::Text(size_t begin, size_t end) const {
  if (begin >= end) return "";
  return text_.substr(tokens_[begin].begin, tokens_[end - 1].end - tokens_[begin].begin);
}

Expression Reader::Unwrapped(size_t begin, size_t end) const {
  while (begin < end && tokens_[begin].Is("(")) {
    auto behind = BehindClosing(begin);
    // "(a, b)" is a row and "(select …)" a subquery: their parentheses are their own.
    if (!behind.ok() || *behind != end || begin + 1 == end - 1) break;
    const Token& first = tokens_[begin + 1];
    if (first.Is("select") || first.Is("with") || first.Is("values")) break;
    bool row = false;
    for (size_t i = begin + 1, depth = 0; i + 1 < end; ++i) {
      if (tokens_[i].Is("(") || tokens_[i].Is("[")) ++depth;
      if (tokens_[i].Is(")") || tokens_[i].Is("]")) --depth;
      row = row || (depth == 0 && tokens_[i].Is(","));
    }
    if (row) break;
    ++begin;
    --end;
  }
  return {Text(begin, end)};
}

absl::StatusOr<size_t> Reader::BehindClosing(size_t open) const {
  int depth = 0;
  for (size_t i = open; i < tokens_.size(); ++i) {
    if (tokens_[i].Is("(") || tokens_[i].Is("[")) ++depth;
    if (tokens_[i].Is(")") || tokens_[i].Is("]")) --depth;
    if (depth == 0) return i + 1;
  }
  return ErrorAt(open, "a parenthesis is not closed");
}

absl::Status Reader::Error(std::string message, std::string hint) const {
  return ErrorAt(at_, std::move(message), std::move(hint));
}

absl::Status Reader::ErrorAt(size_t token, std::string message, std::string hint) const {
  Finding finding;
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  finding.place.line = 1;
  if (token < tokens_.size()) {
    finding.place.column = static_cast<int>(tokens_[token].begin) + 1;
    finding.place.length = static_cast<int>(tokens_[token].end - tokens_[token].begin);
  } else {
    size_t end = tokens_.empty() ? 0 : tokens_.back().end;
    finding.place.column = static_cast<int>(end) + 1;
  }
  return ToStatus(finding);
}

absl::Status Reader::Unexpected(std::string_view what) const {
  return Error(std::string(what) + " is expected, not " + Word());
}

absl::Status Reader::Missing(std::vector<std::string_view> words) const {
  std::string all;
  for (std::string_view word : words) all += (all.empty() ? "" : " ") + std::string(word);
  return Unexpected("\"" + all + "\"");
}

absl::Status Reader::Finish(std::string_view what) const {
  if (done()) return absl::OkStatus();
  return Error("the definition of " + std::string(what) + " does not go on with " + Word());
}

std::string Reader::Word() const { return done() ? "the end" : "\"" + Text(at_, at_ + 1) + "\""; }

}  // namespace autogen
