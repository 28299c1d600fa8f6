#include "engine/sql/dependencies/collector.h"

namespace autogen {

void DependencyCollector::Add(const ObjectId& from, const ObjectId& to, bool automatic) {
  if (from == to) return;
  auto [edge, is_new] = hard_.try_emplace({from, to}, automatic);
  // The server drops silently what one automatic edge leads to, whatever others there are.
  if (!is_new) edge->second = edge->second || automatic;
}

void DependencyCollector::AddAll(const ObjectId& from, const Ids& to) {
  for (const ObjectId& id : to) Add(from, id);
}

void DependencyCollector::AddSoft(const ObjectId& from, const Ids& to) {
  for (const ObjectId& id : to) {
    if (id != from) soft_.insert({from, id});
  }
}

void DependencyCollector::AddNamespace(const ObjectId& id, Name schema) {
  ObjectId space{Kind::kNamespace, {}, schema, {}};
  if (!schema.empty() && directory_.Has(space)) Add(id, space);
}

void DependencyCollector::AddType(const ObjectId& from, const TypeRef& type) {
  if (!type.empty()) AddAll(from, directory_.FindType({type.schema, type.name}));
}

void DependencyCollector::AddRelation(const ObjectId& from, const QualifiedName& relation,
                                      bool automatic) {
  for (const ObjectId& id : directory_.FindRelation(relation)) Add(from, id, automatic);
}

void DependencyCollector::AddFunction(const ObjectId& from, const QualifiedName& name,
                                      int arguments) {
  if (!name.empty()) AddAll(from, directory_.FindFunction(name, arguments));
}

void DependencyCollector::AddOperator(const ObjectId& from, const QualifiedName& name) {
  if (!name.empty()) AddAll(from, directory_.FindOperator(name));
}

void DependencyCollector::AddOther(const ObjectId& from, const QualifiedName& name) {
  if (!name.empty()) AddAll(from, directory_.FindOther(name));
}

void DependencyCollector::AddColumn(const ObjectId& from, const QualifiedName& relation,
                                    Name column, bool automatic) {
  if (directory_.HasColumn(relation, column)) {
    Add(from, ColumnId(relation.schema, relation.name, column), automatic);
  } else {
    AddRelation(from, relation, automatic);
  }
}

void DependencyCollector::AddColumns(const ObjectId& from, const QualifiedName& relation,
                                     const std::vector<Name>& columns, bool automatic) {
  for (Name column : columns) AddColumn(from, relation, column, automatic);
}

}  // namespace autogen
