#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

// The query without the semicolon that people end it with.
Expression QueryOf(const Node& text) {
  std::string query(text.text);
  while (!query.empty() && std::string_view(" \t\r\n;").find(query.back()) != std::string::npos) {
    query.pop_back();
  }
  query.erase(0, query.find_first_not_of(" \t\r\n"));
  return {query};
}

std::optional<Expression> ReadQuery(const Node& key, const Definition& definition,
                                    std::string_view what, Reading* reading) {
  Expression query;
  if (definition.text) query = QueryOf(*definition.text);
  if (!query.empty()) return query;
  if (!definition.fields || !definition.fields->Has("sql") || definition.text) {
    reading->findings.Add(PlaceOf(key), std::string(what) + " has no query",
                          "write it as the definition, or under `sql`");
  }
  return std::nullopt;
}

// What a view's column can have beside what the query gives.
void ReadViewColumns(Fields* fields, bool materialized, std::vector<Column>* columns,
                     std::vector<PartSource>* parts) {
  const Node* collection = fields->Get("columns");
  if (!collection) return;
  Reading* reading = fields->reading();
  auto read = [&](const Node* key, const Node& value) {
    auto name = key ? ReadKey(reading, *key, false) : std::nullopt;
    if (!name) return;
    auto definition = ReadDefinition(value, "column " + Ticked(key->text), "", reading);
    if (!definition) return;
    Fields& of = *definition->fields;
    Column column;
    column.name = name->name;
    PartSource part{&value, key, nullptr};
    if (materialized) {
      if (auto target = of.Integer("statistics"); target && *target >= 0) {
        column.statistics = static_cast<int>(*target);
      }
      column.storage = of.OneName("storage");
      column.compression = of.OneName("compression");
      if (column.compression == Name("default")) column.compression = Name();
    } else {
      column.default_value = of.Sql("default");
    }
    column.comment = of.Plain("comment");
    part.renamed_from = ShareRenamedFrom(&of);
    of.NotYet({"grants", "security_labels"});
    of.Finish();
    columns->push_back(std::move(column));
    parts->push_back(std::move(part));
  };
  ForEachMember(*collection, "`columns`", ListForm::kNone, reading, read);
}

}  // namespace

void ReadView(const Node& key, const Node& value, Reading* reading) {
  auto said = ReadKey(reading, key, true);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  std::string what = "view " + Ticked(key.text);
  auto definition = ReadDefinition(value, what, "sql", reading);
  if (!definition) return;
  auto query = ReadQuery(key, *definition, what, reading);
  View view;
  view.schema = name.schema;
  view.name = name.name;
  if (query) view.query = *query;
  std::vector<PartSource> parts;
  if (definition->fields) {
    ReadViewColumns(&*definition->fields, false, &view.columns, &parts);
    view.options = definition->fields->PlainOptions("with");
    definition->fields->NotYet({"rules"});
  }
  ReadItem& item = reading->Add(std::move(view), PlaceOf(key), value);
  item.parts = std::move(parts);
  if (!definition->fields) return;
  Fields& fields = *definition->fields;
  ReadShared(&fields, Kind::kView, {true, true, true, true}, &item);
  if (const Node* triggers = fields.Get("triggers")) {
    ReadTriggers(*triggers, {name.schema, name.name}, reading);
  }
  fields.Finish();
}

void ReadMaterializedView(const Node& key, const Node& value, Reading* reading) {
  auto said = ReadKey(reading, key, true);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  std::string what = "materialized view " + Ticked(key.text);
  auto definition = ReadDefinition(value, what, "sql", reading);
  if (!definition) return;
  auto query = ReadQuery(key, *definition, what, reading);
  MaterializedView view;
  view.schema = name.schema;
  view.name = name.name;
  if (query) view.query = *query;
  std::vector<PartSource> parts;
  if (definition->fields) {
    Fields& fields = *definition->fields;
    ReadViewColumns(&fields, true, &view.columns, &parts);
    view.access_method = fields.OneName("using");
    if (view.access_method == Name("heap")) view.access_method = Name();
    view.options = fields.PlainOptions("with");
    view.tablespace = fields.OneName("tablespace");
    view.with_data = fields.Flag("with_data", true);
    view.cluster_on = fields.OneName("cluster_on");
  }
  ReadItem& item = reading->Add(std::move(view), PlaceOf(key), value);
  item.parts = std::move(parts);
  if (!definition->fields) return;
  Fields& fields = *definition->fields;
  ReadShared(&fields, Kind::kMaterializedView, {true, true, true, true}, &item);
  if (const Node* indexes = fields.Get("indexes")) {
    ReadIndexes(*indexes, {name.schema, name.name}, reading);
  }
  fields.Finish();
}

}  // namespace autogen
