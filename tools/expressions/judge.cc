#include "tools/expressions/judge.h"

#include "engine/base/error.h"
#include "engine/sql/lexer.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 32);
  }
  return text;
}

QualifiedName RelationNamed(const std::string& name) {
  size_t dot = name.find('.');
  if (dot == std::string::npos) return {"public", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

const Column* FindColumn(const Database& database, const QualifiedName& relation,
                         const std::string& name) {
  const auto* table = database.Get<Table>({Kind::kTable, relation.schema, relation.name, {}});
  for (size_t i = 0; table != nullptr && i < table->columns.size(); ++i) {
    if (table->columns[i].name.view() == name) return &table->columns[i];
  }
  return nullptr;
}

// "check (x) not valid" apart: the expression, and what stands behind it.
struct Check {
  std::string expression, behind;
};
std::optional<Check> SplitCheck(const std::string& text) {
  auto tokens = Tokenize(text);
  if (!tokens.ok() || tokens->size() < 3 || !(*tokens)[0].Is("check")) return std::nullopt;
  int depth = 0;
  for (size_t i = 1; i < tokens->size(); ++i) {
    const Token& token = (*tokens)[i];
    depth += token.Is("(") ? 1 : token.Is(")") ? -1 : 0;
    if (depth > 0) continue;
    Check check;
    check.expression = text.substr((*tokens)[1].end, token.begin - (*tokens)[1].end);
    for (size_t j = i + 1; j < tokens->size(); ++j) check.behind += " " + (*tokens)[j].value;
    return check;
  }
  return std::nullopt;
}

std::optional<std::string> CheckForm(const std::string& text, const TextPlace& place,
                                     const Normalizer& normalizer) {
  std::optional<Check> check = SplitCheck(text);
  if (!check) return normalizer.Normalize(text, place);
  std::optional<std::string> form = normalizer.Normalize(check->expression, place);
  return form ? std::optional("check" + Lower(check->behind) + *form) : std::nullopt;
}

// The type behind "users.g:numeric(12,2)", or of the column of "users.age".
TypeRef TypeOf(const CorpusRow& row, const Database& database, QualifiedName* relation) {
  size_t colon = row.where.find(':');
  std::string column = row.where.substr(0, colon);
  size_t dot = column.rfind('.');
  *relation = RelationNamed(column.substr(0, dot));
  if (colon != std::string::npos) {
    absl::StatusOr<TypeRef> type = ParseCatalogType(row.where.substr(colon + 1));
    return type.ok() ? *type : TypeRef();
  }
  const Column* found = FindColumn(database, *relation, column.substr(dot + 1));
  return found == nullptr ? TypeRef() : found->type;
}

std::optional<std::string> PartitionForm(const CorpusRow& row, const std::string& text,
                                         const CorpusTables& tables, const Normalizer& normalizer) {
  std::string lower = Lower(text);
  QualifiedName table = RelationNamed(row.where);
  if (lower.starts_with("partition by")) {
    return normalizer.PartitionKey(text.substr(12), table);
  }
  bool key = lower.starts_with("range") || lower.starts_with("list") || lower.starts_with("hash");
  if (key) return normalizer.PartitionKey(text, table);
  auto types = tables.partition_keys.find(row.where);
  if (types == tables.partition_keys.end()) return std::nullopt;
  return normalizer.PartitionBound(text, types->second);
}

std::optional<SqlForm> FormOf(const std::string& context) {
  if (context == "view") return SqlForm::kQuery;
  bool expression = context == "check" || context == "default" || context == "where" ||
                    context == "policy" || context == "generated" || context == "trigger-when";
  return expression ? std::optional(SqlForm::kExpression) : std::nullopt;
}

}  // namespace

std::optional<std::string> NormalFormOf(const CorpusRow& row, const std::string& text,
                                        const CorpusTables& tables, const Normalizer& normalizer) {
  TextPlace place;
  if (row.context == "default" || row.context == "generated") {
    bool is_default = row.context == "default";
    place.kind = is_default ? TextPlace::Kind::kDefault : TextPlace::Kind::kValue;
    QualifiedName relation;
    place.type = TypeOf(row, tables.database, &relation);
    if (!is_default) place.relation = relation;
    return normalizer.Normalize(text, place);
  }
  place.relation = RelationNamed(row.where);
  if (row.context == "view") {
    place.kind = TextPlace::Kind::kQuery;
    return normalizer.Normalize(text, place);
  }
  if (row.context == "index") return normalizer.IndexKeys(text, place.relation);
  if (row.context == "statistics") return normalizer.Statistics(text, place.relation);
  if (row.context == "rule") return normalizer.Rule(text);
  if (row.context == "partition-bound") return PartitionForm(row, text, tables, normalizer);
  place.kind = row.context == "trigger-when" ? TextPlace::Kind::kWhen : TextPlace::Kind::kCondition;
  return CheckForm(text, place, normalizer);
}

bool IsEqual(const CorpusRow& row, const std::string& a, const std::string& b,
             const CorpusTables& tables, const Normalizer& normalizer) {
  if (a == b) return true;
  std::optional<std::string> form = NormalFormOf(row, a, tables, normalizer);
  if (form && form == NormalFormOf(row, b, tables, normalizer)) return true;
  std::optional<SqlForm> syntax = FormOf(row.context);
  if (!syntax) return false;
  std::optional<std::string> tree = NormalForm(a, *syntax);
  return tree && tree == NormalForm(b, *syntax);
}

}  // namespace autogen
