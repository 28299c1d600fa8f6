#include "engine/compare/rename_parts.h"
#include "engine/compare/replace_names.h"
#include "engine/sql/lexer.h"
#include "engine/sql/quote.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

using Labels = std::map<std::string, std::string>;  // old -> new, of one enum
using Enums = std::map<QualifiedName, Labels>;

std::string NewLabel(const Labels& labels, const std::string& old) {
  auto found = labels.find(old);
  return found == labels.end() ? old : found->second;
}

// '{sad,happy}'::mood[]: only where no element needs quotes, before and after.
std::optional<std::string> NewArray(const Labels& labels, std::string_view text) {
  constexpr std::string_view kSpecial = "\"\\{} \t\r\n";
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
  std::string result = "{", element;
  for (char c : std::string(text.substr(1))) {
    if (c != ',' && c != '}') {
      element += c;
      continue;
    }
    std::string label = NewLabel(labels, element);
    if ((element + label).find_first_of(kSpecial) != std::string::npos) return std::nullopt;
    result += label + c;
    element.clear();
  }
  return result;
}

// Constants that are cast to an enum: 'old'::app.mood, as PostgreSQL prints them.
void RenameConstants(const Enums& enums, Expression* text) {
  if (text->text.view().find("::") == std::string::npos) return;
  auto tokens = Tokenize(text->text);
  if (!tokens.ok()) return;
  std::vector<TextEdit> edits;
  for (size_t i = 0; i + 2 < tokens->size(); ++i) {
    const Token& constant = (*tokens)[i];
    if (constant.type != TokenType::kString || !(*tokens)[i + 1].Is("::")) continue;
    size_t at = i + 2;
    auto type = ReadTypeName(*tokens, &at);
    if (!type.ok()) continue;
    auto found = enums.find({type->schema, type->name});
    if (found == enums.end()) continue;
    std::optional<std::string> now = type->array ? NewArray(found->second, constant.value)
                                                 : NewLabel(found->second, constant.value);
    if (!now || *now == constant.value) continue;
    edits.push_back({constant.begin, constant.end, QuoteLiteral(*now)});
  }
  if (!edits.empty()) text->text = ApplyEdits(text->text, std::move(edits));
}

}  // namespace

void RenameLabels(const std::map<std::pair<ObjectId, std::string>, std::string>& labels,
                  Database* database) {
  if (labels.empty()) return;
  Enums enums;
  for (const auto& [key, now] : labels) {
    enums[{key.first.schema, key.first.name}].emplace(key.second, now);
  }
  for (auto [id, object] : database->objects) {
    if (auto* type = std::get_if<Enum>(&object)) {
      auto found = enums.find({type->schema, type->name});
      if (found == enums.end()) continue;
      for (std::string& value : type->values) value = NewLabel(found->second, value);
    } else {
      ForEachText(&object, [&](SqlForm, Expression* text) { RenameConstants(enums, text); });
    }
  }
}

}  // namespace autogen
