#include "engine/definition/definition.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

struct Option {
  std::string_view key, words;
};
constexpr Option kOptions[] = {{"as", "as"},
                               {"increment_by", "increment by"},
                               {"minvalue", "minvalue"},
                               {"maxvalue", "maxvalue"},
                               {"start_with", "start with"},
                               {"cache", "cache"}};

void AddAttributes(Fields* fields, SqlText* text) {
  if (fields->Flag("unlogged")) text->Add("unlogged");
  for (const Option& option : kOptions) {
    if (const Node* value = fields->Text(option.key)) text->Add(option.words).Add(*value);
  }
  if (fields->Flag("cycle")) text->Add("cycle");
  if (const Node* owner = fields->Text("owned_by")) text->Add("owned by").Add(*owner);
}

}  // namespace

void ReadSequenceEntry(const Node& key, const Node& value, Reading* reading) {
  auto said = ReadKey(reading, key, true);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  auto definition = ReadDefinition(value, "sequence " + Ticked(key.text), "sql", reading);
  if (!definition) return;
  SqlText text(value);
  if (definition->text) text.Add(*definition->text);
  if (definition->fields) {
    Fields& fields = *definition->fields;
    fields.RefuseBesideSql({"unlogged", "as", "increment_by", "minvalue", "maxvalue", "start_with",
                            "cache", "cycle", "owned_by"});
    if (!definition->text) AddAttributes(&fields, &text);
  }
  auto read = ReadSequence(text.text());
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return;
  }
  read->schema = name.schema;
  read->name = name.name;
  ReadItem& item = reading->Add(std::move(*read), PlaceOf(key), value);
  if (definition->fields) {
    ReadShared(&*definition->fields, Kind::kSequence, {true, true, true, true}, &item);
    definition->fields->Finish();
  }
}

}  // namespace autogen
