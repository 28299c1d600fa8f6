#include "model-schemas/elaboration.h"

namespace autogen {
namespace {

// Looks up every name and text of one object.
class ObjectResolver {
 public:
  ObjectResolver(Elaboration* elaboration, const ReadItem& item)
      : e_(*elaboration), item_(item), node_(item.definition) {}

  void operator()(Namespace&) {}
  void operator()(Extension&) {}
  void operator()(Enum&) {}

  void operator()(Domain& domain) {
    Type(&domain.type);
    e_.ResolveCollation(item_, &domain.collation);
    Sql(&domain.default_value);
    for (DomainConstraint& constraint : domain.constraints) Sql(&constraint.check);
  }

  void operator()(CompositeType& type) {
    for (size_t i = 0; i < type.attributes.size(); ++i) {
      node_ = i < item_.parts.size() ? item_.parts[i].definition : item_.definition;
      Type(&type.attributes[i].type);
      e_.ResolveCollation(item_, &type.attributes[i].collation);
    }
  }

  void operator()(RangeType& type) {
    Type(&type.subtype);
    e_.ResolveClass(item_, "btree", &type.subtype_opclass);
    e_.ResolveCollation(item_, &type.collation);
    Function(&type.canonical);
    Function(&type.subtype_diff);
  }

  void operator()(Sequence& sequence) { Type(&sequence.options.type); }

  void operator()(Routine& routine) {
    for (Argument& argument : routine.arguments) {
      Type(&argument.type);
      Sql(&argument.default_value);
    }
    Type(&routine.returns);
    for (TypeRef& type : routine.transform_types) Type(&type);
    Function(&routine.support);
    Sql(&routine.sql_body, SqlForm::kStatements);
  }

  void operator()(Operator& op) {
    Type(&op.left);
    Type(&op.right);
    for (QualifiedName* name : {&op.function, &op.restrict_function, &op.join_function}) {
      Function(name);
    }
    // An operator that nobody has yet is made beside this one. See: CREATE OPERATOR.
    for (QualifiedName* name : {&op.commutator, &op.negator}) {
      if (name->empty()) continue;
      e_.ResolveName(item_, *node_, NameRole::kOperator, name);
    }
  }

  void operator()(Table& table) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (i < item_.parts.size()) node_ = item_.parts[i].definition;
      Column& column = table.columns[i];
      Type(&column.type);
      e_.ResolveCollation(item_, &column.collation);
      Sql(&column.default_value);
      Sql(&column.generated);
      Sql(&column.using_expression);
    }
  }

  void operator()(Constraint& constraint) {
    Relation(&constraint.references);
    Sql(&constraint.check);
    Keys(constraint.access_method.empty() ? Name("gist") : constraint.access_method,
         &constraint.elements);
    Sql(&constraint.where);
  }

  void operator()(Index& index) {
    Keys(index.access_method, &index.keys);
    Sql(&index.where);
  }

  void operator()(Trigger& trigger) {
    Relation(&trigger.from);
    Sql(&trigger.when);
    Function(&trigger.function);
  }

  void operator()(View& view) {
    Sql(&view.query, SqlForm::kQuery);
    for (size_t i = 0; i < view.columns.size(); ++i) {
      if (i < item_.parts.size()) node_ = item_.parts[i].definition;
      Sql(&view.columns[i].default_value);
    }
  }

  void operator()(MaterializedView& view) { Sql(&view.query, SqlForm::kQuery); }

 private:
  void Type(TypeRef* type) { e_.ResolveType(item_, *node_, type); }
  void Relation(QualifiedName* name) { e_.ResolveName(item_, *node_, NameRole::kRelation, name); }
  void Function(QualifiedName* name) { e_.ResolveName(item_, *node_, NameRole::kFunction, name); }
  void Sql(Expression* sql, SqlForm form = SqlForm::kExpression) {
    e_.ResolveSql(item_, *node_, form, sql);
  }
  void Keys(Name access_method, std::vector<IndexKey>* keys) {
    for (IndexKey& key : *keys) {
      Sql(&key.expression);
      e_.ResolveCollation(item_, &key.collation);
      e_.ResolveClass(item_, access_method, &key.opclass);
      e_.ResolveName(item_, *node_, NameRole::kOperator, &key.with_operator);
    }
  }

  Elaboration& e_;
  const ReadItem& item_;
  const Node* node_;
};

}  // namespace

void ResolveObjects(Elaboration* elaboration) {
  for (ReadItem& item : elaboration->items()) {
    std::visit(ObjectResolver(elaboration, item), *item.object);
  }
}

}  // namespace autogen
