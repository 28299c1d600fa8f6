#include "engine/compare/expression_name.h"

#include <span>
#include <vector>

#include "engine/sql/lexer.h"

namespace autogen {
namespace {

using Tokens = std::span<const Token>;

// The token after the bracket that closes the one at `open`.
size_t AfterBracket(Tokens tokens, size_t open) {
  int depth = 0;
  for (size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].Is("(") || tokens[i].Is("[")) ++depth;
    if ((tokens[i].Is(")") || tokens[i].Is("]")) && --depth == 0) return i + 1;
  }
  return tokens.size();
}

}  // namespace

std::string ExpressionName(std::string_view expression) {
  auto tokens = Tokenize(expression);
  if (!tokens.ok()) return "";
  Tokens rest = *tokens;
  while (rest.size() > 2 && rest[0].Is("(") && AfterBracket(rest, 0) == rest.size()) {
    rest = rest.subspan(1, rest.size() - 2);
  }
  size_t i = 0;
  while (i + 2 < rest.size() && rest[i].IsName() && rest[i + 1].Is(".")) i += 2;
  if (i + 1 < rest.size() && rest[i].IsName() && rest[i + 1].Is("(") &&
      AfterBracket(rest, i + 1) == rest.size()) {
    return rest[i].value;
  }
  return "";
}

}  // namespace autogen
