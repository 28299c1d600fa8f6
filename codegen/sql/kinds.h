#pragma once

#include "codegen/sql/naming.h"
#include "codegen/sql/writer.h"

// One pair of functions a kind: the whole object made, and what the step at hand names altered.
// Rendering dispatches by the object's type, so a new kind that lacks one does not compile.
namespace autogen {

void Create(const Namespace& space, Writer& w);
void Create(const Extension& extension, Writer& w);
void Create(const Enum& type, Writer& w);
void Create(const Domain& domain, Writer& w);
void Create(const CompositeType& type, Writer& w);
void Create(const RangeType& type, Writer& w);
void Create(const Sequence& sequence, Writer& w);
void Create(const Routine& routine, Writer& w);
void Create(const Operator& op, Writer& w);
void Create(const Table& table, Writer& w);
void Create(const Constraint& constraint, Writer& w);
void Create(const Index& index, Writer& w);
void Create(const Trigger& trigger, Writer& w);
void Create(const View& view, Writer& w);
void Create(const MaterializedView& view, Writer& w);

// What is common to all (comment, owner, grants, labels) is altered by AlterCommon.
void Alter(const Namespace& before, const Namespace& after, Writer& w);
void Alter(const Extension& before, const Extension& after, Writer& w);
void Alter(const Enum& before, const Enum& after, Writer& w);
void Alter(const Domain& before, const Domain& after, Writer& w);
void Alter(const CompositeType& before, const CompositeType& after, Writer& w);
void Alter(const RangeType& before, const RangeType& after, Writer& w);
void Alter(const Sequence& before, const Sequence& after, Writer& w);
void Alter(const Routine& before, const Routine& after, Writer& w);
void Alter(const Operator& before, const Operator& after, Writer& w);
void Alter(const Table& before, const Table& after, Writer& w);
void Alter(const Constraint& before, const Constraint& after, Writer& w);
void Alter(const Index& before, const Index& after, Writer& w);
void Alter(const Trigger& before, const Trigger& after, Writer& w);
void Alter(const View& before, const View& after, Writer& w);
void Alter(const MaterializedView& before, const MaterializedView& after, Writer& w);

// CREATE OR REPLACE, of the kinds that have it.
void Replace(const Routine& after, Writer& w);
void Replace(const Trigger& after, Writer& w);
void Replace(const View& after, Writer& w);

// The object of the step goes. A column's or a default's step has that kind's id.
void Drop(Writer& w);
void Rename(Writer& w);

// ---- columns ----
// "name type … DEFAULT … NOT NULL": what CREATE TABLE and ADD COLUMN can say of it.
void AppendColumn(Sql& sql, QualifiedName relation, const Column& column, bool with_default);
// What they cannot: storage, compression, statistics, options, comment.
void FinishColumn(Kind kind, const QualifiedName& relation, const Column& column, Writer& w);
void CreateColumn(Writer& w);
void AlterColumn(Writer& w);
void AlterDefault(Writer& w);
void CommentColumn(const QualifiedName& relation, Name column, Name comment, Writer& w);
// The relation's kind, for ALTER: as it stands in `after`, else in `before`.
Kind RelationKind(const QualifiedName& relation, const Writer& w);
// What a view says of its columns: defaults and comments, and of a materialized view's, settings.
void AlterViewColumns(Kind kind, const QualifiedName& view, const std::vector<Column>& before,
                      const std::vector<Column>& after, Writer& w);
// "ALTER TABLE users ALTER COLUMN email"
Sql AlterColumnStart(Kind kind, const QualifiedName& relation, Name column, const Writer& w);
// " DEFAULT x" as a column or a domain takes it: in parentheses where the grammar wants them.
void AppendDefault(Sql& sql, const Expression& expression);

// ---- what several kinds share ----
// After CREATE: owner, comment, labels, grants.
void FinishCreate(const Object& object, Writer& w);
void SetOwner(const Object& object, Writer& w);
void Comment(const Object& object, Writer& w);
void AlterCommon(const Object& before, const Object& after, Writer& w);
// Rights from what CREATE gave to what the object says.
void GrantNew(const Object& object, Writer& w);
// The same of one new column of a table that stands.
void GrantNewColumn(const Table& table, Name column, Writer& w);
void AlterGrants(const Object& before, const Object& after, Writer& w);
// "SET (a='1')" and "RESET (b)" after `start`, from one set of options to the other.
void AlterOptions(const Sql& start, const Options& before, const Options& after, Writer& w);
// What a table and a materialized view say of where and how their rows are kept.
struct RelationStorage {
  ObjectId id;
  Name access_method;
  const Options& options;
  Name tablespace;
  RelationStorage(const Table& table)  // NOLINT(runtime/explicit)
      : id(RelationId(Kind::kTable, table.schema, table.name)),
        access_method(table.access_method),
        options(table.options),
        tablespace(table.tablespace) {}
  RelationStorage(const MaterializedView& view)  // NOLINT(runtime/explicit)
      : id(RelationId(Kind::kMaterializedView, view.schema, view.name)),
        access_method(view.access_method),
        options(view.options),
        tablespace(view.tablespace) {}
};
// "USING m WITH (a='1') TABLESPACE t" of CREATE, a line each.
void AppendRelationStorage(Sql& sql, const RelationStorage& storage);
void AlterRelationStorage(const Sql& start, const RelationStorage& before,
                          const RelationStorage& after, Writer& w);
// " START WITH 1 …": options that are no defaults of the type, each after `separator`.
void AppendSequenceOptions(Sql& sql, const SequenceOptions& options, SqlKeyword separator,
                           bool in_full);
struct SequenceAlteration {
  Sql start;             // "ALTER SEQUENCE s"
  Sql first;             // what else the first statement says
  SqlKeyword separator;  // before each option
  QualifiedName sequence;
  ObjectId id;  // as hazards call it
};
void AlterSequenceOptions(const SequenceAlteration& alteration, const SequenceOptions& before,
                          const SequenceOptions& after, Writer& w);

}  // namespace autogen
