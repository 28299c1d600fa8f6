#pragma once

#include "model-schemas/mixins.h"
#include "model-schemas/reading.h"

// One reader a kind: a member of its collection becomes items of the model.
namespace autogen {

void ReadNamespace(const Node& key, const Node& value, Reading* reading);
void ReadExtensionEntry(const Node& key, const Node& value, Reading* reading);
void ReadEnum(const Node& key, const Node& value, Reading* reading);
void ReadDomainEntry(const Node& key, const Node& value, Reading* reading);
void ReadCompositeEntry(const Node& key, const Node& value, Reading* reading);
void ReadRangeEntry(const Node& key, const Node& value, Reading* reading);
void ReadSequenceEntry(const Node& key, const Node& value, Reading* reading);
void ReadRoutine(const Node& key, const Node& value, Kind kind, Reading* reading);
void ReadOperatorEntry(const Node& key, const Node& value, Reading* reading);
void ReadTable(const Node& key, const Node& value, const Mixins& mixins, Reading* reading);
void ReadView(const Node& key, const Node& value, Reading* reading);
void ReadMaterializedView(const Node& key, const Node& value, Reading* reading);

// ---- Parts
// ---------------------------------------------------------------------------------------------------

// The relation that parts belong to.
struct Owner {
  Name schema, name;
};

// One column and the constraints that stand in it (as items of their own).
void ReadColumnEntry(const Node& key, const Node& value, const Owner& table,
                     std::vector<Column>* columns, std::vector<PartSource>* sources,
                     Reading* reading);
void ReadConstraints(const Node& collection, const Owner& table, Reading* reading);
void ReadIndexes(const Node& collection, const Owner& table, Reading* reading);
void ReadTriggers(const Node& collection, const Owner& relation, Reading* reading);

// The file's schema, or the key's own.
QualifiedName InSchema(const QualifiedName& name, const Reading& reading);
// "(a, lower(b))" of a list's members, joined with commas.
void AddList(const std::vector<const Node*>& members, SqlText* text);
// "(key = 'value', …)".
void AddOptions(const Options& options, SqlText* text);
// What a text says, in parentheses; a finding where the parentheses in it do not match.
void AddEnclosed(const Node& scalar, SqlText* text, Reading* reading);

}  // namespace autogen
