#include "engine/sql/dependencies/collector.h"

namespace autogen {

void DependencyCollector::Collect(const ObjectId& id, const Object& object) {
  AddNamespace(id, id.schema);
  std::visit(Overload{
                 [](const Namespace&) {},
                 [&](const Extension& o) { AddNamespace(id, o.schema); },
                 [](const Enum&) {},
                 [&](const Domain& o) { Visit(id, o); },
                 [&](const CompositeType& o) { Visit(id, o); },
                 [&](const RangeType& o) { Visit(id, o); },
                 [&](const Sequence& o) { Visit(id, o); },
                 [&](const Routine& o) { Visit(id, o); },
                 [&](const Operator& o) { Visit(id, o); },
                 [&](const Table& o) { Visit(id, o); },
                 [&](const Constraint& o) { Visit(id, o); },
                 [&](const Index& o) { Visit(id, o); },
                 [&](const Trigger& o) { Visit(id, o); },
                 [&](const View& o) { Visit(id, o); },
                 [&](const MaterializedView& o) { Visit(id, o); },
             },
             object);
}

FoundDependencies DependencyCollector::Finish() {
  FoundDependencies found;
  for (const auto& [ends, automatic] : hard_) {
    found.hard.push_back({ends.first, ends.second, automatic});
  }
  for (const auto& ends : soft_) {
    if (!hard_.contains(ends)) found.soft.push_back({ends.first, ends.second});
  }
  return found;
}

void DependencyCollector::Visit(const ObjectId& id, const Domain& domain) {
  AddType(id, domain.type);
  AddOther(id, domain.collation);
  AddExpression(id, domain.default_value, SqlForm::kExpression, {});
  for (const DomainConstraint& constraint : domain.constraints) {
    AddExpression(id, constraint.check, SqlForm::kExpression, {});
  }
}

void DependencyCollector::Visit(const ObjectId& id, const CompositeType& type) {
  for (const CompositeAttribute& attribute : type.attributes) {
    AddType(id, attribute.type);
    AddOther(id, attribute.collation);
  }
}

void DependencyCollector::Visit(const ObjectId& id, const RangeType& range) {
  AddType(id, range.subtype);
  AddOther(id, range.subtype_opclass);
  AddOther(id, range.collation);
  AddFunction(id, range.canonical, 1);
  AddFunction(id, range.subtype_diff, 2);
}

// An owned sequence is made before its column's default and goes with the column; that the default
// needs it is in the default's text.
void DependencyCollector::Visit(const ObjectId& id, const Sequence& sequence) {
  if (sequence.owned_by.empty()) return;
  QualifiedName table{id.schema, sequence.owned_by.table};
  AddColumn(id, table, sequence.owned_by.column, /*automatic=*/true);
}

void DependencyCollector::Visit(const ObjectId& id, const Routine& routine) {
  for (const Argument& argument : routine.arguments) {
    AddType(id, argument.type);
    AddExpression(id, argument.default_value, SqlForm::kExpression, {});
  }
  AddType(id, routine.returns);
  for (const TypeRef& type : routine.transform_types) AddType(id, type);
  AddFunction(id, routine.support, 1);
  AddExpression(id, routine.sql_body, SqlForm::kStatements, {});
  // A language comes with an extension of its name, as a rule.
  ObjectId extension{Kind::kExtension, {}, routine.language, {}};
  if (directory_.Has(extension)) Add(id, extension);
  if (routine.language == Name("sql") || routine.language == Name("plpgsql")) {
    AddWords(id, routine.body);
  }
}

// Commutator and negator may be made later: the server makes a shell of them until then.
// See: PostgreSQL manual, Operator Optimization Information.
void DependencyCollector::Visit(const ObjectId& id, const Operator& op) {
  AddType(id, op.left);
  AddType(id, op.right);
  AddFunction(id, op.function, op.left.empty() ? 1 : 2);
  AddFunction(id, op.restrict_function, 4);
  AddFunction(id, op.join_function, 5);
}

void DependencyCollector::VisitColumnsOfView(const ObjectId& id,
                                             const std::vector<Column>& columns) {
  for (const Column& column : columns) {
    AddType(id, column.type);
    AddExpression(id, column.default_value, SqlForm::kExpression, {});
  }
}

void DependencyCollector::Visit(const ObjectId& id, const View& view) {
  AddExpression(id, view.query, SqlForm::kQuery, {});
  VisitColumnsOfView(id, view.columns);
}

void DependencyCollector::Visit(const ObjectId& id, const MaterializedView& view) {
  AddExpression(id, view.query, SqlForm::kQuery, {});
  VisitColumnsOfView(id, view.columns);
  AddOther(id, {{}, view.access_method});
}

}  // namespace autogen
