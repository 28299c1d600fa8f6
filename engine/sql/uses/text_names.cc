#include "engine/sql/uses/text_names.h"

#include <algorithm>

#include "engine/base/error.h"

namespace autogen {

bool Spells(const Token& token, std::string_view identifier) {
  if (!token.IsName()) return false;
  constexpr size_t kLongest = 63;
  return token.value == identifier || (token.value.size() > kLongest && !identifier.empty() &&
                                       identifier.size() > kLongest - 4 &&
                                       std::string_view(token.value).starts_with(identifier));
}

absl::StatusOr<TextNames> TextNames::Read(std::string_view text) {
  TextNames names;
  names.text_ = text;
  ASSIGN_OR_RETURN(names.tokens_, Tokenize(text));
  return names;
}

size_t TextNames::IndexAt(size_t position) const {
  auto found = std::lower_bound(tokens_.begin(), tokens_.end(), position,
                                [](const Token& t, size_t at) { return t.begin < at; });
  if (found == tokens_.end() || found->begin != position) return tokens_.size();
  return static_cast<size_t>(found - tokens_.begin());
}

const Token* TextNames::TokenAt(size_t position) const {
  size_t index = IndexAt(position);
  return index == tokens_.size() ? nullptr : &tokens_[index];
}

std::optional<Extent> TextNames::NameAt(size_t position,
                                        const std::vector<std::string_view>& parts) const {
  size_t at = IndexAt(position);
  if (parts.empty() || at + 2 * parts.size() - 1 > tokens_.size()) return std::nullopt;
  Extent extent{position, position};
  for (size_t i = 0; i < parts.size(); ++i, ++at) {
    if (i > 0 && !tokens_[at++].Is(".")) return std::nullopt;
    if (!Spells(tokens_[at], parts[i])) return std::nullopt;
    extent.end = tokens_[at].end;
  }
  return extent;
}

std::optional<TextNames::OperatorText> TextNames::OperatorAt(
    size_t position, const std::vector<std::string_view>& parts) const {
  size_t at = IndexAt(position);
  if (parts.empty() || at == tokens_.size()) return std::nullopt;
  auto is_symbol = [&](const Token& token, std::string_view symbol) {
    return token.type == TokenType::kOperator &&
           (token.value == symbol || (token.value == "!=" && symbol == "<>"));
  };
  if (is_symbol(tokens_[at], parts.back()) && parts.size() == 1) {
    return OperatorText{{tokens_[at].begin, tokens_[at].end}, false};
  }
  if (!tokens_[at].Is("operator") || at + 1 + 2 * parts.size() > tokens_.size())
    return std::nullopt;
  if (!tokens_[++at].Is("(")) return std::nullopt;
  size_t begin = tokens_[++at].begin;
  for (size_t i = 0; i + 1 < parts.size(); ++i, ++at) {
    if (!Spells(tokens_[at], parts[i]) || !tokens_[++at].Is(".")) return std::nullopt;
  }
  if (!is_symbol(tokens_[at], parts.back())) return std::nullopt;
  return OperatorText{{begin, tokens_[at].end}, true};
}

std::optional<LiteralText> TextNames::LiteralAt(size_t position) const {
  const Token* token = TokenAt(position);
  if (token == nullptr || token->type != TokenType::kString) return std::nullopt;
  std::string_view raw = text_.substr(token->begin, token->end - token->begin);
  LiteralText literal;
  literal.value = token->value;
  if (raw.starts_with('\'')) {
    literal.inside = {token->begin + 1, token->end - 1};
  } else if (raw.starts_with("E'") || raw.starts_with("e'")) {
    literal.inside = {token->begin + 2, token->end - 1};
    literal.quoting = Quoting::kBackslash;
  } else if (raw.starts_with('$')) {
    size_t tag = raw.find('$', 1) + 1;
    literal.inside = {token->begin + tag, token->end - tag};
    literal.quoting = Quoting::kDollar;
  } else {
    return std::nullopt;
  }
  literal.verbatim = text_.substr(literal.inside.begin,
                                  literal.inside.end - literal.inside.begin) == literal.value;
  return literal;
}

std::vector<Extent> TextNames::ItemsAt(size_t position) const {
  std::vector<Extent> items;
  int depth = 0;
  for (size_t at = IndexAt(position); at + 1 < tokens_.size(); ++at) {
    const Token& token = tokens_[at];
    if (token.Is(")") && --depth == 0) break;
    if (token.Is("(")) ++depth;
    bool begins = depth == 1 && (token.Is("(") || token.Is(","));
    if (begins) items.push_back({tokens_[at + 1].begin, tokens_[at + 1].end});
    if (depth == 0) break;
  }
  return items;
}

std::optional<Extent> TextNames::PartAt(size_t position, size_t n) const {
  size_t at = IndexAt(position);
  for (size_t i = 0; i < n; ++i, at += 2) {
    if (at + 2 >= tokens_.size() || !tokens_[at + 1].Is(".")) return std::nullopt;
  }
  if (at >= tokens_.size()) return std::nullopt;
  return Extent{tokens_[at].begin, tokens_[at].end};
}

}  // namespace autogen
