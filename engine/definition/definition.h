#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/schema/object.h"
#include "engine/sql/sql.h"

// The text of a definition: what CREATE says after the name (docs: the model format, rule 2).
// Written and read here, for models, migrations and messages alike: the one place that knows each
// kind's grammar.
//
// Reading: names in the result are as written (empty schema where none stands); types are canonical
// where the grammar itself says so. An error's place has line 1 and column = byte in the text + 1;
// whoever knows the file moves it there. Writing: by clauses, so that the model format can write
// them attribute by attribute, or joined with blanks.
namespace autogen {

// One clause. `key` is the model format's attribute; `value` that attribute's plain value in a
// mapping ("" where the clause is a flag: then it is `true`); `text` the clause as SQL.
//   key "where", value "price < 10", text "where price < 10"
struct Clause {
  std::string_view key;
  std::string value;
  std::string text;
  bool flag = false;
  std::vector<std::string> list;  // where a mapping shows a list; then value is empty
  Options options;                // where a mapping shows a mapping; then value is empty
};
using Clauses = std::vector<Clause>;

// A clause whose text is empty is something that CREATE cannot say (a column's statistics, a
// trigger's state): only a mapping can. Some clauses stand elsewhere in SQL than in a definition's
// text, before the name: an index's "unique", a trigger's "constraint", a sequence's "unlogged".
//
// The style decides the layout too: with `lower_keywords` it is the model format's canonical form,
// defaults left out; else it is pg_dump's (USING btree, FOR EACH STATEMENT, WHERE (…)).

// The clauses joined by blanks: "unique using gin (a, b) where c".
std::string Join(const Clauses& clauses);

// What stands in a column's text beside its own attributes: constraints without (or with) names, of
// this column alone.
struct ColumnDefinition {
  Column column;
  bool primary_key = false;
  std::vector<Constraint>
      constraints;  // schema and table empty; columns filled in; the primary key among them
  bool nullable_said = false;  // "null" was written
};

// `table` is for messages only: "default of jobs.status is …".
absl::StatusOr<ColumnDefinition> ReadColumn(Name name, std::string_view text, Name table = {});
// Without the outer name. `inline_constraints`: constraints of this column alone to write in it,
// with their names where they have one (a mapping cannot say those names).
//   keys   in models, in this order: type, collate, storage, compression, primary_key, not_null,
//          unique, default, identity, generated, references, check, statistics, with, comment,
//          using; else pg_dump's order: type, collate, default | identity | generated, not_null,
//          primary_key, unique, references, check, then storage, compression and the rest
//   text   "storage" and "compression" are part of CREATE TABLE's text since PostgreSQL 16 and 14
//          only (else ALTER TABLE says them): ColumnSql() leaves them out
Clauses WriteColumn(const Column& column, const std::vector<const Constraint*>& inline_constraints,
                    const SqlStyle& style);
// What CREATE TABLE and ADD COLUMN of every version take, without the name:
// "character varying(20) COLLATE "C" DEFAULT 'x'::text NOT NULL".
std::string ColumnSql(const Column& column,
                      const std::vector<const Constraint*>& inline_constraints,
                      const SqlStyle& style);

absl::StatusOr<Constraint> ReadConstraint(
    std::string_view text);  // "foreign key (a) references t on delete cascade"
Clauses WriteConstraint(const Constraint& constraint, const SqlStyle& style);

absl::StatusOr<Index> ReadIndex(std::string_view text);  // "unique using gin (a, lower(b)) where c"
Clauses WriteIndex(const Index& index, const SqlStyle& style);
// "(a, lower(b) desc)" without the parentheses: the keys alone, as `columns` of a mapping says
// them.
absl::StatusOr<std::vector<IndexKey>> ReadIndexKeys(std::string_view text);

absl::StatusOr<Trigger> ReadTrigger(
    std::string_view text);  // "before update on …" less "on <table>"
// `on_table`: writes "on <it>" at its place for CREATE TRIGGER; nullptr in models.
Clauses WriteTrigger(const Trigger& trigger, const QualifiedName* on_table, const SqlStyle& style);

absl::StatusOr<Sequence> ReadSequence(
    std::string_view text);  // the options; numbers not said are completed
Clauses WriteSequence(const Sequence& sequence,
                      const SqlStyle& style);  // those that are no defaults
// Identity's and sequences' options: reads "(start with 100)" without the parentheses over defaults
// for the type.
absl::StatusOr<SequenceOptions> ReadSequenceOptions(std::string_view text, const TypeRef& type);
SequenceOptions DefaultSequenceOptions(const TypeRef& type, bool descending);

absl::StatusOr<Domain> ReadDomain(
    std::string_view text);  // "text collate "C" not null check (value <> '')"
Clauses WriteDomain(const Domain& domain, const SqlStyle& style);
absl::StatusOr<DomainConstraint> ReadDomainConstraint(std::string_view text);
Clauses WriteDomainConstraint(const DomainConstraint& constraint, const SqlStyle& style);

absl::StatusOr<CompositeType> ReadCompositeType(
    std::string_view text);  // "(x integer, y text collate "C")"
Clauses WriteCompositeType(const CompositeType& type, const SqlStyle& style);
absl::StatusOr<CompositeAttribute> ReadCompositeAttribute(Name name, std::string_view text);
Clauses WriteCompositeAttribute(const CompositeAttribute& attribute, const SqlStyle& style);

absl::StatusOr<RangeType> ReadRangeType(std::string_view text);  // "(subtype = float8)"
Clauses WriteRangeType(const RangeType& type, const SqlStyle& style);

absl::StatusOr<Operator> ReadOperator(std::string_view text);  // "(function = f, commutator = ===)"
// With LEFTARG and RIGHTARG, but not in models, where the key says them.
Clauses WriteOperator(const Operator& op, const SqlStyle& style);
// "===(text, text)", "app.!!(none, text)": fills schema, name and operands.
absl::StatusOr<Operator> ReadOperatorKey(std::string_view key);

absl::StatusOr<Extension> ReadExtension(std::string_view text);  // "schema ext version '1.6'"
Clauses WriteExtension(const Extension& extension, const SqlStyle& style);

// "name(arguments)" of a function's key, schema allowed: fills schema, name, arguments.
absl::StatusOr<Routine> ReadRoutineKey(std::string_view key, Kind kind);
// One attribute of a routine's mapping by the format's key ("returns", "language", "volatility",
// "cost", "set" …) is read by the model format with these:
// "setof record", "table (a integer, b text)", "trigger". Call it when the arguments are known:
// with OUT arguments they say the type, and `returns` stays empty.
absl::Status ReadReturns(std::string_view text, Routine* routine);
absl::StatusOr<std::vector<Argument>> ReadArguments(std::string_view text);
// Without parentheses and without RETURNS TABLE's columns: "a integer, b integer DEFAULT 1". Input
// types alone, as the identity has them, are Signature()'s.
std::string WriteArguments(const Routine& routine, const SqlStyle& style);
std::string WriteReturns(const Routine& routine,
                         const SqlStyle& style);  // "TABLE(a integer)", "SETOF text", "" where none
// The attributes but arguments, returns and body, in CREATE FUNCTION's order: LANGUAGE …,
// IMMUTABLE, …
Clauses WriteRoutineOptions(const Routine& routine, const SqlStyle& style);

// What stands between GRANT and ON for one role: "select (id), update with grant option". `kind`
// gives "all".
absl::StatusOr<Grants> ReadGrants(Name grantee, std::string_view text, Kind kind);
// The same, canonical: one text without and one with grant option (either may be empty). In models
// the second ends in "with grant option"; in SQL those words stand behind the grantee, so not here.
std::pair<std::string, std::string> WriteGrants(const Grants& of_one_grantee,
                                                const SqlStyle& style);
// All privileges of a kind, and those that everybody has when nothing was granted. See: manual,
// Privileges.
std::vector<Name> AllPrivileges(Kind kind);
Grants DefaultGrants(Kind kind);

}  // namespace autogen
