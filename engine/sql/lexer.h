#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace autogen {

enum class TokenType : uint8_t {
  kWord,        // an unquoted identifier or keyword; `value` is lower-cased
  kQuotedName,  // "…" or U&"…"; `value` without quotes, doubled quotes undone
  kString,  // '…', E'…', U&'…', B'…', X'…', N'…' and $tag$…$tag$; `value` is the text itself for
            // '…', E'…' and $$
  kNumber,       // `value` as written
  kParameter,    // $1
  kOperator,     // + - * / < > = ~ ! @ # % ^ & | ` ? in the longest run that the server would take;
                 // also => :=
  kPunctuation,  // one of ( ) [ ] , ; . : or the two-character :: and ..
};

struct Token {
  TokenType type;
  size_t begin, end;  // bytes in the text; [begin, end)
  std::string value;

  bool Is(std::string_view text) const {  // a word, operator or punctuation; words in lower case
    return (type == TokenType::kWord || type == TokenType::kOperator ||
            type == TokenType::kPunctuation) &&
           value == text;
  }
  bool IsName() const { return type == TokenType::kWord || type == TokenType::kQuotedName; }
};

// Splits SQL into tokens as PostgreSQL's scanner does (standard_conforming_strings on); comments
// and white space fall away. The error's place is in SQL coordinates: column = byte offset + 1,
// line 1, file empty. See: PostgreSQL manual, SQL Syntax, Lexical Structure.
absl::StatusOr<std::vector<Token>> Tokenize(std::string_view sql);

}  // namespace autogen
