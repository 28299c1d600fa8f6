#include <algorithm>
#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/key_name.h"
#include "engine/definition/reader.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

std::optional<ArgumentMode> AcceptMode(Reader& reader) {
  if (reader.Accept("in", "out") || reader.Accept("inout")) return ArgumentMode::kInOut;
  if (reader.Accept("in")) return ArgumentMode::kIn;
  if (reader.Accept("out")) return ArgumentMode::kOut;
  if (reader.Accept("variadic")) return ArgumentMode::kVariadic;
  return std::nullopt;
}

bool AtArgumentEnd(const Reader& reader) {
  return reader.done() || reader.At(",") || reader.At(")") || reader.At("default") ||
         reader.At("=") || reader.At(":=");
}

// A lone word is a type; of two the first is the name. So: if a type spans all, there is no name.
bool AtLoneType(Reader& reader) {
  size_t begin = reader.at();
  bool lone = reader.ReadType().ok() && AtArgumentEnd(reader);
  reader.MoveTo(begin);
  return lone;
}

// Modifiers of a routine's types mean nothing to the server, which drops them.
absl::StatusOr<TypeRef> ReadRoutineType(Reader& reader) {
  TypeRef type;
  ASSIGN_OR_RETURN(type, reader.ReadType());
  if (reader.At(".") || reader.At("%")) {
    return reader.Error("a type taken from a column (%type) is not kept by the database",
                        "write the column's type itself");
  }
  return WithoutModifier(type);
}

// A default ends at the next argument; it may hold any operator. See: CREATE FUNCTION.
absl::StatusOr<Expression> ReadArgumentDefault(Reader& reader) {
  size_t begin = reader.at();
  while (!reader.done() && !reader.At(",") && !reader.At(")")) {
    size_t behind = reader.at() + 1;
    if (reader.At("(") || reader.At("[")) {
      ASSIGN_OR_RETURN(behind, reader.BehindClosing(reader.at()));
    }
    reader.MoveTo(behind);
  }
  if (reader.at() == begin) return reader.Unexpected("a value for the default");
  return Expression{reader.Text(begin, reader.at())};
}

absl::StatusOr<Argument> ReadArgument(Reader& reader) {
  Argument argument;
  std::optional<ArgumentMode> mode = AcceptMode(reader);
  if (!AtLoneType(reader)) {
    if (!reader.Peek().IsName()) return reader.Unexpected("an argument");
    argument.name = reader.Peek().value;
    reader.Skip();
    // "name mode type" is allowed too.
    if (!mode) mode = AcceptMode(reader);
  }
  argument.mode = mode.value_or(ArgumentMode::kIn);
  ASSIGN_OR_RETURN(argument.type, ReadRoutineType(reader));
  if (reader.Accept("default") || reader.Accept("=") || reader.Accept(":=")) {
    ASSIGN_OR_RETURN(argument.default_value, ReadArgumentDefault(reader));
  }
  if (!AtArgumentEnd(reader)) return reader.Finish("an argument");
  return argument;
}

// Up to a closing parenthesis or the end.
absl::StatusOr<std::vector<Argument>> ReadArgumentList(Reader& reader) {
  std::vector<Argument> arguments;
  while (!reader.done() && !reader.At(")")) {
    if (!arguments.empty()) RETURN_IF_ERROR(reader.Expect(","));
    Argument argument;
    ASSIGN_OR_RETURN(argument, ReadArgument(reader));
    arguments.push_back(std::move(argument));
  }
  return arguments;
}

bool IsOutput(const Argument& argument) {
  switch (argument.mode) {
    case ArgumentMode::kOut:
    case ArgumentMode::kInOut:
    case ArgumentMode::kTable:
      return true;
    case ArgumentMode::kIn:
    case ArgumentMode::kVariadic:
      return false;
  }
  Unreachable();
}

}  // namespace

absl::StatusOr<Routine> ReadRoutineKey(std::string_view key, Kind kind) {
  Routine routine;
  routine.kind = kind;
  size_t behind = 0;
  QualifiedName name;
  ASSIGN_OR_RETURN(name, ReadKeyName(key, &behind));
  routine.schema = name.schema;
  routine.name = name.name;
  if (behind == key.size()) {
    return InputError("the key of a " + std::string(KindName(kind)) +
                          " has its arguments in parentheses: " + std::string(key),
                      "write " + std::string(key) + "()");
  }
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, OpenBehind(key, behind));
  RETURN_IF_ERROR(reader->Expect("("));
  ASSIGN_OR_RETURN(routine.arguments, ReadArgumentList(*reader));
  RETURN_IF_ERROR(reader->Expect(")"));
  RETURN_IF_ERROR(reader->Finish("a routine's key"));
  return routine;
}

absl::StatusOr<std::vector<Argument>> ReadArguments(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  std::vector<Argument> arguments;
  ASSIGN_OR_RETURN(arguments, ReadArgumentList(*reader));
  RETURN_IF_ERROR(reader->Finish("the arguments"));
  return arguments;
}

namespace {

absl::Status ReadTableColumns(Reader& reader, Routine* routine) {
  RETURN_IF_ERROR(reader.Expect("("));
  std::vector<Argument> columns;
  do {
    Argument column;
    column.mode = ArgumentMode::kTable;
    if (!reader.Peek().IsName()) return reader.Unexpected("a column");
    column.name = reader.Peek().value;
    reader.Skip();
    ASSIGN_OR_RETURN(column.type, ReadRoutineType(reader));
    columns.push_back(std::move(column));
  } while (reader.Accept(","));
  RETURN_IF_ERROR(reader.Expect(")"));
  std::erase_if(routine->arguments,
                [](const Argument& a) { return a.mode == ArgumentMode::kTable; });
  routine->arguments.insert(routine->arguments.end(), columns.begin(), columns.end());
  routine->returns_set = true;
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadReturns(std::string_view text, Routine* routine) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  routine->returns = {};
  routine->returns_set = false;
  if (reader->At("table", "(")) {
    reader->Skip();
    RETURN_IF_ERROR(ReadTableColumns(*reader, routine));
    return reader->Finish("the result");
  }
  routine->returns_set = reader->Accept("setof");
  ASSIGN_OR_RETURN(routine->returns, ReadRoutineType(*reader));
  RETURN_IF_ERROR(reader->Finish("the result"));
  // OUT arguments say the type already. See: CREATE FUNCTION, RETURNS.
  if (std::any_of(routine->arguments.begin(), routine->arguments.end(), IsOutput)) {
    routine->returns = {};
  }
  return absl::OkStatus();
}

namespace {

SqlKeyword Words(ArgumentMode mode) {
  switch (mode) {
    case ArgumentMode::kIn:
    case ArgumentMode::kTable:
      return "";
    case ArgumentMode::kOut:
      return "OUT ";
    case ArgumentMode::kInOut:
      return "INOUT ";
    case ArgumentMode::kVariadic:
      return "VARIADIC ";
  }
  Unreachable();
}

void WriteArgument(const Argument& argument, Sql& sql) {
  sql << Words(argument.mode);
  if (!argument.name.empty()) sql << Ident(argument.name) << " ";
  sql << argument.type;
  if (!argument.default_value.empty()) sql << " DEFAULT " << argument.default_value;
}

// Those whose membership in RETURNS TABLE is `table`.
std::string WriteSome(const Routine& routine, bool table, const SqlStyle& style) {
  Sql sql(style);
  for (const Argument& argument : routine.arguments) {
    if ((argument.mode == ArgumentMode::kTable) != table) continue;
    if (!sql.empty()) sql << ", ";
    WriteArgument(argument, sql);
  }
  return sql.Take();
}

}  // namespace

std::string WriteArguments(const Routine& routine, const SqlStyle& style) {
  return WriteSome(routine, false, style);
}

std::string WriteReturns(const Routine& routine, const SqlStyle& style) {
  std::string columns = WriteSome(routine, true, style);
  Sql sql(style);
  if (!columns.empty()) return (sql << "TABLE(" << RawSql{columns} << ")").Take();
  if (routine.returns_set) sql << "SETOF ";
  if (!routine.returns.empty()) return (sql << routine.returns).Take();
  // With OUT arguments only SETOF needs to be said, of the one type or of a record.
  if (!routine.returns_set) return "";
  std::vector<const Argument*> outputs;
  for (const Argument& argument : routine.arguments) {
    if (IsOutput(argument)) outputs.push_back(&argument);
  }
  if (outputs.size() == 1) return (sql << outputs.front()->type).Take();
  return (sql << TypeRef{"pg_catalog", "record", {}, false}).Take();
}

}  // namespace autogen
