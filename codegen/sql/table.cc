#include <algorithm>

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "engine/base/error.h"
#include "engine/definition/definition.h"

namespace autogen {
namespace {

QualifiedName NameOf(const Table& table) { return {table.schema, table.name}; }

Sql Start(const Table& table, Writer& w) {
  Sql sql = w.NewSql();
  sql << "ALTER TABLE " << NameOf(table);
  return sql;
}

void Add(const Table& table, SqlKeyword action, Writer& w, std::vector<Hazard> hazards = {}) {
  Sql sql = Start(table, w);
  sql << action;
  w.Add(std::move(sql), std::move(hazards));
}

Constraint Fixed(Constraint constraint, const SqlStyle& style, const Table& table) {
  constraint.check = autogen::Fixed(constraint.check, style, table.columns);
  return constraint;
}

bool IsKey(const Constraint& constraint) {
  return constraint.type == ConstraintType::kPrimaryKey ||
         constraint.type == ConstraintType::kUnique;
}

// CREATE TABLE makes one of two keys of the same columns, without a word. ALTER TABLE makes both.
// See: transformIndexConstraints() in PostgreSQL's source.
bool IsSwallowed(const Constraint& key, const std::vector<const Constraint*>& before) {
  return std::any_of(before.begin(), before.end(), [&](const Constraint* other) {
    return IsKey(key) && IsKey(*other) && key.columns == other->columns;
  });
}

struct Folded {
  std::vector<const Constraint*> within, behind;
};

Folded SortFolded(const Step& step) {
  Folded folded;
  for (const Constraint* constraint : step.folded) {
    bool swallowed = IsSwallowed(*constraint, folded.within);
    (swallowed ? folded.behind : folded.within).push_back(constraint);
  }
  return folded;
}

void AppendMembers(Sql& sql, const Table& table, const Step& step,
                   const std::vector<const Constraint*>& constraints) {
  bool first = true;
  auto line = [&] {
    sql << (first ? SqlKeyword("\n    ") : SqlKeyword(",\n    "));
    first = false;
  };
  for (const Column& column : table.columns) {
    line();
    const auto& later = step.columns_without_default;
    bool with_default = std::find(later.begin(), later.end(), column.name) == later.end();
    AppendColumn(sql, NameOf(table), column, with_default);
  }
  for (const Constraint* constraint : constraints) {
    line();
    if (!constraint->name.empty()) sql << "CONSTRAINT " << Ident(constraint->name) << " ";
    sql << RawSql{Join(WriteConstraint(Fixed(*constraint, sql.style(), table), sql.style()))};
  }
}

// The index may have been dropped since: then nothing can be said, and nothing is published of old
// rows until it is.
void ReplicaIdentityClause(const Table& table, Writer& w) {
  switch (table.replica_identity.mode) {
    case ReplicaIdentity::Mode::kDefault:
      return Add(table, " REPLICA IDENTITY DEFAULT", w);
    case ReplicaIdentity::Mode::kFull:
      return Add(table, " REPLICA IDENTITY FULL", w);
    case ReplicaIdentity::Mode::kNothing:
      return Add(table, " REPLICA IDENTITY NOTHING", w);
    case ReplicaIdentity::Mode::kIndex: {
      if (table.replica_identity.index.empty()) return Add(table, " REPLICA IDENTITY NOTHING", w);
      Sql sql = Start(table, w);
      sql << " REPLICA IDENTITY USING INDEX " << Ident(table.replica_identity.index);
      w.Add(std::move(sql));
      return;
    }
  }
  Unreachable();
}

void ClusterOn(const Table& table, Writer& w) {
  if (table.cluster_on.empty()) return Add(table, " SET WITHOUT CLUSTER", w);
  Sql sql = Start(table, w);
  sql << " CLUSTER ON " << Ident(table.cluster_on);
  w.Add(std::move(sql));
}

void RowSecurity(const Table& table, Writer& w) {
  Add(table,
      table.row_level_security ? SqlKeyword(" ENABLE ROW LEVEL SECURITY")
                               : SqlKeyword(" DISABLE ROW LEVEL SECURITY"),
      w);
}

void ForcedRowSecurity(const Table& table, Writer& w) {
  Add(table,
      table.force_row_level_security ? SqlKeyword(" FORCE ROW LEVEL SECURITY")
                                     : SqlKeyword(" NO FORCE ROW LEVEL SECURITY"),
      w);
}

// What CREATE TABLE cannot say.
void FinishTable(const Table& table, const Folded& folded, Writer& w) {
  const Step& step = w.step();
  for (const Column& column : table.columns) FinishColumn(Kind::kTable, NameOf(table), column, w);
  for (const Constraint* constraint : folded.within) {
    if (!constraint->common.comment.empty()) Comment(Object(*constraint), w);
  }
  for (const Constraint* constraint : folded.behind) Create(*constraint, w);
  bool by_default = table.replica_identity.mode == ReplicaIdentity::Mode::kDefault;
  if (!by_default && !LeavesOut(step, "replica_identity")) ReplicaIdentityClause(table, w);
  if (!table.cluster_on.empty() && !LeavesOut(step, "cluster_on")) ClusterOn(table, w);
  if (table.row_level_security) RowSecurity(table, w);
  if (table.force_row_level_security) ForcedRowSecurity(table, w);
}

}  // namespace

void Create(const Table& table, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE " << (table.unlogged ? SqlKeyword("UNLOGGED TABLE ") : SqlKeyword("TABLE "))
      << NameOf(table) << " (";
  Folded folded = SortFolded(w.step());
  AppendMembers(sql, table, w.step(), folded.within);
  sql << "\n)";
  AppendRelationStorage(sql, table);
  w.Add(std::move(sql));
  FinishCreate(Object(table), w);
  FinishTable(table, folded, w);
}

void Alter(const Table& before, const Table& after, Writer& w) {
  ObjectId id = IdOf(Object(after));
  if (w.Alters("unlogged")) {
    Add(after, after.unlogged ? SqlKeyword(" SET UNLOGGED") : SqlKeyword(" SET LOGGED"), w,
        RewriteHazards(id, w));
  }
  AlterRelationStorage(Start(after, w), before, after, w);
  if (w.Alters("replica_identity")) ReplicaIdentityClause(after, w);
  if (w.Alters("cluster_on")) ClusterOn(after, w);
  if (w.Alters("row_level_security")) RowSecurity(after, w);
  if (w.Alters("force_row_level_security")) ForcedRowSecurity(after, w);
}

}  // namespace autogen
