#include "engine/definition/expression.h"

#include <algorithm>
#include <iterator>

#include "engine/base/error.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

template <size_t n>
bool IsOneOf(const Token& token, const std::string_view (&words)[n]) {
  return token.type == TokenType::kWord &&
         std::find(std::begin(words), std::end(words), token.value) != std::end(words);
}

// Words that begin a column's or a domain's next clause once an operand is complete. None of them
// can follow one inside a default.
constexpr std::string_view kClauseWords[] = {
    "check",      "collate",   "compression", "constraint", "default",
    "deferrable", "generated", "initially",   "not",        "null",
    "options",    "primary",   "references",  "storage",    "unique"};

// Words that are values by themselves. See: PostgreSQL's grammar, SQLValueFunction, AexprConst.
constexpr std::string_view kValueWords[] = {"current_catalog", "current_date", "current_role",
                                            "current_schema",  "current_time", "current_timestamp",
                                            "current_user",    "false",        "localtime",
                                            "localtimestamp",  "null",         "session_user",
                                            "system_user",     "true",         "user"};

// Words of calls that are no ordinary functions, yet may stand in an index without parentheses.
constexpr std::string_view kCallWords[] = {
    "cast",      "coalesce",  "extract",   "greatest", "least",   "normalize",   "nullif",
    "overlay",   "position",  "substring", "treat",    "trim",    "xmlconcat",   "xmlelement",
    "xmlexists", "xmlforest", "xmlparse",  "xmlpi",    "xmlroot", "xmlserialize"};

bool CanBeCalled(const Token& token) {
  if (token.type == TokenType::kQuotedName) return true;
  if (token.type != TokenType::kWord) return false;
  KeywordCategory category = Keyword(token.value);
  return category == KeywordCategory::kNone || category == KeywordCategory::kUnreserved ||
         category == KeywordCategory::kTypeOrFunctionName || IsOneOf(token, kCallWords);
}

// The token of the call's opening parenthesis, or `at` where no call begins.
size_t OpeningOfCall(const std::vector<Token>& tokens, size_t at) {
  auto is = [&](size_t i, std::string_view text) {
    return i < tokens.size() && tokens[i].Is(text);
  };
  if (at >= tokens.size()) return at;
  if (is(at + 1, "(")) return CanBeCalled(tokens[at]) ? at + 1 : at;
  size_t i = at;
  while (i < tokens.size() && tokens[i].IsName() && is(i + 1, ".")) i += 2;
  return i > at && i < tokens.size() && tokens[i].IsName() && is(i + 1, "(") ? i + 1 : at;
}

// Whether a word behind this token still belongs to the operand that it begins or continues.
bool WantsOperand(const Token& token) {
  return (token.type == TokenType::kOperator && !token.Is("=>")) || token.Is("::") ||
         token.Is("is") || token.Is(".") || token.Is("distinct") || token.Is("from") ||
         token.Is(":=");
}

bool EndsDefault(const Reader& reader, size_t begin) {
  const Token& token = reader.Peek();
  if (token.Is(",") || token.Is(")") || token.Is("]") || token.Is(";")) return true;
  if (reader.at() == begin) return token.Is("not");
  const Token& previous = reader.tokens()[reader.at() - 1];
  if (WantsOperand(previous)) return false;
  // "is not distinct from"
  if (reader.at() >= begin + 2 && previous.Is("not")) return false;
  return IsOneOf(token, kClauseWords);
}

}  // namespace

absl::StatusOr<Expression> ReadDefault(Reader& reader, std::string_view owner) {
  size_t begin = reader.at();
  int cases = 0;
  while (!reader.done()) {
    if (cases == 0 && EndsDefault(reader, begin)) break;
    if (reader.At("case")) ++cases;
    if (reader.At("end") && cases > 0) --cases;
    if (!reader.At("(") && !reader.At("[")) {
      reader.Skip();
      continue;
    }
    size_t behind = 0;
    ASSIGN_OR_RETURN(behind, reader.BehindClosing(reader.at()));
    reader.MoveTo(behind);
  }
  if (reader.at() == begin) return reader.Unexpected("a value for the default");
  RETURN_IF_ERROR(CheckNoColumn(reader, begin, reader.at(), owner));
  return Expression{reader.Text(begin, reader.at())};
}

absl::Status CheckNoColumn(const Reader& reader, size_t begin, size_t end, std::string_view owner) {
  if (end != begin + 1) return absl::OkStatus();
  const Token& token = reader.tokens()[begin];
  if (!token.IsName() || IsOneOf(token, kValueWords)) return absl::OkStatus();
  std::string word = reader.Text(begin, end);
  return reader.ErrorAt(
      begin, "default of " + std::string(owner) + " is a column reference: " + word,
      "for the text, write default " +
          QuoteLiteral(token.type == TokenType::kQuotedName ? token.value : word));
}

absl::StatusOr<Expression> ReadToEnd(Reader& reader, std::string_view what) {
  size_t begin = reader.at();
  while (!reader.done()) {
    if (reader.At(";") || reader.At(")") || reader.At("]")) {
      return reader.Error(std::string(what) + " does not go on with " + reader.Word());
    }
    size_t behind = reader.at() + 1;
    if (reader.At("(") || reader.At("[")) {
      ASSIGN_OR_RETURN(behind, reader.BehindClosing(reader.at()));
    }
    reader.MoveTo(behind);
  }
  if (reader.at() == begin) return reader.Unexpected(what);
  return reader.Unwrapped(begin, reader.at());
}

bool IsFunctionCall(const Expression& expression) {
  auto reader = Reader::Open(expression.text);
  if (!reader.ok()) return false;
  size_t open = OpeningOfCall(reader->tokens(), 0);
  if (open == 0) return false;
  auto behind = reader->BehindClosing(open);
  return behind.ok() && *behind == reader->tokens().size();
}

bool AtFunctionCall(const Reader& reader) {
  return OpeningOfCall(reader.tokens(), reader.at()) != reader.at();
}

absl::StatusOr<Expression> ReadFunctionCall(Reader& reader) {
  size_t begin = reader.at();
  size_t behind = 0;
  ASSIGN_OR_RETURN(behind, reader.BehindClosing(OpeningOfCall(reader.tokens(), begin)));
  reader.MoveTo(behind);
  return Expression{reader.Text(begin, behind)};
}

}  // namespace autogen
