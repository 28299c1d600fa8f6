#include "codegen/sql/kinds.h"
#include "engine/base/error.h"
#include "engine/definition/definition.h"

namespace autogen {
namespace {

QualifiedName RelationOf(const Trigger& trigger) { return {trigger.schema, trigger.relation}; }

void SetState(const Trigger& trigger, Writer& w) {
  Sql sql = w.NewSql();
  sql << "ALTER TABLE " << RelationOf(trigger);
  switch (trigger.state) {
    case TriggerState::kOrigin:
      sql << " ENABLE TRIGGER ";
      break;
    case TriggerState::kReplica:
      sql << " ENABLE REPLICA TRIGGER ";
      break;
    case TriggerState::kAlways:
      sql << " ENABLE ALWAYS TRIGGER ";
      break;
    case TriggerState::kDisabled:
      sql << " DISABLE TRIGGER ";
      break;
  }
  sql << Ident(trigger.name);
  w.Add(std::move(sql));
}

// A new or replaced trigger fires as origin.
void WriteTriggerStatement(SqlKeyword create, const Trigger& trigger, Writer& w) {
  Trigger fixed = trigger;
  fixed.when = Fixed(trigger.when, w.style(), ColumnsOf(w, RelationOf(trigger)));
  QualifiedName relation = RelationOf(trigger);
  Clauses clauses = WriteTrigger(fixed, &relation, w.style());
  std::erase_if(clauses, [](const Clause& clause) {
    return clause.key == "constraint" || clause.key == "state";
  });
  Sql sql = w.NewSql();
  sql << create << Ident(trigger.name) << " " << RawSql{Join(clauses)};
  w.Add(std::move(sql));
  if (trigger.state != TriggerState::kOrigin) SetState(trigger, w);
}

}  // namespace

void Create(const Trigger& trigger, Writer& w) {
  WriteTriggerStatement(
      trigger.constraint ? SqlKeyword("CREATE CONSTRAINT TRIGGER ") : SqlKeyword("CREATE TRIGGER "),
      trigger, w);
  FinishCreate(Object(trigger), w);
}

// See: CREATE TRIGGER, OR REPLACE [14], which constraint triggers do not have.
void Replace(const Trigger& after, Writer& w) {
  WriteTriggerStatement("CREATE OR REPLACE TRIGGER ", after, w);
}

void Alter(const Trigger&, const Trigger& after, Writer& w) {
  if (w.Alters("state")) SetState(after, w);
}

}  // namespace autogen
