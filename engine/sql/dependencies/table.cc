#include <algorithm>

#include "engine/sql/dependencies/collector.h"

namespace autogen {
namespace {

// Whether both hold the same names, in whatever order.
bool SameColumns(std::vector<Name> a, std::vector<Name> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

// A unique index that a foreign key may point at: plain columns, all rows, at once.
bool MayBeReferenced(const Index& index) {
  return index.unique && !index.invalid && index.where.empty() &&
         std::all_of(index.keys.begin(), index.keys.end(),
                     [](const IndexKey& key) { return !key.column.empty(); });
}

std::vector<Name> ColumnsOf(const Index& index) {
  std::vector<Name> columns;
  for (const IndexKey& key : index.keys) columns.push_back(key.column);
  return columns;
}

}  // namespace

void DependencyCollector::Visit(const ObjectId& id, const Table& table) {
  AddOther(id, {{}, table.access_method});
  for (const Column& column : table.columns) {
    bool known =
        is_known_column_ && is_known_column_(ColumnId(table.schema, table.name, column.name));
    if (!known) VisitColumn(id, table, column);
  }
}

void DependencyCollector::VisitColumn(const ObjectId& table_id, const Table& table,
                                      const Column& column) {
  QualifiedName own{table.schema, table.name};
  ObjectId id = ColumnId(table.schema, table.name, column.name);
  Add(id, table_id);
  AddType(id, column.type);
  AddOther(id, column.collation);
  AddExpression(id, column.generated, SqlForm::kExpression, own);
  if (column.default_value.empty()) return;
  ObjectId default_id = DefaultId(table.schema, table.name, column.name);
  Add(default_id, table_id, /*automatic=*/true);
  Add(default_id, id, /*automatic=*/true);
  AddType(default_id, column.type);  // where it is a domain, the default is converted to it
  AddExpression(default_id, column.default_value, SqlForm::kExpression, {});
}

void DependencyCollector::Visit(const ObjectId& id, const Constraint& constraint) {
  QualifiedName own{constraint.schema, constraint.table};
  AddRelation(id, own, /*automatic=*/true);
  AddColumns(id, own, constraint.columns, /*automatic=*/true);
  AddColumns(id, own, constraint.include, /*automatic=*/true);
  AddExpression(id, constraint.check, SqlForm::kExpression, own);
  AddExpression(id, constraint.where, SqlForm::kExpression, own);
  for (const IndexKey& key : constraint.elements) VisitKey(id, own, key);
  AddDefaultClasses(id, constraint.access_method, constraint.elements);
  AddOther(id, {{}, constraint.access_method});
  if (constraint.type == ConstraintType::kForeignKey) VisitForeignKey(id, constraint);
}

void DependencyCollector::VisitForeignKey(const ObjectId& id, const Constraint& constraint) {
  const QualifiedName& target = constraint.references;
  AddRelation(id, target);
  AddColumns(id, target, constraint.referenced_columns);
  // The key that it relies on: all that cover just these columns, for the server took one of them.
  bool found = false;
  bool primary_key = constraint.referenced_columns.empty();
  for (const Constraint* key : directory_.ConstraintsOf(target)) {
    bool is_primary = key->type == ConstraintType::kPrimaryKey;
    if (!is_primary && (key->type != ConstraintType::kUnique || key->deferrable)) continue;
    if (primary_key ? !is_primary : !SameColumns(key->columns, constraint.referenced_columns)) {
      continue;
    }
    Add(id, IdOf(*key));
    AddColumns(id, target, key->columns);
    found = true;
  }
  if (found) return;
  for (const Index* index : directory_.IndexesOf(target)) {
    if (MayBeReferenced(*index) && SameColumns(ColumnsOf(*index), constraint.referenced_columns)) {
      return Add(id, IdOf(*index));
    }
  }
}

void DependencyCollector::VisitKey(const ObjectId& id, const QualifiedName& relation,
                                   const IndexKey& key) {
  if (!key.column.empty()) AddColumn(id, relation, key.column, /*automatic=*/true);
  AddExpression(id, key.expression, SqlForm::kExpression, relation);
  AddOther(id, key.collation);
  AddOther(id, key.opclass);
  AddOperator(id, key.with_operator);
}

// A type's default operator class may be an extension's (btree_gin): no name tells which. Not so
// for methods that have classes of their own for all built-in types; another type's comes with it.
void DependencyCollector::AddDefaultClasses(const ObjectId& id, Name method,
                                            const std::vector<IndexKey>& keys) {
  if (method == Name("btree") || method == Name("hash") || method == Name("brin")) return;
  bool by_default = std::any_of(keys.begin(), keys.end(),
                                [](const IndexKey& key) { return key.opclass.empty(); });
  if (by_default) AddAll(id, directory_.OtherExtensions());
}

void DependencyCollector::Visit(const ObjectId& id, const Index& index) {
  QualifiedName own{index.schema, index.table};
  AddRelation(id, own, /*automatic=*/true);
  for (const IndexKey& key : index.keys) VisitKey(id, own, key);
  AddDefaultClasses(id, index.access_method, index.keys);
  AddColumns(id, own, index.include, /*automatic=*/true);
  AddExpression(id, index.where, SqlForm::kExpression, own);
  AddOther(id, {{}, index.access_method});
}

void DependencyCollector::Visit(const ObjectId& id, const Trigger& trigger) {
  QualifiedName own{trigger.schema, trigger.relation};
  AddRelation(id, own, /*automatic=*/true);
  AddColumns(id, own, trigger.update_columns);
  if (!trigger.from.empty()) AddRelation(id, trigger.from);
  AddExpression(id, trigger.when, SqlForm::kExpression, own);
  AddFunction(id, trigger.function, 0);
}

}  // namespace autogen
