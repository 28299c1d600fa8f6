// Never CASCADE: whatever else must go has a step of its own.

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"

namespace autogen {
namespace {

void DropColumn(Writer& w) {
  const ObjectId& id = w.step().id;
  QualifiedName relation{id.schema, id.scope};
  Sql sql = w.NewSql();
  if (RelationKind(relation, w) == Kind::kCompositeType) {
    sql << "ALTER TYPE " << relation << " DROP ATTRIBUTE ";
  } else {
    sql << "ALTER TABLE " << relation << " DROP COLUMN ";
  }
  sql << Ident(id.name);
  w.Add(std::move(sql), DropHazards(id, w));
}

}  // namespace

void Drop(Writer& w) {
  const Step& step = w.step();
  const ObjectId& id = step.id;
  if (id.kind == Kind::kColumn) return DropColumn(w);
  if (id.kind == Kind::kDefault) return AlterDefault(w);
  Sql sql = w.NewSql();
  if (id.kind == Kind::kConstraint) {
    sql << "ALTER TABLE " << QualifiedName{id.schema, id.scope} << " DROP CONSTRAINT "
        << Ident(id.name);
  } else if (id.kind == Kind::kTrigger) {
    sql << "DROP TRIGGER " << Ident(id.name) << " ON " << QualifiedName{id.schema, id.scope};
  } else {
    const Object* object = step.before ? step.before : w.before().Find(id);
    sql << "DROP " << Word(id.kind) << " ";
    if (object != nullptr) {
      AppendName(sql, *object);
    } else {
      sql << NameOf(id);
    }
  }
  w.Add(std::move(sql), DropHazards(id, w));
}

}  // namespace autogen
