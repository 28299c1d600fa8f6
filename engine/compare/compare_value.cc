#include "engine/compare/compare_value.h"

#include "engine/sql/lexer.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\f\v";
  size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// A setting's value as the list of what its words and strings say.
std::optional<std::vector<std::string>> SettingWords(std::string_view text) {
  auto tokens = Tokenize(text);
  if (!tokens.ok()) return std::nullopt;
  std::vector<std::string> words;
  for (const Token& token : *tokens) {
    bool separates = token.type == TokenType::kPunctuation || token.type == TokenType::kOperator;
    words.push_back((separates ? "" : "=") + token.value);
  }
  return words;
}

// A type modifier of an argument or a result means nothing. See: CREATE FUNCTION, Notes.
TypeRef WithoutModifier(TypeRef type) {
  type.modifier = {};
  return type;
}

// What a call gives: OUT arguments and TABLE say it where they are. See: CREATE FUNCTION, rettype.
TypeRef ResultType(const Routine& routine) {
  std::vector<const Argument*> out;
  for (const Argument& argument : routine.arguments) {
    switch (argument.mode) {
      case ArgumentMode::kOut:
      case ArgumentMode::kInOut:
      case ArgumentMode::kTable:
        out.push_back(&argument);
        break;
      case ArgumentMode::kIn:
      case ArgumentMode::kVariadic:
        break;
    }
  }
  if (routine.kind == Kind::kProcedure) return {};
  if (out.empty()) return WithoutModifier(routine.returns);
  if (out.size() == 1) return WithoutModifier(out[0]->type);
  return {"pg_catalog", "record", {}, false};
}

// See: CREATE FUNCTION, COST and ROWS.
double Cost(const Routine& routine) {
  if (routine.cost != 0) return routine.cost;
  return routine.language == Name("c") || routine.language == Name("internal") ? 1 : 100;
}
double Rows(const Routine& routine) {
  if (routine.rows != 0 || !routine.returns_set) return routine.rows;
  return 1000;
}

Name AccessMethod(Name name) { return name.empty() ? Name("heap") : name; }

bool SaysColumn(const Expression& expression, Name column) {
  auto said = NormalForm(expression.text, SqlForm::kExpression);
  auto name = NormalForm(QuoteIdentifier(column), SqlForm::kExpression);
  return said && name && *said == *name;
}

}  // namespace

Verdict CompareText(const Expression& a, const Expression& b, SqlForm form) {
  if (a.text == b.text) return Verdict::kEqual;
  if (a.empty() || b.empty()) return Verdict::kDifferent;
  std::optional<std::string> x = NormalForm(a.text, form);
  if (x && x == NormalForm(b.text, form)) return Verdict::kEqual;
  return Verdict::kOpen;
}

Verdict CompareQualified(const QualifiedName& a, const QualifiedName& b, bool may_be_implied) {
  if (a == b) return Verdict::kEqual;
  if (a.empty() || b.empty()) return may_be_implied ? Verdict::kOpen : Verdict::kDifferent;
  bool unresolved = a.schema.empty() || b.schema.empty();
  return unresolved && a.name == b.name ? Verdict::kOpen : Verdict::kDifferent;
}

Verdict CompareType(const TypeRef& a, const TypeRef& b) {
  if (a == b) return Verdict::kEqual;
  if (a.name != b.name || a.array != b.array || a.empty()) return Verdict::kDifferent;
  if (a.schema == b.schema) {
    // Only a type of an extension prints its modifier in its own way.
    return a.schema == Name("pg_catalog") ? Verdict::kDifferent : Verdict::kOpen;
  }
  return a.schema.empty() || b.schema.empty() ? Verdict::kOpen : Verdict::kDifferent;
}

Verdict CompareSettings(const std::map<std::string, std::string>& a,
                        const std::map<std::string, std::string>& b) {
  if (a == b) return Verdict::kEqual;
  if (a.size() != b.size()) return Verdict::kDifferent;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y) {
    if (x->first != y->first) return Verdict::kDifferent;
    if (x->second == y->second) continue;
    auto words = SettingWords(x->second);
    if (!words || words != SettingWords(y->second)) return Verdict::kDifferent;
  }
  return Verdict::kEqual;
}

Verdict CompareBody(std::string_view a, std::string_view b) {
  return Trim(a) == Trim(b) ? Verdict::kEqual : Verdict::kDifferent;
}

Verdict CompareDomainConstraints(const std::vector<DomainConstraint>& a,
                                 const std::vector<DomainConstraint>& b, const TextSides& sides) {
  if (a.size() != b.size()) return Verdict::kDifferent;
  Verdict all = Verdict::kEqual;
  std::vector<bool> used(b.size());
  for (const DomainConstraint& one : a) {
    Verdict best = Verdict::kDifferent;
    size_t at = 0;
    for (size_t i = 0; i < b.size(); ++i) {
      bool any_name = one.name.empty() || b[i].name.empty();
      if (used[i] || !(any_name || one.name == b[i].name)) continue;
      Verdict verdict = CompareValue(one, b[i], sides);
      if (verdict < best) best = verdict, at = i;
    }
    if (best == Verdict::kDifferent) return best;
    used[at] = true;
    all = Both(all, best);
  }
  return all;
}

std::optional<Verdict> KindRule(std::string_view attribute, const Argument& a, const Argument& b) {
  if (attribute != "type") return std::nullopt;
  return CompareType(WithoutModifier(a.type), WithoutModifier(b.type));
}

// Without a word a column is stored as its type says, which only a server knows.
std::optional<Verdict> KindRule(std::string_view attribute, const Column& a, const Column& b) {
  if (attribute != "storage" || a.storage == b.storage) return std::nullopt;
  return a.storage.empty() || b.storage.empty() ? Verdict::kOpen : Verdict::kDifferent;
}

// What a model leaves open is no difference.
std::optional<Verdict> KindRule(std::string_view attribute, const Extension& a,
                                const Extension& b) {
  bool open = (attribute == "version" && (a.version.empty() || b.version.empty())) ||
              (attribute == "schema" && (a.schema.empty() || b.schema.empty()));
  return open ? std::optional(Verdict::kEqual) : std::nullopt;
}

// An invalid index is replaced; no migration makes one invalid.
std::optional<Verdict> KindRule(std::string_view attribute, const Index& a, const Index& b) {
  if (attribute != "invalid") return std::nullopt;
  return a.invalid && !b.invalid ? Verdict::kDifferent : Verdict::kEqual;
}

// A column in parentheses is an expression as written, and a column in the catalog.
std::optional<Verdict> KindRule(std::string_view attribute, const IndexKey& a, const IndexKey& b) {
  if (attribute != "column" && attribute != "expression") return std::nullopt;
  if (a.column.empty() == b.column.empty()) return std::nullopt;
  const IndexKey& column = a.column.empty() ? b : a;
  const IndexKey& expression = a.column.empty() ? a : b;
  bool same = SaysColumn(expression.expression, column.column);
  return same ? Verdict::kEqual : Verdict::kDifferent;
}

std::optional<Verdict> KindRule(std::string_view attribute, const MaterializedView& a,
                                const MaterializedView& b) {
  if (attribute != "using") return std::nullopt;
  return ComparePlain(AccessMethod(a.access_method), AccessMethod(b.access_method));
}

// Before PostgreSQL 14 there is no multirange type.
std::optional<Verdict> KindRule(std::string_view attribute, const RangeType& a,
                                const RangeType& b) {
  bool open = attribute == "multirange_type_name" && (a.multirange.empty() || b.multirange.empty());
  return open ? std::optional(Verdict::kEqual) : std::nullopt;
}

std::optional<Verdict> KindRule(std::string_view attribute, const Routine& a, const Routine& b) {
  if (attribute == "returns") return CompareType(ResultType(a), ResultType(b));
  if (attribute == "cost") return ComparePlain(Cost(a), Cost(b));
  if (attribute == "rows") return ComparePlain(Rows(a), Rows(b));
  if (attribute == "set") return CompareSettings(a.set.Sorted(), b.set.Sorted());
  if (attribute == "body") return CompareBody(a.body, b.body);
  return std::nullopt;
}

std::optional<Verdict> KindRule(std::string_view attribute, const Table& a, const Table& b) {
  if (attribute != "using") return std::nullopt;
  return ComparePlain(AccessMethod(a.access_method), AccessMethod(b.access_method));
}

}  // namespace autogen
