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

absl::flat_hash_map<QualifiedName, Table*> TablesOf(std::vector<Completing>* objects) {
  absl::flat_hash_map<QualifiedName, Table*> tables;
  for (Completing& completing : *objects) {
    auto* table = std::get_if<Table>(&completing.object);
    if (table != nullptr) tables.emplace(QualifiedName{table->schema, table->name}, table);
  }
  return tables;
}

// The sequences that live's columns own and the models do not name.
absl::flat_hash_map<OwnedColumn, Name> FreeSequences(const Database& live,
                                                     const std::vector<Completing>& objects) {
  absl::flat_hash_set<ObjectId> named;
  for (const Completing& completing : objects) {
    if (std::holds_alternative<Sequence>(completing.object)) named.insert(IdOf(completing.object));
  }
  absl::flat_hash_map<OwnedColumn, Name> result;
  for (const auto& [id, object] : live.objects) {
    const auto* sequence = std::get_if<Sequence>(&object);
    if (sequence == nullptr || sequence->owned_by.empty() || named.contains(id)) continue;
    result.emplace(ColumnOf(*sequence), sequence->name);
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

void CompleteImpliedSequences(const Database& live, std::vector<Completing>* objects) {
  absl::flat_hash_map<OwnedColumn, Name> free = FreeSequences(live, *objects);
  if (free.empty()) return;
  absl::flat_hash_map<QualifiedName, Table*> tables = TablesOf(objects);
  for (Completing& completing : *objects) {
    auto* sequence = std::get_if<Sequence>(&completing.object);
    if (sequence == nullptr || !IsImplied(*sequence) || live.Find(IdOf(completing.object))) {
      continue;
    }
    auto found = free.find(ColumnOf(*sequence));
    auto table = tables.find(ColumnOf(*sequence).first);
    if (found == free.end() || table == tables.end()) continue;
    FollowInDefault({sequence->schema, sequence->name}, found->second, table->second,
                    sequence->owned_by.column);
    sequence->name = found->second;
  }
}

namespace {

// Of a table that is not read, only live's own foreign key tells which columns are its key.
void TakeReferencedColumns(const Database& live, Constraint* key) {
  for (const auto& [id, object] : live.objects) {
    const auto* old = std::get_if<Constraint>(&object);
    if (old == nullptr || old->type != ConstraintType::kForeignKey) continue;
    const bool same = old->schema == key->schema && old->table == key->table &&
                      old->columns == key->columns && old->references == key->references;
    if (same) key->referenced_columns = old->referenced_columns;
  }
}

}  // namespace

void CompleteAcrossObjects(const Database& live, std::vector<Completing>* objects) {
  absl::flat_hash_map<QualifiedName, std::vector<Name>> keys;
  auto add = [&](const Object& object) {
    const auto* constraint = std::get_if<Constraint>(&object);
    if (constraint == nullptr || constraint->type != ConstraintType::kPrimaryKey) return;
    keys.emplace(QualifiedName{constraint->schema, constraint->table}, constraint->columns);
  };
  absl::flat_hash_map<QualifiedName, Table*> tables = TablesOf(objects);
  for (const Completing& completing : *objects) add(completing.object);
  for (const auto& [name, columns] : keys) {
    auto found = tables.find(name);
    if (found == tables.end()) continue;
    for (Column& column : found->second->columns) {
      bool key = std::find(columns.begin(), columns.end(), column.name) != columns.end();
      if (key) column.not_null = true;
    }
  }
  // A table that the models do not hold may be in a schema that is not compared.
  for (const auto& [id, object] : live.objects) add(object);
  for (Completing& completing : *objects) {
    auto* constraint = std::get_if<Constraint>(&completing.object);
    if (constraint == nullptr || constraint->type != ConstraintType::kForeignKey) continue;
    if (!constraint->referenced_columns.empty()) continue;
    auto found = keys.find(constraint->references);
    if (found != keys.end()) {
      constraint->referenced_columns = found->second;
    } else {
      TakeReferencedColumns(live, constraint);
    }
  }
}

}  // namespace autogen
