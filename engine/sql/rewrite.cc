#include <algorithm>
#include <map>

#include "absl/container/flat_hash_set.h"
#include "engine/base/error.h"
#include "engine/sql/names.h"
#include "engine/sql/quote.h"
#include "engine/sql/uses/analysis.h"

namespace autogen {
namespace {

// Replacements by the place where they begin; what lies between stays as it is.
struct Replacement {
  size_t end;
  std::string text;
};
using Replacements = std::map<size_t, Replacement>;

std::string Apply(std::string_view text, const Replacements& replacements) {
  std::string result;
  size_t at = 0;
  for (const auto& [begin, replacement] : replacements) {
    if (begin < at) continue;  // inside of one that was made
    result.append(text.substr(at, begin - at)).append(replacement.text);
    at = replacement.end;
  }
  return result.append(text.substr(at));
}

Name Catalog() { return "pg_catalog"; }
bool IsBare(const QualifiedName& name) { return name.schema.empty() || name.schema == Catalog(); }

// Words that the grammar reads as the very type of pg_catalog with that name, modifiers included:
// the only built-in types whose bare names need no quotes though they are keywords.
bool IsPlainTypeWord(std::string_view name) {
  return name == "numeric" || name == "time" || name == "timestamp" || name == "varchar";
}

std::string Spell(const QualifiedName& name, NameRole role) {
  if (!IsBare(name)) return QuoteIdentifier(name.schema) + "." + QuoteIdentifier(name.name);
  if (role == NameRole::kType && name.schema == Catalog() && IsPlainTypeWord(name.name)) {
    return name.name.str();
  }
  return QuoteIdentifier(name.name);
}

std::string EscapeIn(std::string_view text, Quoting quoting) {
  if (quoting == Quoting::kNone || quoting == Quoting::kDollar) return std::string(text);
  std::string escaped;
  for (char c : text) {
    if (c == '\'' || (c == '\\' && quoting == Quoting::kBackslash)) escaped += c;
    escaped += c;
  }
  return escaped;
}

// Operators with a precedence of their own lose it inside OPERATOR(…).
// See: PostgreSQL manual, Lexical Structure, Operator Precedence.
bool HasOwnPrecedence(std::string_view symbol) {
  static constexpr std::string_view kSymbols[] = {"^", "*", "/",  "%",  "+",  "-", "<",
                                                  ">", "=", "<=", ">=", "<>", "!="};
  return std::find(std::begin(kSymbols), std::end(kSymbols), symbol) != std::end(kSymbols);
}

class NameRewriter {
 public:
  NameRewriter(std::string_view text, const Analysis& analysis, const std::vector<Token>& tokens)
      : text_(text), analysis_(analysis), tokens_(tokens) {}

  void Replace(const FoundName& found, QualifiedName name) {
    const NameUse& use = found.use;
    if (use.implied || Means(use, name)) return;
    if (use.role == NameRole::kOperator) return ReplaceOperator(found, name);
    std::string spelled = Spell(name, use.role);
    if (IsBare(name) && !CanBeBare(found, name)) {
      if (name.schema.empty()) return;
      spelled = "pg_catalog." + spelled;
    }
    replacements_[use.begin] = {use.end, EscapeIn(spelled, found.quoting)};
    if (name.name != use.name.name) renamed_[use.begin] = name.name;
  }

  std::string Finish() {
    for (const Qualifier& qualifier : analysis_.qualifiers) {
      auto renamed = renamed_.find(qualifier.relation_begin);
      if (renamed == renamed_.end()) continue;
      replacements_[qualifier.extent.begin] = {qualifier.extent.end,
                                               QuoteIdentifier(renamed->second)};
    }
    return Apply(text_, replacements_);
  }

 private:
  // Whether the text says that name already, in the way in which it is to be said.
  static bool Means(const NameUse& use, const QualifiedName& name) {
    if (use.name.name != name.name) return false;
    return use.name.schema.empty() ? IsBare(name) : use.name == name && name.schema != Catalog();
  }

  bool CanBeBare(const FoundName& found, const QualifiedName& name) const {
    if (found.use.role != NameRole::kRelation || found.use.literal) return true;
    if (!found.in_column) return !analysis_.ctes.contains(name.name);
    // As a column's qualifier it has to mean that relation alone, on all levels of the query.
    return std::all_of(analysis_.items.begin(), analysis_.items.end(), [&](const FromItem& item) {
      bool same =
          item.begin != std::string_view::npos && item.relations == std::vector{found.use.name};
      return item.alias != name.name || same;
    });
  }

  void ReplaceOperator(const FoundName& found, const QualifiedName& name) {
    const NameUse& use = found.use;
    if (!IsBare(name)) {
      std::string spelled = QuoteIdentifier(name.schema) + "." + name.name.str();
      if (found.operator_syntax) {
        replacements_[use.begin] = {use.end, spelled};
      } else if (!HasOwnPrecedence(use.name.name)) {
        replacements_[use.begin] = {use.end, "OPERATOR(" + spelled + ")"};
      }
      return;
    }
    if (HasOwnPrecedence(name.name) || HasOwnPrecedence(use.name.name)) return;
    Extent extent{use.begin, use.end};
    if (found.operator_syntax) extent = AroundOperatorSyntax(use);
    replacements_[extent.begin] = {extent.end, Spaced(name.name, extent)};
  }

  // From the word OPERATOR to its closing parenthesis.
  Extent AroundOperatorSyntax(const NameUse& use) const {
    auto first = std::lower_bound(tokens_.begin(), tokens_.end(), use.begin,
                                  [](const Token& t, size_t at) { return t.begin < at; });
    auto last = std::lower_bound(first, tokens_.end(), use.end,
                                 [](const Token& t, size_t at) { return t.begin < at; });
    return {(first - 2)->begin, last->end};
  }

  // Symbols that touch would be read as one operator.
  std::string Spaced(Name symbol, Extent extent) const {
    auto touches = [](char c) {
      return std::string_view("+-*/<>=~!@#%^&|`?").find(c) != std::string_view::npos;
    };
    std::string spelled = symbol.str();
    if (extent.begin > 0 && touches(text_[extent.begin - 1])) spelled.insert(0, " ");
    if (extent.end < text_.size() && touches(text_[extent.end])) spelled += " ";
    return spelled;
  }

  std::string_view text_;
  const Analysis& analysis_;
  const std::vector<Token>& tokens_;
  Replacements replacements_;
  std::map<size_t, Name> renamed_;  // where a name begins: its new bare name
};

bool ContainsIgnoringCase(std::string_view text, std::string_view part) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [&](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

}  // namespace

std::string RewriteNames(
    std::string_view text, SqlForm form,
    const std::function<std::optional<QualifiedName>(const NameUse&)>& replace) {
  absl::StatusOr<std::string> rewritten = TryRewriteNames(text, form, replace);
  return rewritten.ok() ? *std::move(rewritten) : std::string(text);
}

absl::StatusOr<std::string> TryRewriteNames(
    std::string_view text, SqlForm form,
    const std::function<std::optional<QualifiedName>(const NameUse&)>& replace) {
  ASSIGN_OR_RETURN(Analysis analysis, Analyse(text, form));
  ASSIGN_OR_RETURN(std::vector<Token> tokens, Tokenize(text));
  NameRewriter rewriter(text, analysis, tokens);
  for (const FoundName& found : analysis.names) {
    if (std::optional<QualifiedName> name = replace(found.use)) rewriter.Replace(found, *name);
  }
  return rewriter.Finish();
}

std::string RewriteColumns(std::string_view text, SqlForm form,
                           const std::function<std::optional<Name>(const ColumnUse&)>& replace) {
  absl::StatusOr<Analysis> analysis = Analyse(text, form);
  if (!analysis.ok()) return std::string(text);
  Replacements replacements;
  for (const FoundColumn& found : analysis->columns) {
    if (found.extent.begin == found.extent.end) continue;
    std::optional<Name> name = replace(found.use);
    if (!name || *name == found.use.column) continue;
    std::string spelled = QuoteIdentifier(*name);
    if (found.output) spelled += " AS " + QuoteIdentifier(found.use.column);
    replacements.try_emplace(found.extent.begin, Replacement{found.extent.end, spelled});
  }
  return Apply(text, replacements);
}

std::string Unqualify(std::string_view text, SqlForm form, std::string_view schema) {
  if (schema.empty() || schema == "pg_catalog") return std::string(text);
  // A quoted name with quotes inside is spelled otherwise.
  if (schema.find('"') == schema.npos && !ContainsIgnoringCase(text, schema)) {
    return std::string(text);
  }
  Name first = schema;
  return RewriteNames(text, form, [&](const NameUse& use) -> std::optional<QualifiedName> {
    if (use.name.schema != first || IsBuiltin(use.role, use.name.name)) return std::nullopt;
    // f(x) is also how a cast to a type f can be written.
    if (use.role == NameRole::kFunction && IsBuiltinType(use.name.name)) return std::nullopt;
    return QualifiedName{{}, use.name.name};
  });
}

}  // namespace autogen
