#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/constraint.h"
#include "engine/definition/sequence.h"

namespace autogen {
namespace {

void AddType(const Column& column, ClauseList& clauses) {
  // A child's column has no type of its own in a model.
  if (!column.type.empty()) clauses.Add("type", clauses.New() << column.type);
  if (!column.collation.empty()) {
    clauses.Add("collate", "COLLATE ",
                clauses.New().Append(column.collation, NameRole::kCollation));
  }
}

void AddStorage(const Column& column, ClauseList& clauses) {
  if (!column.storage.empty()) {
    clauses.Add("storage", "STORAGE ", clauses.New() << Ident(column.storage));
  }
  if (!column.compression.empty()) {
    clauses.Add("compression", "COMPRESSION ", clauses.New() << Ident(column.compression));
  }
}

void AddIdentity(const Column& column, ClauseList& clauses) {
  ClauseList inner(clauses.style());
  AddSequenceOptions(column.identity->options, column.identity->options.type, inner);
  std::string options = Join(inner.Take());
  // In models, as pg_dump has it: only where the implied sequence is not called as it would be by
  // itself.
  if (clauses.style().lower_keywords && !column.identity->sequence.empty()) {
    Sql named = clauses.New() << "SEQUENCE NAME " << Ident(column.identity->sequence);
    options = named.Take() + (options.empty() ? "" : " ") + options;
  }
  Sql kind = clauses.New();
  if (column.identity->kind == IdentityKind::kAlways) {
    kind << "ALWAYS";
  } else {
    kind << "BY DEFAULT";
  }
  Sql tail = clauses.New();
  if (!options.empty()) tail << " (" << RawSql{options} << ")";
  Sql text = clauses.New() << "GENERATED " << RawSql{kind.text()} << " AS IDENTITY"
                           << RawSql{tail.text()};
  clauses.Add("identity", text).value = kind.text() + tail.text();
}

void AddDefault(const Column& column, ClauseList& clauses) {
  if (!column.default_value.empty()) {
    clauses.Add("default", "DEFAULT ", clauses.New() << column.default_value);
  }
  if (column.identity) AddIdentity(column, clauses);
  if (column.generated.empty()) return;
  Sql value = clauses.New() << "(" << column.generated << ")";
  if (column.generated_virtual) {
    value << " VIRTUAL";
  } else {
    value << " STORED";
  }
  clauses.Add("generated", "GENERATED ALWAYS AS ", value);
}

// What stands for the constraint in its column, without its name.
Clause InlineClause(const Constraint& constraint, const SqlStyle& style) {
  ClauseList clauses(style);
  switch (constraint.type) {
    case ConstraintType::kPrimaryKey:
      clauses.Flag("primary_key", "PRIMARY KEY");
      break;
    case ConstraintType::kUnique:
      if (constraint.nulls_not_distinct) {
        clauses.Flag("unique", "UNIQUE NULLS NOT DISTINCT");
      } else {
        clauses.Flag("unique", "UNIQUE");
      }
      break;
    case ConstraintType::kForeignKey:
      clauses.Add("references", "REFERENCES ", InlineReferences(constraint, style));
      return clauses.Take().front();
    case ConstraintType::kCheck:
      clauses.Add("check", "CHECK (", clauses.New() << constraint.check, ")");
      break;
    case ConstraintType::kExclusion:
      Unreachable();  // no clause of a column
  }
  AddConstraintAttributes(constraint, clauses);
  Clauses written = clauses.Take();
  Clause clause = written.front();
  clause.text = Join(written);
  return clause;
}

void AddInline(ConstraintType type, const std::vector<const Constraint*>& constraints,
               ClauseList& clauses) {
  for (const Constraint* constraint : constraints) {
    if (constraint->type != type) continue;
    Clause written = InlineClause(*constraint, clauses.style());
    Sql text = clauses.New();
    if (!constraint->name.empty()) text << "CONSTRAINT " << Ident(constraint->name) << " ";
    Clause& clause = clauses.Add(written.key, text << RawSql{written.text});
    clause.value = written.value;
    clause.flag = written.flag;
  }
}

void AddMappingOnly(const Column& column, ClauseList& clauses) {
  if (column.statistics) {
    clauses.MappingOnly("statistics", std::to_string(*column.statistics));
  }
  if (!column.options.empty()) clauses.MappingOnly("with", "").options = column.options;
  if (!column.comment.empty()) clauses.MappingOnly("comment", column.comment.str());
  if (!column.using_expression.empty()) {
    clauses.MappingOnly("using", (clauses.New() << column.using_expression).Take());
  }
}

void AddNotNull(const Column& column, ClauseList& clauses) {
  if (column.not_null) clauses.Flag("not_null", "NOT NULL");
}

}  // namespace

Clauses WriteColumn(const Column& column, const std::vector<const Constraint*>& inline_constraints,
                    const SqlStyle& style) {
  ClauseList clauses(style);
  AddType(column, clauses);
  if (clauses.models()) {
    AddStorage(column, clauses);
    AddInline(ConstraintType::kPrimaryKey, inline_constraints, clauses);
    AddNotNull(column, clauses);
    AddInline(ConstraintType::kUnique, inline_constraints, clauses);
    AddDefault(column, clauses);
  } else {
    AddDefault(column, clauses);
    AddNotNull(column, clauses);
    AddInline(ConstraintType::kPrimaryKey, inline_constraints, clauses);
    AddInline(ConstraintType::kUnique, inline_constraints, clauses);
  }
  AddInline(ConstraintType::kForeignKey, inline_constraints, clauses);
  AddInline(ConstraintType::kCheck, inline_constraints, clauses);
  if (!clauses.models()) AddStorage(column, clauses);
  AddMappingOnly(column, clauses);
  return clauses.Take();
}

std::string ColumnSql(const Column& column,
                      const std::vector<const Constraint*>& inline_constraints,
                      const SqlStyle& style) {
  Clauses clauses = WriteColumn(column, inline_constraints, style);
  std::erase_if(clauses, [](const Clause& clause) {
    return clause.key == "storage" || clause.key == "compression";
  });
  return Join(clauses);
}

}  // namespace autogen
