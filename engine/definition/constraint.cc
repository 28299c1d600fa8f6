#include "engine/definition/constraint.h"

#include <optional>

#include "engine/base/error.h"
#include "engine/definition/expression.h"
#include "engine/definition/index_key.h"

namespace autogen {
namespace {

absl::StatusOr<ForeignKeyAction> ReadAction(Reader& reader) {
  if (reader.Accept("no", "action")) return ForeignKeyAction::kNoAction;
  if (reader.Accept("restrict")) return ForeignKeyAction::kRestrict;
  if (reader.Accept("cascade")) return ForeignKeyAction::kCascade;
  if (reader.Accept("set", "null")) return ForeignKeyAction::kSetNull;
  if (reader.Accept("set", "default")) return ForeignKeyAction::kSetDefault;
  return reader.Unexpected("no action, restrict, cascade, set null or set default");
}

SqlKeyword Words(ForeignKeyAction action) {
  switch (action) {
    case ForeignKeyAction::kNoAction:
      return "NO ACTION";
    case ForeignKeyAction::kRestrict:
      return "RESTRICT";
    case ForeignKeyAction::kCascade:
      return "CASCADE";
    case ForeignKeyAction::kSetNull:
      return "SET NULL";
    case ForeignKeyAction::kSetDefault:
      return "SET DEFAULT";
  }
  Unreachable();
}

absl::Status ReadMatch(Reader& reader, Constraint* constraint) {
  if (reader.Accept("full")) {
    constraint->match = ForeignKeyMatch::kFull;
  } else if (!reader.Accept("simple")) {
    return reader.Unexpected("full or simple");
  }
  return absl::OkStatus();
}

absl::Status ReadOnDelete(Reader& reader, Constraint* constraint) {
  ASSIGN_OR_RETURN(constraint->on_delete, ReadAction(reader));
  bool sets = constraint->on_delete == ForeignKeyAction::kSetNull ||
              constraint->on_delete == ForeignKeyAction::kSetDefault;
  if (sets && reader.At("(")) {
    ASSIGN_OR_RETURN(constraint->on_delete_columns, reader.ReadNames());
  }
  return absl::OkStatus();
}

// The parts of a constraint that is an index: columns or elements, INCLUDE, WITH, USING INDEX
// TABLESPACE.
absl::Status ReadIndexParts(Reader& reader, Constraint* constraint) {
  if (reader.Accept("include")) {
    ASSIGN_OR_RETURN(constraint->include, reader.ReadNames());
  }
  if (reader.Accept("with")) {
    ASSIGN_OR_RETURN(constraint->options, reader.ReadOptions());
  }
  if (reader.Accept("using", "index", "tablespace")) {
    ASSIGN_OR_RETURN(constraint->tablespace, reader.ReadName("a tablespace"));
  }
  return absl::OkStatus();
}

absl::Status ReadUnique(Reader& reader, Constraint* constraint) {
  constraint->type = ConstraintType::kUnique;
  if (reader.Accept("nulls")) {
    constraint->nulls_not_distinct = reader.Accept("not");
    RETURN_IF_ERROR(reader.Expect("distinct"));
  }
  ASSIGN_OR_RETURN(constraint->columns, reader.ReadNames());
  return ReadIndexParts(reader, constraint);
}

absl::Status ReadPrimaryKey(Reader& reader, Constraint* constraint) {
  constraint->type = ConstraintType::kPrimaryKey;
  ASSIGN_OR_RETURN(constraint->columns, reader.ReadNames());
  return ReadIndexParts(reader, constraint);
}

absl::Status ReadForeignKey(Reader& reader, Constraint* constraint) {
  constraint->type = ConstraintType::kForeignKey;
  ASSIGN_OR_RETURN(constraint->columns, reader.ReadNames());
  RETURN_IF_ERROR(reader.Expect("references"));
  return ReadReferences(reader, constraint);
}

// Without USING the grammar takes btree, whatever the manual recommends.
// See: PostgreSQL's grammar, access_method_clause.
absl::Status ReadExclusion(Reader& reader, Constraint* constraint) {
  constraint->type = ConstraintType::kExclusion;
  constraint->access_method = "btree";
  if (reader.Accept("using")) {
    ASSIGN_OR_RETURN(constraint->access_method, reader.ReadName("an access method"));
  }
  ASSIGN_OR_RETURN(constraint->elements, ReadExclusionElements(reader));
  RETURN_IF_ERROR(ReadIndexParts(reader, constraint));
  if (reader.Accept("where")) {
    ASSIGN_OR_RETURN(constraint->where, reader.ReadParenthesised("a condition"));
  }
  return absl::OkStatus();
}

absl::Status ReadBody(Reader& reader, Constraint* constraint) {
  if (reader.Accept("check")) {
    constraint->type = ConstraintType::kCheck;
    ASSIGN_OR_RETURN(constraint->check, reader.ReadParenthesised("a condition"));
    return absl::OkStatus();
  }
  if (reader.Accept("unique")) return ReadUnique(reader, constraint);
  if (reader.Accept("primary", "key")) return ReadPrimaryKey(reader, constraint);
  if (reader.Accept("foreign", "key")) return ReadForeignKey(reader, constraint);
  if (reader.Accept("exclude")) return ReadExclusion(reader, constraint);
  return reader.Unexpected("check, unique, primary key, foreign key or exclude");
}

}  // namespace

absl::Status ReadReferences(Reader& reader, Constraint* constraint) {
  ASSIGN_OR_RETURN(constraint->references, reader.ReadQualifiedName("a table"));
  if (reader.At("(")) {
    ASSIGN_OR_RETURN(constraint->referenced_columns, reader.ReadNames());
  }
  while (true) {
    if (reader.Accept("match")) {
      RETURN_IF_ERROR(ReadMatch(reader, constraint));
    } else if (reader.Accept("on", "delete")) {
      RETURN_IF_ERROR(ReadOnDelete(reader, constraint));
    } else if (reader.Accept("on", "update")) {
      ASSIGN_OR_RETURN(constraint->on_update, ReadAction(reader));
    } else {
      return absl::OkStatus();
    }
  }
}

absl::StatusOr<bool> ReadConstraintAttribute(Reader& reader, Constraint* constraint) {
  size_t begin = reader.at();
  ConstraintType type = constraint->type;
  if (reader.Accept("not", "deferrable") || reader.Accept("initially", "immediate")) return true;
  if (reader.Accept("no", "inherit")) {
    if (type != ConstraintType::kCheck) {
      return reader.ErrorAt(begin, "only a check can be \"no inherit\"");
    }
    constraint->no_inherit = true;
    return true;
  }
  if (reader.Accept("not", "valid")) {
    if (type != ConstraintType::kCheck && type != ConstraintType::kForeignKey) {
      return reader.ErrorAt(begin, "only a check or a foreign key can be \"not valid\"");
    }
    constraint->not_valid = true;
    return true;
  }
  bool deferrable = reader.Accept("deferrable");
  bool deferred = !deferrable && reader.Accept("initially", "deferred");
  if (!deferrable && !deferred) return false;
  if (type == ConstraintType::kCheck) {
    return reader.ErrorAt(begin, "a check cannot be deferred");
  }
  constraint->deferrable = true;
  constraint->initially_deferred = constraint->initially_deferred || deferred;
  return true;
}

absl::StatusOr<Constraint> ReadConstraint(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  Constraint constraint;
  if (reader->Accept("constraint")) {
    ASSIGN_OR_RETURN(constraint.name, reader->ReadName("a constraint"));
  }
  RETURN_IF_ERROR(ReadBody(*reader, &constraint));
  while (!reader->done()) {
    bool read = false;
    ASSIGN_OR_RETURN(read, ReadConstraintAttribute(*reader, &constraint));
    if (!read) return reader->Finish("a constraint");
  }
  return constraint;
}

namespace {

// "users (id)": pg_dump has no blank there.
Sql ReferencedTable(const Constraint& constraint, const SqlStyle& style) {
  Sql sql(style);
  sql.Append(constraint.references, NameRole::kRelation);
  if (constraint.referenced_columns.empty()) return sql;
  if (style.lower_keywords) sql << " ";
  return sql.Columns(constraint.referenced_columns);
}

void AddActions(const Constraint& constraint, ClauseList& clauses) {
  if (constraint.match == ForeignKeyMatch::kFull) {
    clauses.Add("match", "MATCH ", clauses.New() << "FULL");
  }
  if (constraint.on_update != ForeignKeyAction::kNoAction) {
    clauses.Add("on_update", "ON UPDATE ", clauses.New() << Words(constraint.on_update));
  }
  if (constraint.on_delete != ForeignKeyAction::kNoAction) {
    Sql action = clauses.New() << Words(constraint.on_delete);
    if (!constraint.on_delete_columns.empty()) {
      (action << " ").Columns(constraint.on_delete_columns);
    }
    clauses.Add("on_delete", "ON DELETE ", action);
  }
}

void AddIndexParts(const Constraint& constraint, ClauseList& clauses) {
  if (!constraint.include.empty()) {
    Clause& include = clauses.Add("include", "INCLUDE ", clauses.New().Columns(constraint.include));
    include.value.clear();
    include.list = QuotedList(constraint.include);
  }
  if (!constraint.options.empty()) {
    Clause& with = clauses.Add("with", "WITH ", clauses.New().WithOptions(constraint.options));
    with.value.clear();
    with.options = constraint.options;
  }
  if (!constraint.tablespace.empty()) {
    clauses.Add("tablespace", "USING INDEX TABLESPACE ",
                clauses.New() << Ident(constraint.tablespace));
  }
}

void AddColumns(const Constraint& constraint, ClauseList& clauses) {
  Clause& columns = clauses.Add("columns", clauses.New().Columns(constraint.columns));
  columns.value.clear();
  columns.list = QuotedList(constraint.columns);
}

void AddExclusion(const Constraint& constraint, ClauseList& clauses) {
  clauses.Add("type", clauses.New() << "EXCLUDE");
  if (!clauses.models() || constraint.access_method != Name("btree")) {
    Name method = constraint.access_method.empty() ? Name("btree") : constraint.access_method;
    clauses.Add("using", "USING ", clauses.New() << Ident(method));
  }
  std::vector<std::string> keys = WriteIndexKeys(constraint.elements, clauses.style());
  Clause& elements = clauses.Add("elements", clauses.New() << RawSql{Enclosed(keys)});
  elements.value.clear();
  elements.list = std::move(keys);
  AddIndexParts(constraint, clauses);
  if (!constraint.where.empty()) {
    clauses.Add("where", "WHERE (", clauses.New() << constraint.where, ")");
  }
}

}  // namespace

void AddConstraintAttributes(const Constraint& constraint, ClauseList& clauses) {
  if (constraint.no_inherit) clauses.Flag("no_inherit", "NO INHERIT");
  if (constraint.deferrable) clauses.Flag("deferrable", "DEFERRABLE");
  if (constraint.initially_deferred) clauses.Flag("initially_deferred", "INITIALLY DEFERRED");
  if (constraint.not_valid) clauses.Flag("not_valid", "NOT VALID");
}

Sql InlineReferences(const Constraint& constraint, const SqlStyle& style) {
  ClauseList clauses(style);
  clauses.Add("references", ReferencedTable(constraint, style));
  AddActions(constraint, clauses);
  AddConstraintAttributes(constraint, clauses);
  return Sql(style) << RawSql{Join(clauses.Take())};
}

Clauses WriteConstraint(const Constraint& constraint, const SqlStyle& style) {
  ClauseList clauses(style);
  switch (constraint.type) {
    case ConstraintType::kPrimaryKey:
      clauses.Add("type", clauses.New() << "PRIMARY KEY");
      AddColumns(constraint, clauses);
      AddIndexParts(constraint, clauses);
      break;
    case ConstraintType::kUnique:
      clauses.Add("type", clauses.New() << "UNIQUE");
      if (constraint.nulls_not_distinct) clauses.Flag("nulls_not_distinct", "NULLS NOT DISTINCT");
      AddColumns(constraint, clauses);
      AddIndexParts(constraint, clauses);
      break;
    case ConstraintType::kForeignKey:
      clauses.Add("type", clauses.New() << "FOREIGN KEY");
      AddColumns(constraint, clauses);
      clauses.Add("references", "REFERENCES ", ReferencedTable(constraint, style));
      AddActions(constraint, clauses);
      break;
    case ConstraintType::kCheck:
      // "check" says the type as well.
      clauses.Add("check", "CHECK (", clauses.New() << constraint.check, ")");
      break;
    case ConstraintType::kExclusion:
      AddExclusion(constraint, clauses);
      break;
  }
  AddConstraintAttributes(constraint, clauses);
  return clauses.Take();
}

}  // namespace autogen
