#include "engine/definition/definition.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

const std::vector<std::string_view> kInText = {"type",
                                               "columns",
                                               "nulls_not_distinct",
                                               "references",
                                               "match",
                                               "on_update",
                                               "on_delete",
                                               "check",
                                               "no_inherit",
                                               "using",
                                               "elements",
                                               "include",
                                               "with",
                                               "tablespace",
                                               "where",
                                               "deferrable",
                                               "initially_deferred",
                                               "not_valid"};

const std::vector<std::string_view> kTypes = {"primary key", "unique", "foreign key", "check",
                                              "exclude"};

void AddWord(Fields* fields, std::string_view key, std::string_view words, SqlText* text) {
  if (const Node* value = fields->Text(key)) text->Add(words).Add(*value);
}

// include, with, tablespace: of the index that enforces the constraint.
void AddIndexParts(Fields* fields, SqlText* text) {
  auto include = fields->Texts("include");
  if (!include.empty()) {
    text->Add("include");
    AddList(include, text);
  }
  Options options = fields->PlainOptions("with");
  if (!options.empty()) {
    text->Add("with");
    AddOptions(options, text);
  }
  AddWord(fields, "tablespace", "using index tablespace", text);
}

void AddKey(Fields* fields, SqlText* text) {
  if (fields->Flag("nulls_not_distinct")) text->Add("nulls not distinct");
  AddList(fields->Texts("columns"), text);
  AddIndexParts(fields, text);
}

void AddForeignKey(Fields* fields, SqlText* text) {
  AddList(fields->Texts("columns"), text);
  AddWord(fields, "references", "references", text);
  AddWord(fields, "match", "match", text);
  AddWord(fields, "on_update", "on update", text);
  AddWord(fields, "on_delete", "on delete", text);
}

void AddExclusion(Fields* fields, SqlText* text) {
  AddWord(fields, "using", "using", text);
  AddList(fields->Texts("elements"), text);
  AddIndexParts(fields, text);
  if (const Node* where = fields->Text("where")) {
    text->Add("where");
    AddEnclosed(*where, text, fields->reading());
  }
}

// Its type, where the attributes tell it: the index in kTypes, or -1.
int TypeOf(Fields* fields) {
  int said = fields->OneOf("type", kTypes, -1);
  if (said >= 0 || fields->Has("type")) return said;
  if (fields->Has("references")) return 2;
  if (fields->Has("check")) return 3;
  if (fields->Has("elements")) return 4;
  fields->reading()->findings.Add(PlaceOf(fields->node()), fields->what() + " has no `type`",
                                  "it is primary key, unique, foreign key, check or exclude");
  return -1;
}

// Puts the attributes together as the text that they stand for.
void AddAttributes(Fields* fields, SqlText* text) {
  int type = TypeOf(fields);
  if (type < 0) return;
  text->Add(kTypes[type]);
  if (type <= 1) AddKey(fields, text);
  if (type == 2) AddForeignKey(fields, text);
  if (type == 3) {
    if (const Node* check = fields->Text("check")) AddEnclosed(*check, text, fields->reading());
  }
  if (type == 4) AddExclusion(fields, text);
  if (fields->Flag("no_inherit")) text->Add("no inherit");
  if (fields->Flag("deferrable")) text->Add("deferrable");
  if (fields->Flag("initially_deferred")) text->Add("initially deferred");
  if (fields->Flag("not_valid")) text->Add("not valid");
}

void RefuseNewer(Fields* fields) {
  if (const Node* value = fields->Get("not_enforced");
      value && WantFlag(*value, "`not_enforced`", fields->reading())) {
    fields->reading()->findings.Add(
        PlaceOf(*fields->KeyNode("not_enforced")),
        "`not_enforced` needs PostgreSQL 18, which this version of autogen cannot express yet");
  }
  fields->NotYet({"partition_of"});
}

void ReadConstraintEntry(const Node* key, const Node& value, const Owner& table, Reading* reading) {
  std::optional<QualifiedName> name = QualifiedName();
  if (key && !(name = ReadKey(reading, *key, false))) return;
  std::string what = "constraint " + (key ? Ticked(key->text) : "of " + Ticked(table.name.view()));
  auto definition = ReadDefinition(value, what, "sql", reading);
  if (!definition) return;
  SqlText text(value);
  if (definition->text) text.Add(*definition->text);
  Name in_mapping;
  if (definition->fields) {
    Fields& fields = *definition->fields;
    if (!key) in_mapping = fields.OneName("name");
    fields.RefuseBesideSql(kInText);
    if (!definition->text) AddAttributes(&fields, &text);
    RefuseNewer(&fields);
  }
  if (text.empty()) {
    if (!definition->fields || definition->fields->node().entries.empty()) {
      reading->findings.Add(key ? PlaceOf(*key) : PlaceOf(value), what + " says nothing");
    }
    return;
  }
  auto read = ReadConstraint(text.text());
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return;
  }
  Constraint constraint = std::move(*read);
  Name said = key ? name->name : in_mapping;
  if (!said.empty() && !constraint.name.empty()) {
    reading->findings.Add(PlaceOfName(value, "constraint"), what + " is named twice",
                          "take `constraint <name>` out of its text");
  }
  if (!said.empty()) constraint.name = said;
  constraint.schema = table.schema;
  constraint.table = table.name;
  ReadItem& item = reading->Add(std::move(constraint), key ? PlaceOf(*key) : PlaceOf(value), value);
  if (definition->fields) {
    ReadShared(&*definition->fields, Kind::kConstraint, {}, &item);
    definition->fields->Finish();
  }
}

}  // namespace

void ReadConstraints(const Node& collection, const Owner& table, Reading* reading) {
  ForEachMember(
      collection, "`constraints`", ListForm::kUnnamed, reading,
      [&](const Node* key, const Node& value) { ReadConstraintEntry(key, value, table, reading); });
}

}  // namespace autogen
