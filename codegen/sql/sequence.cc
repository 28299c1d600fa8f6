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
    Sql start = w.NewSql();
    start << "ALTER SEQUENCE " << name;
    AlterSequenceOptions({start, w.NewSql(), " ", name, IdOf(after)}, before.options, after.options,
                         w);
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
