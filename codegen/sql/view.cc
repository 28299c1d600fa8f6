// Views and materialized views. Options are part of every form in which a view is written: OR
// REPLACE without them would take them away.

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"

namespace autogen {
namespace {

// Without the semicolon that a printed query may end with.
Expression QueryOf(const Expression& query, const SqlStyle& style) {
  Expression text = Fixed(query, style, SqlForm::kQuery);
  const std::string_view whole = text.text;
  return {whole.substr(0, whole.find_last_not_of("; \n\t\r") + 1)};
}

void WriteView(SqlKeyword create, const View& view, Writer& w) {
  Sql sql = w.NewSql();
  sql << create << QualifiedName{view.schema, view.name};
  if (!view.options.empty()) {
    sql << " WITH ";
    sql.WithOptions(view.options);
  }
  sql << " AS\n";
  sql.Append(QueryOf(view.query, w.style()), SqlForm::kQuery);
  w.Add(std::move(sql));
}

// A view of the same columns without anything below it, which stands in a cycle.
void WriteColumnsAlone(SqlKeyword create, const View& view, Writer& w) {
  Sql sql = w.NewSql();
  sql << create << QualifiedName{view.schema, view.name} << " AS\nSELECT";
  bool first = true;
  for (const Column& column : view.columns) {
    sql << (first ? SqlKeyword("\n    NULL::") : SqlKeyword(",\n    NULL::")) << column.type;
    if (!column.collation.empty()) sql << " COLLATE " << column.collation;
    sql << " AS " << Ident(column.name);
    first = false;
  }
  w.Add(std::move(sql));
}

Sql StartMaterialized(const MaterializedView& view, Writer& w) {
  Sql sql = w.NewSql();
  sql << "ALTER MATERIALIZED VIEW " << QualifiedName{view.schema, view.name};
  return sql;
}

void ClusterOn(const MaterializedView& view, Writer& w) {
  Sql sql = StartMaterialized(view, w);
  if (view.cluster_on.empty()) {
    sql << " SET WITHOUT CLUSTER";
  } else {
    sql << " CLUSTER ON " << Ident(view.cluster_on);
  }
  w.Add(std::move(sql));
}

}  // namespace

void Create(const View& view, Writer& w) {
  if (LeavesOut(w.step(), "sql")) {
    WriteColumnsAlone("CREATE VIEW ", view, w);
    return FinishCreate(Object(view), w);
  }
  WriteView("CREATE VIEW ", view, w);
  FinishCreate(Object(view), w);
  AlterViewColumns(Kind::kView, {view.schema, view.name}, {}, view.columns, w);
}

void Replace(const View& after, Writer& w) {
  static const View kNothing;
  const Object* old = w.step().before;
  const View& before = old == nullptr ? kNothing : std::get<View>(*old);
  if (w.step().takes_away) return WriteColumnsAlone("CREATE OR REPLACE VIEW ", before, w);
  WriteView("CREATE OR REPLACE VIEW ", after, w);
  AlterViewColumns(Kind::kView, {after.schema, after.name}, before.columns, after.columns, w);
}

void Alter(const View& before, const View& after, Writer& w) {
  if (w.Alters("with")) {
    Sql sql = w.NewSql();
    sql << "ALTER VIEW " << QualifiedName{after.schema, after.name};
    AlterOptions(sql, before.options, after.options, w);
  }
  if (w.Alters("columns")) {
    AlterViewColumns(Kind::kView, {after.schema, after.name}, before.columns, after.columns, w);
  }
}

void Create(const MaterializedView& view, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE MATERIALIZED VIEW " << QualifiedName{view.schema, view.name};
  AppendRelationStorage(sql, view);
  sql << " AS\n";
  sql.Append(QueryOf(view.query, w.style()), SqlForm::kQuery);
  if (!view.with_data) sql << "\n  WITH NO DATA";
  w.Add(std::move(sql));
  FinishCreate(Object(view), w);
  AlterViewColumns(Kind::kMaterializedView, {view.schema, view.name}, {}, view.columns, w);
  if (!view.cluster_on.empty() && !LeavesOut(w.step(), "cluster_on")) ClusterOn(view, w);
}

void Alter(const MaterializedView& before, const MaterializedView& after, Writer& w) {
  AlterRelationStorage(StartMaterialized(after, w), before, after, w);
  if (w.Alters("cluster_on")) ClusterOn(after, w);
  if (w.Alters("columns")) {
    AlterViewColumns(Kind::kMaterializedView, {after.schema, after.name}, before.columns,
                     after.columns, w);
  }
}

}  // namespace autogen
