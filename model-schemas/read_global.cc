#include "engine/definition/definition.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

// What people call an extension that has another name.
struct Misnomer {
  std::string_view called, name;
};
constexpr Misnomer kMisnomers[] = {{"pgvector", "vector"},
                                   {"pg_vector", "vector"},
                                   {"uuid_ossp", "uuid-ossp"},
                                   {"pgtrgm", "pg_trgm"},
                                   {"timescale", "timescaledb"}};

}  // namespace

void ReadNamespace(const Node& key, const Node& value, Reading* reading) {
  auto name = ReadKey(reading, key, false);
  if (!name) return;
  if (name->name.view().starts_with("pg_") || name->name == Name("information_schema")) {
    reading->findings.Add(PlaceOf(key), "schema " + Ticked(key.text) + " is PostgreSQL's own",
                          "leave it out");
    return;
  }
  auto definition = ReadDefinition(value, "schema " + Ticked(key.text), "", reading);
  if (!definition) return;
  Namespace schema;
  schema.name = name->name;
  ReadItem& item = reading->Add(std::move(schema), PlaceOf(key), value);
  ReadShared(&*definition->fields, Kind::kNamespace, {true, true, true, true}, &item);
  definition->fields->Finish();
}

void ReadExtensionEntry(const Node& key, const Node& value, Reading* reading) {
  auto name = ReadKey(reading, key, false);
  if (!name) return;
  for (const Misnomer& misnomer : kMisnomers) {
    if (name->name.view() != misnomer.called) continue;
    reading->findings.Add(PlaceOf(key), "there is no extension " + Ticked(misnomer.called),
                          "the extension's own name is " + Ticked(misnomer.name));
    return;
  }
  auto definition = ReadDefinition(value, "extension " + Ticked(key.text), "sql", reading);
  if (!definition) return;
  Extension extension;
  if (definition->text) {
    auto read = ReadExtension(definition->text->text);
    if (!read.ok()) {
      ReportSql(read.status(), *definition->text, 0, reading);
      return;
    }
    extension = std::move(*read);
  }
  extension.name = name->name;
  if (definition->fields) {
    Fields& fields = *definition->fields;
    fields.RefuseBesideSql({"schema", "version"});
    if (!definition->text) {
      extension.schema = fields.OneName("schema");
      extension.version = fields.Plain("version");
    }
  }
  ReadItem& item = reading->Add(std::move(extension), PlaceOf(key), value);
  if (definition->fields) {
    ReadShared(&*definition->fields, Kind::kExtension, {false, false, false, false}, &item);
    definition->fields->Finish();
  }
}

}  // namespace autogen
