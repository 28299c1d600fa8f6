#include <algorithm>

#include "engine/definition/definition.h"
#include "engine/sql/type_name.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

// ---- Enums

// `open`, or `{value: solved, renamed_from: closed}`.
void ReadLabel(const Node& value, Enum* type, std::vector<LabelRename>* renames, Reading* reading) {
  const Node* label = &value;
  if (value.IsMapping()) {
    Fields fields(value, "a label", reading);
    label = fields.Text("value");
    const Node* before = fields.Text("renamed_from");
    if (!fields.Has("value")) {
      reading->findings.Add(PlaceOf(value), "a label has no `value`",
                            "write {value: new, renamed_from: old}");
    }
    if (label && before) {
      renames->push_back({std::string(before->text), std::string(label->text), PlaceOf(*before)});
    }
    fields.Finish();
  } else {
    label = WantText(value, "a label of an enum", reading);
  }
  if (!label) return;
  // Unlike a name, a label is not cut. See: AddEnumLabel() in PostgreSQL's source.
  if (label->text.size() > 63) {
    reading->findings.Add(PlaceOf(*label), "a label has more than 63 bytes",
                          "PostgreSQL takes no longer ones");
  }
  if (std::find(type->values.begin(), type->values.end(), label->text) != type->values.end()) {
    reading->findings.Add(
        PlaceOf(*label),
        "label " + Ticked(label->text) + " stands twice in enum " + Ticked(type->name.view()));
    return;
  }
  type->values.emplace_back(label->text);
}

// ---- Domains

const std::vector<std::string_view> kDomainInText = {"type", "collate", "not_null", "default",
                                                     "check"};

void AddDomainAttributes(Fields* fields, SqlText* text) {
  if (const Node* type = fields->Text("type")) {
    auto read = ParseTypeName(type->text);
    if (!read.ok()) ReportSql(read.status(), *type, 0, fields->reading());
    text->Add(*type);
  } else if (!fields->Has("type")) {
    fields->reading()->findings.Add(PlaceOf(fields->node()), fields->what() + " has no `type`");
  }
  if (const Node* collation = fields->Text("collate")) text->Add("collate").Add(*collation);
  if (fields->Flag("not_null")) text->Add("not null");
  if (const Node* check = fields->Text("check")) {
    text->Add("check");
    AddEnclosed(*check, text, fields->reading());
  }
}

std::optional<DomainConstraint> ReadDomainCheck(const Node* key, const Node& value,
                                                Reading* reading) {
  std::optional<QualifiedName> name = QualifiedName();
  if (key && !(name = ReadKey(reading, *key, false))) return std::nullopt;
  std::string what = key ? "constraint " + Ticked(key->text) : "a constraint";
  auto definition = ReadDefinition(value, what, "sql", reading);
  if (!definition) return std::nullopt;
  SqlText text(value);
  std::string comment;
  if (definition->text) text.Add(*definition->text);
  if (definition->fields) {
    Fields& fields = *definition->fields;
    if (!key) name->name = fields.OneName("name");
    fields.RefuseBesideSql({"check", "not_valid"});
    if (!definition->text) {
      if (const Node* check = fields.Text("check")) {
        text.Add("check");
        AddEnclosed(*check, &text, reading);
      }
      if (fields.Flag("not_valid")) text.Add("not valid");
    }
    comment = fields.Plain("comment");
    fields.NotYet({"renamed_from"});
    fields.Finish();
  }
  auto read = ReadDomainConstraint(text.text());
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return std::nullopt;
  }
  if (key || !name->name.empty()) read->name = name->name;
  read->comment = comment;
  return *read;
}

// ---- Composite types

void ReadAttribute(const Node& key, const Node& value, CompositeType* type,
                   std::vector<PartSource>* parts, Reading* reading) {
  auto name = ReadKey(reading, key, false);
  if (!name) return;
  auto definition = ReadDefinition(value, "attribute " + Ticked(key.text), "sql", reading);
  if (!definition) return;
  PartSource source{&value, &key, nullptr};
  SqlText text(value);
  std::string comment;
  if (definition->text) text.Add(*definition->text);
  if (definition->fields) {
    Fields& fields = *definition->fields;
    fields.RefuseBesideSql({"type", "collate"});
    if (!definition->text) {
      if (const Node* of = fields.Text("type")) text.Add(*of);
      if (const Node* collation = fields.Text("collate")) text.Add("collate").Add(*collation);
    }
    source.renamed_from = ShareRenamedFrom(&fields);
    comment = fields.Plain("comment");
    fields.Finish();
  }
  auto read = ReadCompositeAttribute(name->name, text.text());
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return;
  }
  read->comment = comment;
  type->attributes.push_back(std::move(*read));
  parts->push_back(std::move(source));
}

// ---- Range types

const std::vector<std::string_view> kRangeParameters = {
    "subtype", "subtype_opclass", "collation", "canonical", "subtype_diff", "multirange_type_name"};

}  // namespace

void ReadEnum(const Node& key, const Node& value, Reading* reading) {
  auto said = ReadKey(reading, key, true);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  Enum type;
  type.schema = name.schema;
  type.name = name.name;
  std::string what = "enum " + Ticked(key.text);
  std::optional<Fields> fields;
  const Node* values = nullptr;
  if (value.IsSequence()) {
    values = &value;
  } else if (value.IsMapping()) {
    fields.emplace(value, what, reading);
    values = fields->Get("values");
  } else if (!value.IsNull()) {
    reading->findings.Add(PlaceOf(value), what + " is a list of labels, and this is a text",
                          "write [a, b]");
    return;
  }
  std::vector<LabelRename> renames;
  if (values && !values->IsSequence()) {
    reading->findings.Add(PlaceOf(*values), "`values` is a list of labels", "write [a, b]");
  } else if (values) {
    for (const Entry& entry : values->entries) ReadLabel(*entry.value, &type, &renames, reading);
  }
  ReadItem& item = reading->Add(std::move(type), PlaceOf(key), value);
  item.labels = std::move(renames);
  if (fields) {
    ReadShared(&*fields, Kind::kEnum, {true, true, true, true}, &item);
    fields->Finish();
  }
}

void ReadDomainEntry(const Node& key, const Node& value, Reading* reading) {
  auto said = ReadKey(reading, key, true);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  auto definition = ReadDefinition(value, "domain " + Ticked(key.text), "sql", reading);
  if (!definition) return;
  SqlText text(value);
  if (definition->text) text.Add(*definition->text);
  if (definition->fields) {
    definition->fields->RefuseBesideSql(kDomainInText);
    if (!definition->text) AddDomainAttributes(&*definition->fields, &text);
  }
  auto read = ReadDomain(text.text());
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return;
  }
  Domain domain = std::move(*read);
  domain.schema = name.schema;
  domain.name = name.name;
  if (definition->fields && !definition->text) {
    domain.default_value = definition->fields->Sql("default");
  }
  const Node* constraints = definition->fields ? definition->fields->Get("constraints") : nullptr;
  if (constraints) {
    ForEachMember(*constraints, "`constraints`", ListForm::kUnnamed, reading,
                  [&](const Node* check_key, const Node& check) {
                    auto constraint = ReadDomainCheck(check_key, check, reading);
                    if (constraint) domain.constraints.push_back(std::move(*constraint));
                  });
  }
  std::stable_sort(domain.constraints.begin(), domain.constraints.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  ReadItem& item = reading->Add(std::move(domain), PlaceOf(key), value);
  if (definition->fields) {
    ReadShared(&*definition->fields, Kind::kDomain, {true, true, true, true}, &item);
    definition->fields->Finish();
  }
}

void ReadCompositeEntry(const Node& key, const Node& value, Reading* reading) {
  auto said = ReadKey(reading, key, true);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  auto definition = ReadDefinition(value, "composite type " + Ticked(key.text), "sql", reading);
  if (!definition) return;
  CompositeType type;
  std::vector<PartSource> parts;
  if (definition->text) {
    auto read = ReadCompositeType(definition->text->text);
    if (!read.ok()) {
      ReportSql(read.status(), *definition->text, 0, reading);
      return;
    }
    type = std::move(*read);
    parts.resize(type.attributes.size(), PartSource{definition->text, &key, nullptr});
  }
  if (definition->fields) {
    definition->fields->RefuseBesideSql({"attributes"});
    const Node* attributes = definition->fields->Get("attributes");
    if (attributes && !definition->text) {
      ForEachMember(*attributes, "`attributes`", ListForm::kNone, reading,
                    [&](const Node* attribute, const Node& of) {
                      if (attribute) ReadAttribute(*attribute, of, &type, &parts, reading);
                    });
    }
  }
  type.schema = name.schema;
  type.name = name.name;
  ReadItem& item = reading->Add(std::move(type), PlaceOf(key), value);
  item.parts = std::move(parts);
  if (definition->fields) {
    ReadShared(&*definition->fields, Kind::kCompositeType, {true, true, true, true}, &item);
    definition->fields->Finish();
  }
}

void ReadRangeEntry(const Node& key, const Node& value, Reading* reading) {
  auto said = ReadKey(reading, key, true);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  auto definition = ReadDefinition(value, "range type " + Ticked(key.text), "sql", reading);
  if (!definition) return;
  SqlText text(value);
  if (definition->text) text.Add(*definition->text);
  if (definition->fields) {
    definition->fields->RefuseBesideSql(kRangeParameters);
    if (!definition->text) {
      text.Add("(");
      bool first = true;
      for (std::string_view parameter : kRangeParameters) {
        const Node* said_value = definition->fields->Text(parameter);
        if (!said_value) continue;
        if (!first) text.Add(",");
        text.Add(parameter).Add("=").Add(*said_value);
        first = false;
      }
      text.Add(")");
    }
  }
  auto read = ReadRangeType(text.text());
  if (!read.ok()) {
    text.Report(read.status(), reading);
    return;
  }
  read->schema = name.schema;
  read->name = name.name;
  ReadItem& item = reading->Add(std::move(*read), PlaceOf(key), value);
  if (definition->fields) {
    ReadShared(&*definition->fields, Kind::kRangeType, {true, true, true, true}, &item);
    definition->fields->Finish();
  }
}

}  // namespace autogen
