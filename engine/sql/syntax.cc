#include <algorithm>

#include "engine/base/error.h"
#include "engine/sql/lexer.h"
#include "engine/sql/names.h"
#include "engine/sql/parse.h"

namespace autogen {
namespace {

// Words and phrases of PostgreSQL 16 to 18 that the built-in parser, of 15, refuses.
// See: PostgreSQL manual, Release Notes; JSON Functions and Operators.
bool IsNewerWord(const std::vector<Token>& tokens, size_t at) {
  static constexpr std::string_view kCalls[] = {
      "json",       "json_array",  "json_arrayagg",  "json_exists", "json_object", "json_objectagg",
      "json_query", "json_scalar", "json_serialize", "json_table",  "json_value",  "merge_action"};
  auto next_is = [&](std::string_view text) {
    return at + 1 < tokens.size() && tokens[at + 1].Is(text);
  };
  const Token& token = tokens[at];
  if (token.type != TokenType::kWord) return false;
  if (std::find(std::begin(kCalls), std::end(kCalls), token.value) != std::end(kCalls)) {
    return next_is("(") || (at > 0 && (tokens[at - 1].Is("is") || tokens[at - 1].Is("not")));
  }
  return token.value == "system_user" || token.value == "merge" ||
         (token.value == "at" && next_is("local")) ||
         ((token.value == "old" || token.value == "new") && next_is("as"));
}

// A derived table needs no alias since 16; numbers may be 0x1F and 1_000 since 16.
bool IsNewerRule(std::string_view message) {
  return message.find("must have an alias") != message.npos ||
         message.find("trailing junk after numeric literal") != message.npos;
}

}  // namespace

absl::Status CheckSyntax(std::string_view text, SqlForm form) {
  absl::Status status = ParseSql(text, form).status();
  if (status.ok() || IsNewerRule(ToStd(status.message()))) return absl::OkStatus();
  absl::StatusOr<std::vector<Token>> tokens = Tokenize(text);
  if (!tokens.ok()) return status;
  for (size_t i = 0; i < tokens->size(); ++i) {
    if (IsNewerWord(*tokens, i)) return absl::OkStatus();
  }
  return status;
}

}  // namespace autogen
