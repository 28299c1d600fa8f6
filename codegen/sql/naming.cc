#include "codegen/sql/naming.h"

#include "engine/base/error.h"
#include "engine/sql/type_name.h"

namespace autogen {

SqlKeyword Word(Kind kind) {
  switch (kind) {
    case Kind::kNamespace:
      return "SCHEMA";
    case Kind::kExtension:
      return "EXTENSION";
    case Kind::kEnum:
    case Kind::kCompositeType:
    case Kind::kRangeType:
      return "TYPE";
    case Kind::kDomain:
      return "DOMAIN";
    case Kind::kSequence:
      return "SEQUENCE";
    case Kind::kFunction:
      return "FUNCTION";
    case Kind::kProcedure:
      return "PROCEDURE";
    case Kind::kOperator:
      return "OPERATOR";
    case Kind::kTable:
      return "TABLE";
    case Kind::kColumn:
    case Kind::kDefault:
      return "COLUMN";
    case Kind::kConstraint:
      return "CONSTRAINT";
    case Kind::kIndex:
      return "INDEX";
    case Kind::kTrigger:
      return "TRIGGER";
    case Kind::kView:
      return "VIEW";
    case Kind::kMaterializedView:
      return "MATERIALIZED VIEW";
    case Kind::kUnmodelled:
      Unreachable();
  }
  Unreachable();
}

void AppendSymbol(Sql& sql, const QualifiedName& symbol) {
  sql.Append(symbol, NameRole::kOperator);
}

void AppendRoutine(Sql& sql, const QualifiedName& name, const Routine& routine) {
  sql.Append(name, NameRole::kFunction) << "(";
  bool first = true;
  for (const Argument& argument : routine.arguments) {
    if (argument.mode == ArgumentMode::kOut || argument.mode == ArgumentMode::kTable) continue;
    if (!first) sql << ", ";
    first = false;
    sql << WithoutModifier(argument.type);
  }
  sql << ")";
}

void AppendOperator(Sql& sql, const QualifiedName& name, const Operator& op) {
  AppendSymbol(sql, name);
  sql << " (";
  if (op.left.empty()) {
    sql << "NONE";
  } else {
    sql << WithoutModifier(op.left);
  }
  sql << ", " << WithoutModifier(op.right) << ")";
}

void AppendName(Sql& sql, const Object& object) {
  ObjectId id = IdOf(object);
  if (const auto* routine = std::get_if<Routine>(&object)) {
    AppendRoutine(sql, NameOf(id), *routine);
  } else if (const auto* op = std::get_if<Operator>(&object)) {
    AppendOperator(sql, NameOf(id), *op);
  } else if (id.kind == Kind::kConstraint || id.kind == Kind::kTrigger) {
    sql << Ident(id.name);
  } else {
    sql << NameOf(id);
  }
}

void AppendTarget(Sql& sql, const Object& object) {
  sql << Word(IdOf(object).kind) << " ";
  AppendName(sql, object);
  if (const auto* constraint = std::get_if<Constraint>(&object)) {
    sql << " ON " << QualifiedName{constraint->schema, constraint->table};
  } else if (const auto* trigger = std::get_if<Trigger>(&object)) {
    sql << " ON " << QualifiedName{trigger->schema, trigger->relation};
  }
}

void AppendColumnName(Sql& sql, const QualifiedName& relation, Name column) {
  sql << relation << "." << Ident(column);
}

void AppendParameter(Sql& sql, std::string_view name) {
  size_t dot = name.find('.');
  if (dot != name.npos) {
    sql << Ident(name.substr(0, dot)) << ".";
    name.remove_prefix(dot + 1);
  }
  sql << Ident(name);
}

}  // namespace autogen
