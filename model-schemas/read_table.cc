#include "engine/definition/reader.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

// `default`, `full`, `nothing` or `using index ix`.
ReplicaIdentity ReadReplicaIdentity(Fields* fields) {
  ReplicaIdentity identity;
  const Node* text = fields->Text("replica_identity");
  if (!text) return identity;
  auto reader = Reader::Open(text->text);
  absl::Status status = reader.status();
  if (status.ok()) {
    if (reader->Accept("full")) {
      identity.mode = ReplicaIdentity::Mode::kFull;
    } else if (reader->Accept("nothing")) {
      identity.mode = ReplicaIdentity::Mode::kNothing;
    } else if (reader->Accept("using", "index")) {
      identity.mode = ReplicaIdentity::Mode::kIndex;
      auto index = reader->ReadName("an index");
      status = index.status();
      if (index.ok()) identity.index = *index;
    } else if (!reader->Accept("default")) {
      status = reader->Unexpected("default, full, nothing or using index <name>");
    }
    if (status.ok()) status = reader->Finish("a replica identity");
  }
  if (!status.ok()) ReportSql(status, *text, 0, fields->reading());
  return identity;
}

void ReadColumns(const Node* columns, const Owner& owner, Table* table,
                 std::vector<PartSource>* sources, Reading* reading) {
  if (!columns) return;
  table->columns.reserve(columns->entries.size());
  sources->reserve(columns->entries.size());
  ForEachMember(*columns, "`columns`", ListForm::kNone, reading,
                [&](const Node* key, const Node& value) {
                  if (key) {
                    ReadColumnEntry(*key, value, owner, &table->columns, sources, reading);
                  }
                });
}

void ReadAttributes(Fields* fields, Table* table) {
  table->row_level_security = fields->Flag("row_level_security");
  table->force_row_level_security = fields->Flag("force_row_level_security");
  table->unlogged = fields->Flag("unlogged");
  table->access_method = fields->OneName("using");
  if (table->access_method == Name("heap")) table->access_method = Name();
  table->options = fields->PlainOptions("with");
  table->tablespace = fields->OneName("tablespace");
  table->replica_identity = ReadReplicaIdentity(fields);
  table->cluster_on = fields->OneName("cluster_on");
}

}  // namespace

void ReadTable(const Node& key, const Node& value, const Mixins& mixins, Reading* reading) {
  auto said = ReadKey(reading, key, true);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  const Node& applied = mixins.Apply(value, name.schema, name.name, reading);
  auto definition = ReadDefinition(applied, "table " + Ticked(key.text), "", reading);
  if (!definition) return;
  Fields& fields = *definition->fields;
  Owner owner{name.schema, name.name};
  Table table;
  table.schema = name.schema;
  table.name = name.name;
  fields.Get("include");
  fields.NotYet(
      {"of", "inherits", "partition_by", "statistics", "rules", "policies", "partitions"});
  std::vector<PartSource> sources;
  ReadColumns(fields.Get("columns"), owner, &table, &sources, reading);
  ReadAttributes(&fields, &table);
  ReadItem& item = reading->Add(std::move(table), PlaceOf(key), applied);
  item.parts = std::move(sources);
  ReadShared(&fields, Kind::kTable, {true, true, true, true}, &item);
  if (const Node* constraints = fields.Get("constraints")) {
    ReadConstraints(*constraints, owner, reading);
  }
  if (const Node* indexes = fields.Get("indexes")) ReadIndexes(*indexes, owner, reading);
  if (const Node* triggers = fields.Get("triggers")) ReadTriggers(*triggers, owner, reading);
  fields.Finish();
}

}  // namespace autogen
