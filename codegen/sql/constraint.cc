#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "engine/definition/definition.h"

namespace autogen {
namespace {

Sql Start(const Constraint& constraint, Writer& w) {
  Sql sql = w.NewSql();
  sql << "ALTER TABLE " << QualifiedName{constraint.schema, constraint.table};
  return sql;
}

Constraint Fixed(Constraint constraint, const Writer& w) {
  const SqlStyle& style = w.style();
  const std::vector<Column>& columns = ColumnsOf(w, {constraint.schema, constraint.table});
  constraint.check = autogen::Fixed(constraint.check, style, columns);
  constraint.where = autogen::Fixed(constraint.where, style, columns);
  for (IndexKey& key : constraint.elements)
    key.expression = autogen::Fixed(key.expression, style, columns);
  return constraint;
}

}  // namespace

void Create(const Constraint& constraint, Writer& w) {
  Sql sql = Start(constraint, w);
  sql << "\n    ADD ";
  if (!constraint.name.empty()) sql << "CONSTRAINT " << Ident(constraint.name) << " ";
  sql << RawSql{Join(WriteConstraint(Fixed(constraint, w), w.style()))};
  w.Add(std::move(sql), AddConstraintHazards(constraint, w));
  FinishCreate(Object(constraint), w);
}

void Alter(const Constraint& before, const Constraint& after, Writer& w) {
  if (w.Alters("deferrable") || w.Alters("initially_deferred")) {
    Sql sql = Start(after, w);
    sql << " ALTER CONSTRAINT " << Ident(after.name)
        << (after.deferrable ? SqlKeyword(" DEFERRABLE") : SqlKeyword(" NOT DEFERRABLE"));
    if (after.deferrable) {
      sql << (after.initially_deferred ? SqlKeyword(" INITIALLY DEFERRED")
                                       : SqlKeyword(" INITIALLY IMMEDIATE"));
    }
    w.Add(std::move(sql));
  }
  if (w.Alters("not_valid") && !after.not_valid) {
    Sql sql = Start(after, w);
    sql << " VALIDATE CONSTRAINT " << Ident(after.name);
    w.Add(std::move(sql), ValidateHazards(after));
  }
  Sql index = w.NewSql();
  index << "ALTER INDEX " << QualifiedName{after.schema, after.name};
  if (w.Alters("with")) AlterOptions(index, before.options, after.options, w);
  if (w.Alters("tablespace")) {
    Name tablespace = after.tablespace.empty() ? Name("pg_default") : after.tablespace;
    index << " SET TABLESPACE " << Ident(tablespace);
    w.Add(std::move(index));
  }
}

}  // namespace autogen
