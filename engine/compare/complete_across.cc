#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/compare/complete_kinds.h"
#include "engine/compare/default_names.h"
#include "engine/compare/replace_names.h"

namespace autogen {
namespace {

using OwnedColumn = std::pair<QualifiedName, Name>;  // table, column

OwnedColumn ColumnOf(const Sequence& sequence) {
  return {{sequence.schema, sequence.owned_by.table}, sequence.owned_by.column};
}

absl::flat_hash_map<QualifiedName, Table*> TablesOf(const CompletingObjects& objects) {
  absl::flat_hash_map<QualifiedName, Table*> tables;
  for (Completing* completing : objects.Of<Table>()) {
    auto& table = std::get<Table>(*completing->object);
    tables.emplace(QualifiedName{table.schema, table.name}, &table);
  }
  return tables;
}

// The sequences that live's columns own and the models do not name.
absl::flat_hash_map<OwnedColumn, Name> FreeSequences(const Database& live,
                                                     const CompletingObjects& objects) {
  absl::flat_hash_set<ObjectId> named;
  for (const Completing* completing : objects.Of<Sequence>()) {
    named.insert(IdOf(*completing->object));
  }
  absl::flat_hash_map<OwnedColumn, Name> result;
  for (const auto& [id, object] : live.objects.OfKind(Kind::kSequence)) {
    const auto& sequence = std::get<Sequence>(object);
    if (sequence.owned_by.empty() || named.contains(id)) continue;
    result.emplace(ColumnOf(sequence), sequence.name);
  }
  return result;
}

bool IsImplied(const Sequence& sequence) {
  return !sequence.owned_by.empty() &&
         sequence.name == MakeObjectName(sequence.owned_by.table, sequence.owned_by.column, "seq");
}

void FollowInDefault(const QualifiedName& from, Name to, Table* table, Name column) {
  NewName replace = [&](NameRole role, const QualifiedName& name,
                        int) -> std::optional<QualifiedName> {
    if (role != NameRole::kRelation || name != from) return std::nullopt;
    return QualifiedName{from.schema, to};
  };
  for (Column& c : table->columns) {
    if (c.name == column) ReplaceNames(replace, SqlForm::kExpression, &c.default_value);
  }
}

}  // namespace

void CompleteImpliedSequences(const Database& live, const CompletingObjects& objects) {
  absl::flat_hash_map<OwnedColumn, Name> free = FreeSequences(live, objects);
  if (free.empty()) return;
  absl::flat_hash_map<QualifiedName, Table*> tables = TablesOf(objects);
  for (Completing* completing : objects.Of<Sequence>()) {
    auto* sequence = &std::get<Sequence>(*completing->object);
    if (!IsImplied(*sequence) || live.Find(IdOf(*completing->object))) continue;
    auto found = free.find(ColumnOf(*sequence));
    auto table = tables.find(ColumnOf(*sequence).first);
    if (found == free.end() || table == tables.end()) continue;
    FollowInDefault({sequence->schema, sequence->name}, found->second, table->second,
                    sequence->owned_by.column);
    sequence->name = found->second;
  }
}

namespace {

// The columns of the primary keys of tables.
using PrimaryKeys = absl::flat_hash_map<QualifiedName, const std::vector<Name>*>;

void AddKey(const Object& object, PrimaryKeys* keys) {
  const auto* constraint = std::get_if<Constraint>(&object);
  if (constraint == nullptr || constraint->type != ConstraintType::kPrimaryKey) return;
  keys->emplace(QualifiedName{constraint->schema, constraint->table}, &constraint->columns);
}

// Of a table that is not read, only live's own foreign key tells which columns are its key.
void TakeReferencedColumns(const Database& live, Constraint* key) {
  for (const auto& [id, object] : live.objects.OfKind(Kind::kConstraint)) {
    const auto& old = std::get<Constraint>(object);
    if (old.type != ConstraintType::kForeignKey) continue;
    const bool same = old.schema == key->schema && old.table == key->table &&
                      old.columns == key->columns && old.references == key->references;
    if (same) key->referenced_columns = old.referenced_columns;
  }
}

}  // namespace

void CompleteAcrossObjects(const Database& live, const CompletingObjects& objects) {
  PrimaryKeys keys;
  for (const Completing* completing : objects.Of<Constraint>()) AddKey(*completing->object, &keys);
  for (Completing* completing : objects.Of<Table>()) {
    auto& table = std::get<Table>(*completing->object);
    auto key = keys.find({table.schema, table.name});
    if (key == keys.end()) continue;
    const std::vector<Name>& columns = *key->second;
    for (Column& column : table.columns) {
      bool in_key = std::find(columns.begin(), columns.end(), column.name) != columns.end();
      if (in_key) column.not_null = true;
    }
  }
  std::vector<Constraint*> open;
  for (Completing* completing : objects.Of<Constraint>()) {
    auto& constraint = std::get<Constraint>(*completing->object);
    if (constraint.type != ConstraintType::kForeignKey) continue;
    if (constraint.referenced_columns.empty()) open.push_back(&constraint);
  }
  if (open.empty()) return;
  // A table that the models do not hold may be in a schema that is not compared.
  for (const auto& [id, object] : live.objects.OfKind(Kind::kConstraint)) AddKey(object, &keys);
  for (Constraint* constraint : open) {
    auto found = keys.find(constraint->references);
    if (found != keys.end()) {
      constraint->referenced_columns = *found->second;
    } else {
      TakeReferencedColumns(live, constraint);
    }
  }
}

}  // namespace autogen
