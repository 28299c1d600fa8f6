#include "runner/realise/stub.h"

#include <algorithm>

#include "engine/sql/quote.h"

namespace autogen {
namespace {

// A function of the user's would have to be made too; every server has its own.
void KeepPredefined(QualifiedName* function) {
  if (function->schema != Name("pg_catalog")) *function = {};
}

// "SELECT NULL::integer AS id, NULL::text COLLATE "C" AS name"
Expression NothingOf(const std::vector<Column>& columns) {
  std::string text = "SELECT";
  std::string separator = " ";
  for (const Column& column : columns) {
    text += separator + "NULL::" + CanonicalText(column.type);
    if (!column.collation.empty()) {
      text += " COLLATE " + QuoteIdentifier(column.collation.schema) + "." +
              QuoteIdentifier(column.collation.name);
    }
    text += " AS " + QuoteIdentifier(column.name);
    separator = ", ";
  }
  return {text};
}

std::vector<Column> NamesAndTypes(const std::vector<Column>& columns) {
  std::vector<Column> result;
  for (const Column& column : columns) {
    Column& kept = result.emplace_back();
    kept.name = column.name;
    kept.type = column.type;
    kept.collation = column.collation;
  }
  return result;
}

bool HasOutput(const Routine& routine) {
  return std::any_of(
      routine.arguments.begin(), routine.arguments.end(), [](const Argument& argument) {
        return argument.mode != ArgumentMode::kIn && argument.mode != ArgumentMode::kVariadic;
      });
}

std::string EmptyBody(const Routine& routine) {
  if (routine.kind == Kind::kProcedure) return "BEGIN END";
  const bool value = !routine.returns_set && !HasOutput(routine) &&
                     routine.returns.name != Name("void") && !routine.returns.empty();
  return value ? "BEGIN RETURN NULL; END" : "BEGIN RETURN; END";
}

}  // namespace

Table StubOf(const Table& table, const std::set<Name>& columns) {
  Table stub;
  stub.schema = table.schema;
  stub.name = table.name;
  stub.unlogged = table.unlogged;  // a key between tables asks for the same
  for (Column& column : NamesAndTypes(table.columns)) {
    if (columns.contains(column.name)) stub.columns.push_back(std::move(column));
  }
  return stub;
}

View StubOf(const View& view) {
  View stub;
  stub.schema = view.schema;
  stub.name = view.name;
  stub.columns = NamesAndTypes(view.columns);
  stub.query = NothingOf(view.columns);
  return stub;
}

MaterializedView StubOf(const MaterializedView& view) {
  MaterializedView stub;
  stub.schema = view.schema;
  stub.name = view.name;
  stub.columns = NamesAndTypes(view.columns);
  stub.query = NothingOf(view.columns);
  stub.with_data = false;
  return stub;
}

Routine StubOf(const Routine& routine) {
  Routine stub;
  stub.kind = routine.kind;
  stub.schema = routine.schema;
  stub.name = routine.name;
  stub.arguments = routine.arguments;
  for (Argument& argument : stub.arguments) {
    if (argument.default_value.empty()) continue;
    argument.default_value = {"NULL::" + CanonicalText(argument.type)};
  }
  stub.returns = routine.returns;
  stub.returns_set = routine.returns_set;
  stub.volatility = routine.volatility;
  stub.window = routine.window;
  if (routine.language == Name("c") || routine.language == Name("internal")) {
    stub.language = routine.language;
    stub.strict = routine.strict;
    stub.body = routine.body;
    stub.obj_file = routine.obj_file;
    stub.link_symbol = routine.link_symbol;
  } else {
    stub.language = "plpgsql";
    stub.body = EmptyBody(routine);
  }
  return stub;
}

Domain StubOf(const Domain& domain) {
  Domain stub;
  stub.schema = domain.schema;
  stub.name = domain.name;
  stub.type = domain.type;
  stub.collation = domain.collation;
  return stub;
}

RangeType StubOf(const RangeType& range) {
  RangeType stub = range;
  stub.common = {};
  KeepPredefined(&stub.canonical);
  KeepPredefined(&stub.subtype_diff);
  return stub;
}

Sequence StubOf(const Sequence& sequence) {
  Sequence stub = sequence;
  stub.common = {};
  stub.owned_by = {};
  return stub;
}

Operator StubOf(const Operator& op) {
  Operator stub = op;
  stub.common = {};
  stub.commutator = stub.negator = {};
  KeepPredefined(&stub.restrict_function);
  KeepPredefined(&stub.join_function);
  stub.hashes = stub.merges = false;
  return stub;
}

Constraint StubOf(const Constraint& constraint) {
  Constraint stub;
  stub.schema = constraint.schema;
  stub.table = constraint.table;
  stub.name = constraint.name;
  stub.type = constraint.type;
  stub.columns = constraint.columns;
  stub.nulls_not_distinct = constraint.nulls_not_distinct;
  stub.deferrable = constraint.deferrable;
  stub.initially_deferred = constraint.initially_deferred;
  return stub;
}

Object PlainOf(const Object& object) {
  Object plain = object;
  CommonOf(plain) = {};
  return plain;
}

bool HasKnownColumns(const std::vector<Column>& columns) {
  return !columns.empty() && std::none_of(columns.begin(), columns.end(),
                                          [](const Column& column) { return column.type.empty(); });
}

}  // namespace autogen
