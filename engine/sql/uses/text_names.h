#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/sql/lexer.h"

namespace autogen {

// Bytes of a text.
struct Extent {
  size_t begin = 0, end = 0;
};

// How characters stand inside a string constant.
enum class Quoting : uint8_t {
  kNone,       // not in a constant
  kPlain,      // '…'
  kBackslash,  // E'…'
  kDollar,     // $$…$$
};

// The inside of a string constant.
struct LiteralText {
  Extent inside;
  std::string_view value;  // what it means; equals the bytes inside where `verbatim`
  bool verbatim = true;
  Quoting quoting = Quoting::kPlain;
};

// A text with its tokens: finds what parse trees only give the beginning of.
class TextNames {
 public:
  static absl::StatusOr<TextNames> Read(std::string_view text);

  std::string_view text() const { return text_; }
  const std::vector<Token>& tokens() const { return tokens_; }

  // The token that begins there, or nullptr.
  const Token* TokenAt(size_t position) const;
  // The name of these parts that begins there; nullopt where the text has something else, as in
  // EXTRACT(…) or `int`, which the grammar turns into names of its own.
  std::optional<Extent> NameAt(size_t position, const std::vector<std::string_view>& parts) const;
  // The operator there: bare or, as `inside_syntax`, between the parentheses of OPERATOR(…).
  struct OperatorText {
    Extent extent;
    bool inside_syntax = false;
  };
  std::optional<OperatorText> OperatorAt(size_t position,
                                         const std::vector<std::string_view>& parts) const;
  // The string constant there, if it is of a form whose inside can be edited.
  std::optional<LiteralText> LiteralAt(size_t position) const;
  // The extent of the n-th name (from 0) of a dotted name that begins there.
  std::optional<Extent> PartAt(size_t position, size_t n) const;
  // The first tokens of the items of a parenthesised list that begins there: "(a, lower(b))".
  std::vector<Extent> ItemsAt(size_t position) const;

 private:
  size_t IndexAt(size_t position) const;  // tokens_.size() where none begins there

  std::string_view text_;
  std::vector<Token> tokens_;
};

// Whether a token spells an identifier: the server cuts identifiers at 63 bytes.
bool Spells(const Token& token, std::string_view identifier);

}  // namespace autogen
