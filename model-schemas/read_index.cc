#include <charconv>

#include "engine/definition/definition.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

const std::vector<std::string_view> kInText = {
    "unique", "using", "columns", "include", "nulls_not_distinct", "with", "tablespace", "where"};

// `columns`: a list of keys, or their text.
void AddKeys(Fields* fields, SqlText* text) {
  const Node* columns = fields->Get("columns");
  if (!columns) {
    if (!fields->Has("sql") && !fields->Has("partition_of")) {
      fields->reading()->findings.Add(PlaceOf(fields->node()),
                                      fields->what() + " has no `columns`");
    }
    return;
  }
  AddList(WantTexts(*columns, "`columns`", fields->reading()), text);
}

void AddAttributes(Fields* fields, SqlText* text) {
  if (fields->Flag("unique")) text->Add("unique");
  if (const Node* method = fields->Text("using")) text->Add("using").Add(*method);
  AddKeys(fields, text);
  auto include = fields->Texts("include");
  if (!include.empty()) {
    text->Add("include");
    AddList(include, text);
  }
  if (fields->Flag("nulls_not_distinct")) text->Add("nulls not distinct");
  Options options = fields->PlainOptions("with");
  if (!options.empty()) {
    text->Add("with");
    AddOptions(options, text);
  }
  if (const Node* tablespace = fields->Text("tablespace")) text->Add("tablespace").Add(*tablespace);
  if (const Node* where = fields->Text("where")) text->Add("where").Add(*where);
}

// Number of a key: target.
void ReadStatistics(Fields* fields, Index* index) {
  const Node* value = fields->Get("statistics");
  if (!value) return;
  if (!value->IsMapping()) {
    fields->reading()->findings.Add(PlaceOf(*value),
                                    "`statistics` is a mapping: number of a key: "
                                    "target");
    return;
  }
  for (const Entry& entry : value->entries) {
    auto number = WantInteger(*entry.key, "the number of a key", fields->reading());
    auto target = WantInteger(*entry.value, "a statistics target", fields->reading());
    if (!number || !target) continue;
    if (*number < 1 || *number > static_cast<int64_t>(index->keys.size())) {
      fields->reading()->findings.Add(PlaceOf(*entry.key),
                                      "the index has no key " + std::to_string(*number));
    } else if (!index->keys[*number - 1].column.empty()) {
      fields->reading()->findings.Add(PlaceOf(*entry.key),
                                      "key " + std::to_string(*number) +
                                          " is a column, whose statistics "
                                          "are the table's",
                                      "an index has statistics of its own for expressions only");
    } else if (*target >= 0) {
      index->statistics[static_cast<int>(*number)] = static_cast<int>(*target);
    }
  }
}

// In a list of indexes a member that is a list is one index.
std::optional<Definition> ReadIndexDefinition(const Node& value, const std::string& what,
                                              SqlText* text, Reading* reading) {
  if (!value.IsSequence()) return ReadDefinition(value, what, "sql", reading);
  if (value.entries.empty()) {
    reading->findings.Add(PlaceOf(value), what + " has no columns");
    return std::nullopt;
  }
  AddList(WantTexts(value, what, reading), text);
  return Definition();
}

void ReadIndexEntry(const Node* key, const Node& value, const Owner& table, Reading* reading) {
  std::optional<QualifiedName> name = QualifiedName();
  if (key && !(name = ReadKey(reading, *key, false))) return;
  std::string what = "index " + (key ? Ticked(key->text) : "of " + Ticked(table.name.view()));
  SqlText text(value);
  auto definition = ReadIndexDefinition(value, what, &text, reading);
  if (!definition) return;
  if (definition->text) text.Add(*definition->text);
  if (definition->fields) {
    Fields& fields = *definition->fields;
    if (!key) name->name = fields.OneName("name");
    fields.RefuseBesideSql(kInText);
    if (!definition->text) AddAttributes(&fields, &text);
    fields.NotYet({"partition_of"});
  }
  bool keys = !definition->fields || definition->text || definition->fields->Has("columns");
  if (text.empty() || !keys) return;
  auto read = ReadIndex(text.text());
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return;
  }
  Index index = std::move(*read);
  index.schema = table.schema;
  index.table = table.name;
  index.name = name->name;
  if (definition->fields) ReadStatistics(&*definition->fields, &index);
  ReadItem& item = reading->Add(std::move(index), key ? PlaceOf(*key) : PlaceOf(value), value);
  if (definition->fields) {
    ReadShared(&*definition->fields, Kind::kIndex, {}, &item);
    definition->fields->Finish();
  }
}

}  // namespace

void ReadIndexes(const Node& collection, const Owner& table, Reading* reading) {
  ForEachMember(
      collection, "`indexes`", ListForm::kUnnamed, reading,
      [&](const Node* key, const Node& value) { ReadIndexEntry(key, value, table, reading); });
}

}  // namespace autogen
