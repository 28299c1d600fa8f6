#include "engine/definition/definition.h"
#include "engine/definition/expression.h"
#include "engine/definition/reader.h"
#include "engine/sql/type_name.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

// What CREATE TABLE says of a column.
const std::vector<std::string_view> kInText = {"type",       "collate", "primary_key", "not_null",
                                               "unique",     "default", "identity",    "generated",
                                               "references", "check"};

// `always` or `by default (start with 100)`.
void AddIdentity(const Node& identity, SqlText* text) {
  size_t open = identity.text.find('(');
  size_t words = open == std::string::npos ? identity.text.size() : open;
  while (words > 0 && identity.text[words - 1] == ' ') --words;
  text->Add("generated").Add(identity, 0, words).Add("as identity");
  if (open != std::string::npos) text->Add(identity, open, identity.text.size() - open);
}

// [18] `{name, no_inherit, not_valid}`.
bool ReadNotNull(Fields* fields) {
  const Node* value = fields->Get("not_null");
  if (!value) return false;
  if (!value->IsMapping()) return WantFlag(*value, "`not_null`", fields->reading());
  fields->reading()->findings.Add(
      PlaceOf(*fields->KeyNode("not_null")),
      "a not-null constraint with attributes needs PostgreSQL 18, which "
      "this version of autogen cannot express yet",
      "write `not_null: true`");
  return true;
}

void AddAttributes(Fields* fields, SqlText* text) {
  Reading* reading = fields->reading();
  if (const Node* type = fields->Text("type")) {
    // Nothing but a type may stand there.
    auto read = ParseTypeName(type->text);
    if (!read.ok()) ReportSql(read.status(), *type, 0, reading);
    text->Add(*type);
  }
  if (const Node* collation = fields->Text("collate")) text->Add("collate").Add(*collation);
  if (fields->Flag("primary_key")) text->Add("primary key");
  if (ReadNotNull(fields)) text->Add("not null");
  if (fields->Flag("unique")) text->Add("unique");
  if (const Node* identity = fields->Text("identity")) AddIdentity(*identity, text);
  if (const Node* generated = fields->Text("generated")) {
    text->Add("generated always as").Add(*generated);
  }
  if (const Node* references = fields->Text("references")) text->Add("references").Add(*references);
  if (const Node* check = fields->Text("check")) {
    text->Add("check");
    AddEnclosed(*check, text, reading);
  }
}

// A whole expression, where the text form has only what needs no parentheses.
void ReadDefaultAttribute(Fields* fields, const std::string& label, Column* column) {
  const Node* value = fields->Get("default");
  if (!value) return;
  column->default_value = WantExpression(*value, "`default`", fields->reading());
  if (column->default_value.empty()) return;
  auto reader = Reader::Open(value->text);
  absl::Status status = reader.status();
  if (status.ok()) status = CheckNoColumn(*reader, 0, reader->tokens().size(), label);
  if (!status.ok()) ReportSql(status, *value, 0, fields->reading());
}

void ReadStatistics(Fields* fields, Column* column) {
  const Node* value = fields->Get("statistics");
  if (!value) return;
  auto target = WantInteger(*value, "`statistics`", fields->reading());
  if (!target) return;
  if (*target < -1 || *target > 10000) {
    fields->reading()->findings.Add(PlaceOf(*value), "`statistics` is from 0 to 10000");
  } else if (*target >= 0) {
    column->statistics = static_cast<int>(*target);
  }
}

void RefuseTwice(Fields* fields, std::string_view key, Name in_text) {
  if (in_text.empty() || !fields->Has(key)) return;
  fields->reading()->findings.Add(PlaceOf(*fields->KeyNode(key)),
                                  Ticked(key) + " is said twice: here and in the text",
                                  "take one of them out");
}

// What stands beside the column's definition.
void ReadBeside(Fields* fields, Column* column) {
  RefuseTwice(fields, "storage", column->storage);
  RefuseTwice(fields, "compression", column->compression);
  if (Name storage = fields->OneName("storage"); !storage.empty()) column->storage = storage;
  if (Name compression = fields->OneName("compression"); !compression.empty()) {
    column->compression = compression == Name("default") ? Name() : compression;
  }
  ReadStatistics(fields, column);
  column->options = fields->PlainOptions("with");
  column->using_expression = fields->Sql("using");
  column->comment = fields->Plain("comment");
}

}  // namespace

void ReadColumnEntry(const Node& key, const Node& value, const Owner& table,
                     std::vector<Column>* columns, std::vector<PartSource>* sources,
                     Reading* reading) {
  auto name = ReadKey(reading, key, false);
  if (!name) return;
  std::string label = table.name.str() + "." + name->name.str();
  auto definition = ReadDefinition(value, "column " + Ticked(label), "sql", reading);
  if (!definition) return;
  SqlText text(value);
  PartSource source;
  source.definition = &value;
  source.key = &key;
  if (definition->text) text.Add(*definition->text);
  if (definition->fields) {
    Fields& fields = *definition->fields;
    fields.RefuseBesideSql(kInText);
    if (!definition->text) AddAttributes(&fields, &text);
    source.renamed_from = ShareRenamedFrom(&fields);
    fields.NotYet({"options", "grants", "security_labels", "deprecated", "protect", "online"});
  }
  auto read = ReadColumn(name->name, text.text(), table.name);
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return;
  }
  Column column = std::move(read->column);
  if (definition->fields) {
    if (!definition->text) ReadDefaultAttribute(&*definition->fields, label, &column);
    ReadBeside(&*definition->fields, &column);
    definition->fields->Finish();
  }
  if (column.type.empty()) {
    if (definition->fields && definition->fields->Has("type")) return;  // told already
    reading->findings.Add(PlaceOf(key), "column " + Ticked(label) + " has no type",
                          "write its type; only a column that a parent table has can go without");
    return;
  }
  source.null_said = read->nullable_said;
  columns->push_back(std::move(column));
  sources->push_back(std::move(source));
  for (Constraint& constraint : read->constraints) {
    constraint.schema = table.schema;
    constraint.table = table.name;
    reading->Add(std::move(constraint), PlaceOf(key), value);
  }
}

}  // namespace autogen
