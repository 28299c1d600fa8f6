#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/schema/value.h"
#include "engine/sql/lexer.h"

namespace autogen {

// A cursor over the tokens of one definition's text. Words are compared in lower case. What is cut
// out of the text is as the user wrote it. Errors stand at the current token.
class Reader {
 public:
  static absl::StatusOr<Reader> Open(std::string_view text);

  bool done() const { return at_ == tokens_.size(); }
  size_t at() const { return at_; }
  void MoveTo(size_t at) { at_ = at; }
  void Skip() { ++at_; }
  const std::vector<Token>& tokens() const { return tokens_; }
  // The token `ahead` of the current one; behind the end an empty string constant.
  const Token& Peek(size_t ahead = 0) const;

  // Whether these words stand here, one after the other.
  template <class... Words>
  bool At(Words... words) const {
    size_t ahead = 0;
    return (Peek(ahead++).Is(words) && ...);
  }
  template <class... Words>
  bool Accept(Words... words) {
    if (!At(words...)) return false;
    at_ += sizeof...(words);
    return true;
  }
  template <class... Words>
  absl::Status Expect(Words... words) {
    return (... && ExpectOne(words)) ? absl::OkStatus() : Missing({words...});
  }

  // A name that may stand there without quotes; `what` ("a column", "a table") is for the message.
  absl::StatusOr<Name> ReadName(std::string_view what);
  absl::StatusOr<QualifiedName> ReadQualifiedName(std::string_view what);
  // A function's name, where some words are allowed that cannot be a table's.
  absl::StatusOr<QualifiedName> ReadFunctionName();
  // "+", "operator(app.+)", "app.+" inside those parentheses.
  absl::StatusOr<QualifiedName> ReadOperatorName();
  absl::StatusOr<TypeRef> ReadType();
  absl::StatusOr<int64_t> ReadInteger();
  absl::StatusOr<std::string> ReadString(std::string_view what);
  // "(a, b)" with at least one name.
  absl::StatusOr<std::vector<Name>> ReadNames();
  // "(key = value, key, ns.key = 'value')": a key alone is true.
  absl::StatusOr<Options> ReadOptions();
  // The same as `options (key 'value', …)` of foreign objects writes it, from the parenthesis on.
  absl::StatusOr<Options> ReadForeignOptions();
  // "(…)": the text inside, without further parentheses around the whole of it.
  absl::StatusOr<Expression> ReadParenthesised(std::string_view what);

  // The text of the tokens [begin, end), as written.
  std::string Text(size_t begin, size_t end) const;
  Expression Unwrapped(size_t begin, size_t end) const;
  // The token behind the parenthesis or bracket that tokens()[open] opens; an error if it is not
  // closed.
  absl::StatusOr<size_t> BehindClosing(size_t open) const;

  // `message`, at the current token. `ErrorAt`: at another.
  absl::Status Error(std::string message, std::string hint = "") const;
  absl::Status ErrorAt(size_t token, std::string message, std::string hint = "") const;
  // `"word" is not understood here`, or that the text ends too early.
  absl::Status Unexpected(std::string_view what) const;
  // An error if anything is left of the text of `what`.
  absl::Status Finish(std::string_view what) const;
  // The current word as written, in quotes for messages; or "the end".
  std::string Word() const;

 private:
  Reader(std::string_view text, std::vector<Token> tokens)
      : text_(text), tokens_(std::move(tokens)) {}

  bool ExpectOne(std::string_view word) { return Accept(word); }
  absl::Status Missing(std::vector<std::string_view> words) const;
  absl::StatusOr<std::string> ReadOptionValue();
  absl::StatusOr<std::string> ReadAnyWord(std::string_view what);

  std::string text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
};

}  // namespace autogen
