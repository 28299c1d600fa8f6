#include "engine/plan/structure.h"

namespace autogen {
namespace {

class Needs {
 public:
  std::vector<ObjectId> Take() { return std::move(ids_); }

  void operator()(const Namespace&) {}
  void operator()(const Extension& o) { Schema(o.schema); }
  void operator()(const Enum& o) { Schema(o.schema); }
  void operator()(const Domain& o) {
    Schema(o.schema);
    Type(o.type);
  }
  void operator()(const CompositeType& o) {
    Schema(o.schema);
    for (const CompositeAttribute& attribute : o.attributes) Type(attribute.type);
  }
  void operator()(const RangeType& o) {
    Schema(o.schema);
    Type(o.subtype);
  }
  // Its owner column is a matter of its own step.
  void operator()(const Sequence& o) { Schema(o.schema); }
  void operator()(const Routine& o) {
    Schema(o.schema);
    Type(o.returns);
    for (const Argument& argument : o.arguments) Type(argument.type);
  }
  void operator()(const Operator& o) {
    Schema(o.schema);
    Type(o.left);
    Type(o.right);
  }
  void operator()(const Table& o) {
    Schema(o.schema);
    for (const Column& column : o.columns) Type(column.type);
  }
  void operator()(const Constraint& o) {
    Relation(o.schema, o.table);
    Columns(o.schema, o.table, o.columns);
    Columns(o.schema, o.table, o.include);
    for (const IndexKey& key : o.elements) Key(o.schema, o.table, key);
    if (o.references.empty()) return;
    Relation(o.references.schema, o.references.name);
    Columns(o.references.schema, o.references.name, o.referenced_columns);
  }
  void operator()(const Index& o) {
    Relation(o.schema, o.table);
    for (const IndexKey& key : o.keys) Key(o.schema, o.table, key);
    Columns(o.schema, o.table, o.include);
  }
  void operator()(const Trigger& o) {
    Relation(o.schema, o.relation);
    Columns(o.schema, o.relation, o.update_columns);
    if (!o.from.empty()) Relation(o.from.schema, o.from.name);
    ids_.push_back({Kind::kFunction, o.function.schema, o.function.name, "()"});
  }
  void operator()(const View& o) { Schema(o.schema); }
  void operator()(const MaterializedView& o) { Schema(o.schema); }

 private:
  void Schema(Name schema) {
    if (!schema.empty()) ids_.push_back({Kind::kNamespace, {}, schema, {}});
  }
  void Relation(Name schema, Name name) {
    for (Kind kind : {Kind::kTable, Kind::kView, Kind::kMaterializedView}) {
      ids_.push_back(RelationId(kind, schema, name));
    }
  }
  void Columns(Name schema, Name relation, const std::vector<Name>& columns) {
    for (Name column : columns) ids_.push_back(ColumnId(schema, relation, column));
  }
  void Key(Name schema, Name relation, const IndexKey& key) {
    if (!key.column.empty()) ids_.push_back(ColumnId(schema, relation, key.column));
  }
  void Type(const TypeRef& type) {
    if (type.empty() || type.schema == Name("pg_catalog")) return;
    for (Kind kind : {Kind::kEnum, Kind::kDomain, Kind::kCompositeType, Kind::kRangeType,
                      Kind::kTable, Kind::kView, Kind::kMaterializedView}) {
      ids_.push_back(RelationId(kind, type.schema, type.name));
    }
  }

  std::vector<ObjectId> ids_;
};

struct Texts {
  std::string text;

  void operator()(const Namespace&) {}
  void operator()(const Extension&) {}
  void operator()(const Enum&) {}
  void operator()(const Domain& o) {
    Add(o.default_value);
    for (const DomainConstraint& constraint : o.constraints) Add(constraint.check);
  }
  void operator()(const CompositeType&) {}
  void operator()(const RangeType&) {}
  void operator()(const Sequence&) {}
  void operator()(const Routine& o) {
    for (const Argument& argument : o.arguments) Add(argument.default_value);
    Add(o.sql_body);
    // Other languages' bodies are not looked into before they run.
    if (o.language == Name("sql")) text += "\n" + o.body.str();
  }
  void operator()(const Operator&) {}
  void operator()(const Table& o) {
    for (const Column& column : o.columns) {
      Add(column.default_value);
      Add(column.generated);
    }
  }
  void operator()(const Constraint& o) {
    Add(o.check);
    Add(o.where);
    for (const IndexKey& key : o.elements) Add(key.expression);
  }
  void operator()(const Index& o) {
    Add(o.where);
    for (const IndexKey& key : o.keys) Add(key.expression);
  }
  void operator()(const Trigger& o) { Add(o.when); }
  void operator()(const View& o) {
    Add(o.query);
    for (const Column& column : o.columns) Add(column.default_value);
  }
  void operator()(const MaterializedView& o) { Add(o.query); }

  void Add(const Expression& expression) {
    if (!expression.empty()) text += "\n" + expression.text.str();
  }
};

}  // namespace

std::vector<ObjectId> StructuralNeeds(const Object& object) {
  Needs needs;
  std::visit(needs, object);
  return needs.Take();
}

std::string TextsOf(const Object& object) {
  Texts texts;
  std::visit(texts, object);
  return std::move(texts.text);
}

}  // namespace autogen
