#include "engine/schema/object.h"

#include "engine/base/error.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

struct Identify {
  ObjectId operator()(const Namespace& o) const { return {Kind::kNamespace, {}, o.name, {}}; }
  ObjectId operator()(const Extension& o) const { return {Kind::kExtension, {}, o.name, {}}; }
  ObjectId operator()(const Enum& o) const { return {Kind::kEnum, o.schema, o.name, {}}; }
  ObjectId operator()(const Domain& o) const { return {Kind::kDomain, o.schema, o.name, {}}; }
  ObjectId operator()(const CompositeType& o) const {
    return {Kind::kCompositeType, o.schema, o.name, {}};
  }
  ObjectId operator()(const RangeType& o) const { return {Kind::kRangeType, o.schema, o.name, {}}; }
  ObjectId operator()(const Sequence& o) const { return {Kind::kSequence, o.schema, o.name, {}}; }
  ObjectId operator()(const Routine& o) const { return {o.kind, o.schema, o.name, Signature(o)}; }
  ObjectId operator()(const Operator& o) const {
    return {Kind::kOperator, o.schema, o.name, Signature(o)};
  }
  ObjectId operator()(const Table& o) const { return {Kind::kTable, o.schema, o.name, {}}; }
  ObjectId operator()(const Constraint& o) const {
    return {Kind::kConstraint, o.schema, o.name, o.table};
  }
  ObjectId operator()(const Index& o) const { return {Kind::kIndex, o.schema, o.name, {}}; }
  ObjectId operator()(const Trigger& o) const {
    return {Kind::kTrigger, o.schema, o.name, o.relation};
  }
  ObjectId operator()(const View& o) const { return {Kind::kView, o.schema, o.name, {}}; }
  ObjectId operator()(const MaterializedView& o) const {
    return {Kind::kMaterializedView, o.schema, o.name, {}};
  }
};

// Only input types take part in a routine's identity. See: CREATE FUNCTION, Overloading.
bool IsInput(ArgumentMode mode) {
  switch (mode) {
    case ArgumentMode::kIn:
    case ArgumentMode::kInOut:
    case ArgumentMode::kVariadic:
      return true;
    case ArgumentMode::kOut:
    case ArgumentMode::kTable:
      return false;
  }
  Unreachable();
}

}  // namespace

ObjectId IdOf(const Object& object) { return std::visit(Identify{}, object); }

const Common& CommonOf(const Object& object) {
  return std::visit([](const auto& o) -> const Common& { return o.common; }, object);
}

Common& CommonOf(Object& object) {
  return std::visit([](auto& o) -> Common& { return o.common; }, object);
}

QualifiedName RelationOf(const Object& object) {
  if (const auto* o = std::get_if<Constraint>(&object)) return {o->schema, o->table};
  if (const auto* o = std::get_if<Index>(&object)) return {o->schema, o->table};
  if (const auto* o = std::get_if<Trigger>(&object)) return {o->schema, o->relation};
  return {};
}

Name Signature(const Routine& routine) {
  std::string text = "(";
  for (const Argument& argument : routine.arguments) {
    // A procedure's OUT arguments are part of its call, and since PostgreSQL 14 of its identity in
    // ALTER and DROP only.
    if (!IsInput(argument.mode)) continue;
    if (text.size() > 1) text += ", ";
    text += CanonicalText(argument.type);
  }
  return text + ")";
}

Name Signature(const Operator& op) {
  return "(" + (op.left.empty() ? std::string("none") : CanonicalText(op.left)) + ", " +
         CanonicalText(op.right) + ")";
}

std::string CanonicalText(const TypeRef& type) {
  std::string text;
  if (type.schema == Name("pg_catalog")) {
    text = type.name.str();
    // timestamp(3) with time zone: the modifier stands after the first word.
    size_t space = text.starts_with("time") ? text.find(' ') : std::string::npos;
    if (space == std::string::npos) {
      text += type.modifier.str();
    } else {
      text.insert(space, type.modifier.str());
    }
  } else {
    if (!type.schema.empty()) text = QuoteIdentifier(type.schema) + ".";
    text += QuoteIdentifier(type.name) + type.modifier.str();
  }
  if (type.array) text += "[]";
  return text;
}

std::string Label(const ObjectId& id) {
  std::string text;
  if (!id.schema.empty() && id.schema != Name("public")) text = id.schema.str() + ".";
  switch (id.kind) {
    case Kind::kColumn:
    case Kind::kDefault:
    case Kind::kConstraint:
    case Kind::kTrigger:
      return text + id.scope.str() + "." + id.name.str();
    case Kind::kFunction:
    case Kind::kProcedure:
    case Kind::kOperator:
      return text + id.name.str() + id.scope.str();
    case Kind::kNamespace:
    case Kind::kExtension:
    case Kind::kEnum:
    case Kind::kDomain:
    case Kind::kCompositeType:
    case Kind::kRangeType:
    case Kind::kSequence:
    case Kind::kTable:
    case Kind::kIndex:
    case Kind::kView:
    case Kind::kMaterializedView:
    case Kind::kUnmodelled:
      return text + id.name.str();
  }
  Unreachable();
}

}  // namespace autogen
