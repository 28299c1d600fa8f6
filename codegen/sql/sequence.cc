#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "engine/base/error.h"
#include "engine/definition/definition.h"

namespace autogen {
namespace {

void OwnedByClause(const Sequence& sequence, Writer& w) {
  Sql sql = w.NewSql();
  sql << "ALTER SEQUENCE " << QualifiedName{sequence.schema, sequence.name} << " OWNED BY ";
  if (sequence.owned_by.empty()) {
    sql << "NONE";
  } else {
    AppendColumnName(sql, {sequence.schema, sequence.owned_by.table}, sequence.owned_by.column);
  }
  w.Add(std::move(sql));
}

bool AltersOptions(const Writer& w) {
  if (w.Alters("options")) return true;
  bool any = false;
  ForEachAttribute<SequenceOptions>(
      [&](const auto& attribute) { any = any || w.Alters(attribute.name); });
  return any;
}

}  // namespace

void AppendSequenceOptions(Sql& sql, const SequenceOptions& options, SqlKeyword separator,
                           bool in_full) {
  SequenceOptions defaults = DefaultSequenceOptions(options.type, options.increment < 0);
  if (in_full || options.start != (options.increment < 0 ? options.max_value : options.min_value)) {
    sql << separator << "START WITH " << Number(options.start);
  }
  if (in_full || options.increment != 1) {
    sql << separator << "INCREMENT BY " << Number(options.increment);
  }
  if (options.min_value != defaults.min_value) {
    sql << separator << "MINVALUE " << Number(options.min_value);
  } else if (in_full) {
    sql << separator << "NO MINVALUE";
  }
  if (options.max_value != defaults.max_value) {
    sql << separator << "MAXVALUE " << Number(options.max_value);
  } else if (in_full) {
    sql << separator << "NO MAXVALUE";
  }
  if (in_full || options.cache != 1) sql << separator << "CACHE " << Number(options.cache);
  if (options.cycle) sql << separator << "CYCLE";
}

void AppendSequenceChanges(Sql& sql, const SequenceOptions& before, const SequenceOptions& after,
                           SqlKeyword separator) {
  // A change of type moves limits that were the old type's, so they are always said with it.
  bool retyped = before.type != after.type;
  if (before.increment != after.increment) {
    sql << separator << "INCREMENT BY " << Number(after.increment);
  }
  if (retyped || before.min_value != after.min_value) {
    sql << separator << "MINVALUE " << Number(after.min_value);
  }
  if (retyped || before.max_value != after.max_value) {
    sql << separator << "MAXVALUE " << Number(after.max_value);
  }
  if (before.start != after.start) sql << separator << "START WITH " << Number(after.start);
  if (before.cache != after.cache) sql << separator << "CACHE " << Number(after.cache);
  if (before.cycle != after.cycle) {
    sql << separator << (after.cycle ? SqlKeyword("CYCLE") : SqlKeyword("NO CYCLE"));
  }
}

void Create(const Sequence& sequence, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE "
      << (sequence.unlogged ? SqlKeyword("UNLOGGED SEQUENCE ") : SqlKeyword("SEQUENCE "))
      << QualifiedName{sequence.schema, sequence.name};
  if (sequence.options.type.name != Name("bigint")) {
    sql << "\n    AS " << sequence.options.type;
  }
  AppendSequenceOptions(sql, sequence.options, "\n    ", true);
  w.Add(std::move(sql));
  FinishCreate(Object(sequence), w);
}

void Alter(const Sequence& before, const Sequence& after, Writer& w) {
  QualifiedName name{after.schema, after.name};
  if (AltersOptions(w)) {
    Sql changes = w.NewSql();
    if (before.options.type != after.options.type) changes << " AS " << after.options.type;
    AppendSequenceChanges(changes, before.options, after.options, " ");
    if (!changes.empty()) {
      Sql sql = w.NewSql();
      sql << "ALTER SEQUENCE " << name << RawSql{changes.text()};
      w.Add(std::move(sql), LimitsHazards(IdOf(after), before.options, after.options));
    }
  }
  if (w.Alters("unlogged")) {
    Sql sql = w.NewSql();
    sql << "ALTER SEQUENCE " << name
        << (after.unlogged ? SqlKeyword(" SET UNLOGGED") : SqlKeyword(" SET LOGGED"));
    w.Add(std::move(sql));
  }
  if (w.Alters("owned_by")) OwnedByClause(after, w);
}

}  // namespace autogen
