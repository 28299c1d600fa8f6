// Renames come first, parents before their parts, so a part's parent has its new name already.

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"

namespace autogen {
namespace {

// The object by its name so far; its input types are those that it keeps.
void AppendOldName(Sql& sql, const QualifiedName& name, const ObjectId& to, const Writer& w) {
  const Object* object = w.before().Find(to);
  if (object == nullptr) object = w.after().Find(to);
  if (object != nullptr && std::holds_alternative<Routine>(*object)) {
    AppendRoutine(sql, name, std::get<Routine>(*object));
  } else if (object != nullptr && std::holds_alternative<Operator>(*object)) {
    AppendOperator(sql, name, std::get<Operator>(*object));
  } else {
    sql << name;
  }
}

void RenamePart(const Step& step, Writer& w) {
  const ObjectId& to = step.renamed_to;
  QualifiedName relation{to.schema, to.scope};
  Sql sql = w.NewSql();
  if (to.kind == Kind::kTrigger) {
    sql << "ALTER TRIGGER " << Ident(step.id.name) << " ON " << relation << " RENAME TO ";
  } else if (to.kind == Kind::kConstraint) {
    sql << "ALTER TABLE " << relation << " RENAME CONSTRAINT " << Ident(step.id.name) << " TO ";
  } else if (Kind kind = RelationKind(relation, w); kind == Kind::kCompositeType) {
    sql << "ALTER TYPE " << relation << " RENAME ATTRIBUTE " << Ident(step.id.name) << " TO ";
  } else {
    sql << "ALTER " << Word(kind) << " " << relation << " RENAME COLUMN " << Ident(step.id.name)
        << " TO ";
  }
  sql << Ident(to.name);
  w.Add(std::move(sql), RenameHazards(step));
}

void RenameLabel(const Step& step, Writer& w) {
  Sql sql = w.NewSql();
  sql << "ALTER TYPE " << NameOf(step.renamed_to) << " RENAME VALUE " << Literal(step.label_before)
      << " TO " << Literal(step.label_after);
  w.Add(std::move(sql), RenameHazards(step));
}

}  // namespace

void Rename(Writer& w) {
  const Step& step = w.step();
  const ObjectId& from = step.id;
  const ObjectId& to = step.renamed_to;
  if (!step.label_before.empty()) return RenameLabel(step, w);
  if (to.kind == Kind::kColumn || to.kind == Kind::kConstraint || to.kind == Kind::kTrigger) {
    return RenamePart(step, w);
  }
  QualifiedName name = NameOf(from);
  if (from.schema != to.schema) {
    Sql sql = w.NewSql();
    sql << "ALTER " << Word(to.kind) << " ";
    AppendOldName(sql, name, to, w);
    sql << " SET SCHEMA " << Ident(to.schema);
    w.Add(std::move(sql), RenameHazards(step));
    name.schema = to.schema;
  }
  if (from.name == to.name) return;
  Sql sql = w.NewSql();
  sql << "ALTER " << Word(to.kind) << " ";
  AppendOldName(sql, name, to, w);
  sql << " RENAME TO " << Ident(to.name);
  w.Add(std::move(sql), RenameHazards(step));
}

}  // namespace autogen
