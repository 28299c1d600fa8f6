#pragma once

#include <functional>
#include <map>
#include <set>

#include "engine/sql/dependencies/directory.h"
#include "engine/sql/lexer.h"

namespace autogen {

// Gathers the edges of one object after the other.
class DependencyCollector {
 public:
  // Columns of tables for which `is_known_column` is true are passed over.
  explicit DependencyCollector(const Directory& directory,
                               std::function<bool(const ObjectId&)> is_known_column = nullptr)
      : directory_(directory), is_known_column_(std::move(is_known_column)) {}

  void Collect(const ObjectId& id, const Object& object);
  FoundDependencies Finish();

 private:
  using Ids = std::vector<ObjectId>;

  // Kinds (kinds.cc, table.cc).
  void Visit(const ObjectId& id, const Domain& domain);
  void Visit(const ObjectId& id, const CompositeType& type);
  void Visit(const ObjectId& id, const RangeType& range);
  void Visit(const ObjectId& id, const Sequence& sequence);
  void Visit(const ObjectId& id, const Routine& routine);
  void Visit(const ObjectId& id, const Operator& op);
  void Visit(const ObjectId& id, const View& view);
  void Visit(const ObjectId& id, const MaterializedView& view);
  void Visit(const ObjectId& id, const Table& table);
  void Visit(const ObjectId& id, const Constraint& constraint);
  void Visit(const ObjectId& id, const Index& index);
  void Visit(const ObjectId& id, const Trigger& trigger);
  void VisitColumn(const ObjectId& table_id, const Table& table, const Column& column);
  void VisitForeignKey(const ObjectId& id, const Constraint& constraint);
  void VisitColumnsOfView(const ObjectId& id, const std::vector<Column>& columns);
  void VisitKey(const ObjectId& id, const QualifiedName& relation, const IndexKey& key);
  void AddDefaultClasses(const ObjectId& id, Name method, const std::vector<IndexKey>& keys);

  // References (references.cc).
  void AddNamespace(const ObjectId& id, Name schema);
  void AddType(const ObjectId& from, const TypeRef& type);
  void AddRelation(const ObjectId& from, const QualifiedName& relation, bool automatic = false);
  void AddFunction(const ObjectId& from, const QualifiedName& name, int arguments);
  void AddOperator(const ObjectId& from, const QualifiedName& name);
  void AddOther(const ObjectId& from, const QualifiedName& name);
  // To the column where the relation is a table that has it, else to the relation.
  void AddColumn(const ObjectId& from, const QualifiedName& relation, Name column,
                 bool automatic = false);
  void AddColumns(const ObjectId& from, const QualifiedName& relation,
                  const std::vector<Name>& columns, bool automatic = false);
  void Add(const ObjectId& from, const ObjectId& to, bool automatic = false);
  void AddAll(const ObjectId& from, const Ids& to);

  // Texts (texts.cc). `own`: the relation that bare columns belong to; empty where there is none.
  void AddExpression(const ObjectId& from, const Expression& expression, SqlForm form,
                     const QualifiedName& own);
  void AddName(const ObjectId& from, const NameUse& use);
  void AddBareName(const ObjectId& from, const NameUse& use);
  void AddResultColumns(const ObjectId& from, const NameUse& use);
  void AddColumnUse(const ObjectId& from, const ColumnUse& use, const QualifiedName& own);
  void AddGroupedKeys(const ObjectId& from, const Uses& uses);
  void AddWords(const ObjectId& from, std::string_view body, bool qualified_are_hard = false);
  void AddSoft(const ObjectId& from, const Ids& to);

  const Directory& directory_;
  std::function<bool(const ObjectId&)> is_known_column_;
  std::map<std::pair<ObjectId, ObjectId>, bool> hard_;  // whether automatic
  std::set<std::pair<ObjectId, ObjectId>> soft_;
};

}  // namespace autogen
