#include "engine/sql/quote.h"

#include <algorithm>
#include <iterator>

namespace autogen {
namespace {

struct KnownKeyword {
  std::string_view word;
  KeywordCategory category;
};

constexpr KnownKeyword kKeywords[] = {
#include "engine/sql/known/keywords.inc"
};

bool IsPlainIdentifier(std::string_view name) {
  auto is_start = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  if (name.empty() || !is_start(name[0])) return false;
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_start(c) || (c >= '0' && c <= '9'); });
}

bool NeedsQuotes(std::string_view name) {
  if (!IsPlainIdentifier(name)) return true;
  KeywordCategory category = Keyword(name);
  return category != KeywordCategory::kNone && category != KeywordCategory::kUnreserved;
}

// The text between a pair of `quote`s, each one inside doubled.
std::string Enclose(std::string_view text, char quote) {
  std::string out(1, quote);
  for (char c : text) {
    if (c == quote) out += c;
    out += c;
  }
  return out + quote;
}

}  // namespace

KeywordCategory Keyword(std::string_view lower_case_word) {
  const auto* found = std::lower_bound(
      std::begin(kKeywords), std::end(kKeywords), lower_case_word,
      [](const KnownKeyword& keyword, std::string_view word) { return keyword.word < word; });
  if (found == std::end(kKeywords) || found->word != lower_case_word) return KeywordCategory::kNone;
  return found->category;
}

std::string QuoteIdentifier(std::string_view name) {
  return NeedsQuotes(name) ? Enclose(name, '"') : std::string(name);
}

std::string QuoteLiteral(std::string_view text) {
  std::string quoted = Enclose(text, '\'');
  if (text.find('\\') == text.npos) return quoted;
  std::string out = "E";
  for (char c : quoted) {
    if (c == '\\') out += c;
    out += c;
  }
  return out;
}

std::string DollarQuote(std::string_view text) {
  std::string delimiter = "$$";
  // A text that ends with "$" would begin the closing quote too early: look at both together.
  while ((std::string(text) + delimiter).find(delimiter) != text.size()) {
    delimiter.insert(1, "_");
  }
  return delimiter + std::string(text) + delimiter;
}

}  // namespace autogen
