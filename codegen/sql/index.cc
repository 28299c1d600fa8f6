#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "engine/definition/definition.h"

namespace autogen {
namespace {

Sql Start(const Index& index, Writer& w) {
  Sql sql = w.NewSql();
  sql << "ALTER INDEX " << QualifiedName{index.schema, index.name};
  return sql;
}

void SetStatistics(const Index& index, int key, int target, Writer& w) {
  Sql sql = Start(index, w);
  sql << " ALTER COLUMN " << Number(key) << " SET STATISTICS " << Number(target);
  w.Add(std::move(sql));
}

// The clauses behind the table's name.
std::string Definition(Index index, const Writer& w) {
  const SqlStyle& style = w.style();
  const std::vector<Column>& columns = ColumnsOf(w, {index.schema, index.table});
  index.where = Fixed(index.where, style, columns);
  for (IndexKey& key : index.keys) key.expression = Fixed(key.expression, style, columns);
  Clauses clauses = WriteIndex(index, style);
  std::erase_if(clauses, [](const Clause& clause) { return clause.key == "unique"; });
  return Join(clauses);
}

}  // namespace

void Create(const Index& index, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE " << (index.unique ? SqlKeyword("UNIQUE INDEX ") : SqlKeyword("INDEX "))
      << Ident(index.name) << " ON " << QualifiedName{index.schema, index.table} << " "
      << RawSql{Definition(index, w)};
  w.Add(std::move(sql), AddIndexHazards(index, w));
  for (const auto& [key, target] : index.statistics) SetStatistics(index, key, target, w);
  FinishCreate(Object(index), w);
}

void Alter(const Index& before, const Index& after, Writer& w) {
  if (w.Alters("with")) AlterOptions(Start(after, w), before.options, after.options, w);
  if (w.Alters("tablespace")) {
    Sql sql = Start(after, w);
    Name tablespace = after.tablespace.empty() ? Name("pg_default") : after.tablespace;
    sql << " SET TABLESPACE " << Ident(tablespace);
    w.Add(std::move(sql));
  }
  if (!w.Alters("statistics")) return;
  for (const auto& [key, target] : before.statistics) {
    if (!after.statistics.contains(key)) SetStatistics(after, key, -1, w);
  }
  // Equal ones too: a retyped column's index has forgotten them.
  for (const auto& [key, target] : after.statistics) SetStatistics(after, key, target, w);
}

}  // namespace autogen
