#include "engine/sql/parse.h"

#include <pg_query.h>

#include <algorithm>
#include <mutex>

#include "engine/base/error.h"
#include "engine/sql/lexer.h"

namespace autogen {
namespace {

using tree::Node;
using tree::NodeType;

struct Wrapper {
  std::string_view prefix, suffix;
};

// VALUES (…) takes exactly one expression apart: a list has two items, a bare SELECT is an error.
// The line break ends a comment at the text's end.
Wrapper WrapperOf(SqlForm form) {
  switch (form) {
    case SqlForm::kExpression:
      return {"VALUES (", "\n)"};
    case SqlForm::kQuery:
      return {"", ""};
    case SqlForm::kStatements:
      return {"CREATE FUNCTION f() RETURNS record LANGUAGE sql ", ""};
  }
  Unreachable();
}

absl::Status SyntaxError(std::string message, size_t at) {
  Finding finding;
  finding.message = std::move(message);
  finding.place.line = 1;
  finding.place.column = static_cast<int>(at) + 1;
  return ToStatus(finding);
}

// A parser's place counts characters from 1; 0 where it has none.
size_t ByteOf(std::string_view text, int character) {
  size_t at = 0;
  for (int left = character - 1; left > 0 && at < text.size(); --left) {
    do ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80);
  }
  return at;
}

absl::Status ErrorOf(const PgQueryError& error, std::string_view sql, std::string_view text,
                     const Wrapper& wrapper) {
  size_t at = ByteOf(sql, error.cursorpos);
  at = at < wrapper.prefix.size() ? 0 : at - wrapper.prefix.size();
  std::string message = error.message == nullptr ? "syntax error" : error.message;
  if (at >= text.size()) {
    at = text.size();
    // What the wrapper adds is not the user's.
    if (!wrapper.suffix.empty()) message = "syntax error at end of input";
  }
  return SyntaxError(std::move(message), at);
}

// The only place that calls libpg_query: it redirects the process's stderr while it works, so one
// thread at a time.
absl::StatusOr<tree::Tree> Parse(const std::string& sql, std::string_view text,
                                 const Wrapper& wrapper) {
  static std::mutex& mutex = *new std::mutex();
  std::lock_guard lock(mutex);
  PgQueryProtobufParseResult result = pg_query_parse_protobuf(sql.c_str());
  absl::Status status;
  std::string bytes;
  if (result.error != nullptr) {
    status = ErrorOf(*result.error, sql, text, wrapper);
  } else {
    bytes.assign(result.parse_tree.data, result.parse_tree.len);
  }
  pg_query_free_protobuf_parse_result(result);
  RETURN_IF_ERROR(status);
  std::optional<tree::Tree> tree = tree::Tree::Decode(std::move(bytes));
  if (!tree) return SyntaxError("expression is nested too deeply", 0);
  return *std::move(tree);
}

// The only statement's content, or nullptr where the text is something else: it broke out of the
// wrapper ("1), (2").
const Node* Unwrap(const Node& result, SqlForm form) {
  std::vector<const Node*> statements = result.Children(tree::ParseResult::kStmts);
  if (statements.size() != 1) return nullptr;
  const Node* statement = statements.front()->Child(tree::RawStmt::kStmt);
  if (statement == nullptr) return nullptr;
  switch (form) {
    case SqlForm::kExpression: {
      if (!statement->Is(NodeType::kSelectStmt)) return nullptr;
      std::vector<const Node*> rows = statement->Children(tree::SelectStmt::kValuesLists);
      bool more = std::any_of(statement->fields.begin(), statement->fields.end(), [](auto& field) {
        return field.node != nullptr && field.number != tree::SelectStmt::kValuesLists;
      });
      if (rows.size() != 1 || more) return nullptr;
      std::vector<const Node*> items = rows.front()->Children(tree::List::kItems);
      return items.size() == 1 ? items.front() : nullptr;
    }
    case SqlForm::kQuery:
      return statement->Is(NodeType::kSelectStmt) ? statement : nullptr;
    case SqlForm::kStatements: {
      if (!statement->Is(NodeType::kCreateFunctionStmt)) return nullptr;
      if (statement->Children(tree::CreateFunctionStmt::kOptions).size() != 1) return nullptr;
      return statement->Child(tree::CreateFunctionStmt::kSqlBody);
    }
  }
  Unreachable();
}

// "a) + (b" is no expression, though it is one inside parentheses.
absl::Status CheckBalance(std::string_view text) {
  ASSIGN_OR_RETURN(std::vector<Token> tokens, Tokenize(text));
  int depth = 0;
  for (const Token& token : tokens) {
    if (token.Is("(")) ++depth;
    if (token.Is(")") && --depth < 0)
      return SyntaxError("syntax error at or near \")\"", token.begin);
  }
  return absl::OkStatus();
}

std::string_view Expected(SqlForm form) {
  switch (form) {
    case SqlForm::kExpression:
      return "this is not one expression";
    case SqlForm::kQuery:
      return "this is not one query";
    case SqlForm::kStatements:
      return "this is not BEGIN ATOMIC … END or RETURN";
  }
  Unreachable();
}

}  // namespace

absl::StatusOr<ParsedSql> ParseSql(std::string_view text, SqlForm form) {
  if (text.find('\0') != text.npos) return SyntaxError("a zero byte in SQL", text.find('\0'));
  Wrapper wrapper = WrapperOf(form);
  std::string sql(wrapper.prefix);
  sql.append(text).append(wrapper.suffix);
  ASSIGN_OR_RETURN(tree::Tree tree, Parse(sql, text, wrapper));
  if (form == SqlForm::kExpression) RETURN_IF_ERROR(CheckBalance(text));
  const Node* root = Unwrap(tree.root(), form);
  if (root == nullptr) return SyntaxError(std::string(Expected(form)), 0);
  return ParsedSql{std::move(tree), root, wrapper.prefix.size()};
}

absl::StatusOr<tree::Tree> ParseStatements(std::string_view sql) {
  if (sql.find('\0') != sql.npos) return SyntaxError("a zero byte in SQL", sql.find('\0'));
  return Parse(std::string(sql), sql, Wrapper{"", ""});
}

}  // namespace autogen
