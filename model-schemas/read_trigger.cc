#include "engine/definition/definition.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

const std::vector<std::string_view> kInText = {
    "constraint",         "timing",      "events",   "from", "deferrable",
    "initially_deferred", "referencing", "for_each", "when", "function"};

const std::vector<std::string_view> kStates = {"origin", "replica", "always", "disabled"};

void AddAttributes(Fields* fields, SqlText* text) {
  if (fields->Flag("constraint")) text->Add("constraint");
  if (const Node* timing = fields->Text("timing")) text->Add(*timing);
  auto events = fields->Texts("events");
  for (const Node* event : events) {
    if (event != events.front()) text->Add("or");
    text->Add(*event);
  }
  if (const Node* from = fields->Text("from")) text->Add("from").Add(*from);
  if (fields->Flag("deferrable")) text->Add("deferrable");
  if (fields->Flag("initially_deferred")) text->Add("initially deferred");
  if (const Node* referencing = fields->Text("referencing")) {
    text->Add("referencing").Add(*referencing);
  }
  if (const Node* level = fields->Text("for_each")) text->Add("for each").Add(*level);
  if (const Node* when = fields->Text("when")) {
    text->Add("when");
    AddEnclosed(*when, text, fields->reading());
  }
  if (const Node* function = fields->Text("function")) {
    text->Add("execute function").Add(*function);
  }
}

void ReadTriggerEntry(const Node& key, const Node& value, const Owner& relation, Reading* reading) {
  auto name = ReadKey(reading, key, false);
  if (!name) return;
  std::string what = "trigger " + Ticked(key.text);
  auto definition = ReadDefinition(value, what, "sql", reading);
  if (!definition) return;
  SqlText text(value);
  if (definition->text) text.Add(*definition->text);
  if (definition->fields) {
    definition->fields->RefuseBesideSql(kInText);
    if (!definition->text) AddAttributes(&*definition->fields, &text);
  }
  if (text.empty()) {
    reading->findings.Add(PlaceOf(key), what + " says nothing",
                          "write for example: before update for each row execute function f()");
    return;
  }
  auto read = ReadTrigger(text.text());
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return;
  }
  Trigger trigger = std::move(*read);
  trigger.schema = relation.schema;
  trigger.relation = relation.name;
  trigger.name = name->name;
  if (definition->fields) {
    trigger.state = static_cast<TriggerState>(definition->fields->OneOf("state", kStates, 0));
  }
  ReadItem& item = reading->Add(std::move(trigger), PlaceOf(key), value);
  if (definition->fields) {
    ReadShared(&*definition->fields, Kind::kTrigger, {}, &item);
    definition->fields->Finish();
  }
}

}  // namespace

void ReadTriggers(const Node& collection, const Owner& relation, Reading* reading) {
  ForEachMember(collection, "`triggers`", ListForm::kNone, reading,
                [&](const Node* key, const Node& value) {
                  if (key) ReadTriggerEntry(*key, value, relation, reading);
                });
}

}  // namespace autogen
