#include "engine/definition/definition.h"
#include "engine/sql/type_name.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

// `===(text, text)`, `!!(none, text)`: symbol and operand types.
bool ReadOperands(const Node& key, size_t open, TypeRef* left, TypeRef* right, Reading* reading) {
  size_t close = key.text.rfind(')');
  std::string_view inside;
  size_t comma = std::string::npos;
  if (close != std::string::npos && close > open && close + 1 == key.text.size()) {
    inside = std::string_view(key.text).substr(open + 1, close - open - 1);
    // A comma inside a type's own parentheses is no separator.
    for (size_t i = 0, depth = 0; i < inside.size(); ++i) {
      if (inside[i] == '(') ++depth;
      if (inside[i] == ')') --depth;
      if (inside[i] == ',' && depth == 0) comma = i;
    }
  }
  if (comma == std::string::npos) {
    reading->findings.Add(
        PlaceOf(key),
        "operator " + Ticked(key.text) + " does not have two operand types in its key",
        "write ===(text, text), or !!(none, text) for a prefix operator");
    return false;
  }
  auto read = [&](size_t begin, size_t length, TypeRef* type) {
    auto parsed = ParseTypeName(inside.substr(begin, length));
    if (parsed.ok()) {
      *type = *parsed;
    } else {
      ReportSql(parsed.status(), key, open + 1 + begin, reading);
    }
    return parsed.ok();
  };
  if (!read(0, comma, left) || !read(comma + 1, inside.npos, right)) return false;
  if (left->schema.empty() && left->name == Name("none")) *left = {};
  return true;
}

struct Parameter {
  std::string_view key, word;
};
constexpr Parameter kParameters[] = {{"function", "function"},
                                     {"commutator", "commutator"},
                                     {"negator", "negator"},
                                     {"restrict", "restrict"},
                                     {"join", "join"}};

void AddParameters(Fields* fields, SqlText* text) {
  text->Add("(");
  bool first = true;
  for (const Parameter& parameter : kParameters) {
    const Node* value = fields->Text(parameter.key);
    if (!value) continue;
    if (!first) text->Add(",");
    text->Add(parameter.word).Add("=").Add(*value);
    first = false;
  }
  for (std::string_view flag : {"hashes", "merges"}) {
    if (!fields->Flag(flag)) continue;
    if (!first) text->Add(",");
    text->Add(flag);
    first = false;
  }
  text->Add(")");
}

}  // namespace

void ReadOperatorEntry(const Node& key, const Node& value, Reading* reading) {
  size_t open = ArgumentsIn(key.text);
  auto said = ReadKey(reading, key, true, open);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  TypeRef left, right;
  if (!ReadOperands(key, open == std::string::npos ? key.text.size() : open, &left, &right,
                    reading)) {
    return;
  }
  auto definition = ReadDefinition(value, "operator " + Ticked(key.text), "sql", reading);
  if (!definition) return;
  SqlText text(value);
  if (definition->text) text.Add(*definition->text);
  if (definition->fields) {
    definition->fields->RefuseBesideSql(
        {"function", "commutator", "negator", "restrict", "join", "hashes", "merges"});
    if (!definition->text) AddParameters(&*definition->fields, &text);
  }
  auto read = ReadOperator(text.text());
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return;
  }
  read->schema = name.schema;
  read->name = name.name;
  read->left = left;
  read->right = right;
  ReadItem& item = reading->Add(std::move(*read), PlaceOf(key), value);
  if (definition->fields) {
    ReadShared(&*definition->fields, Kind::kOperator, {true, false, false, false}, &item);
    definition->fields->Finish();
  }
}

}  // namespace autogen
