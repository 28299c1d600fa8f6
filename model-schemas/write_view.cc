#include <algorithm>

#include "model-schemas/write_models.h"

namespace autogen {
namespace {

std::string Query(const WriteContext& context, const Expression& query) {
  Sql sql(context.style);
  sql.Append(query, SqlForm::kQuery);
  std::string text = sql.Take();
  // pg_get_viewdef indents the first line; outer white space is no part of a query.
  size_t begin = text.find_first_not_of(" \n\t");
  return begin == std::string::npos ? text : text.substr(begin);
}

// Several lines are a block, which ends with a line break.
YamlOut QueryOut(const std::string& query) {
  return YamlOut::Scalar(query.find('\n') == std::string::npos ? query : query + "\n");
}

// The columns of which there is something to say.
YamlOut ColumnsOut(const WriteContext& context, const std::vector<Column>& columns,
                   bool materialized) {
  YamlOut out = YamlOut::Map();
  for (const Column& column : columns) {
    YamlOut about = YamlOut::Map();
    if (!column.default_value.empty()) {
      Sql sql(context.style);
      sql << column.default_value;
      about.Add("default", YamlOut::Scalar(sql.Take()));
    }
    if (materialized && !column.storage.empty()) {
      about.Add("storage", YamlOut::Scalar(column.storage.str()));
    }
    if (materialized && !column.compression.empty()) {
      about.Add("compression", YamlOut::Scalar(column.compression.str()));
    }
    if (materialized && column.statistics) {
      about.Add("statistics", YamlOut::Scalar(std::to_string(*column.statistics)));
    }
    if (!column.comment.empty()) about.Add("comment", YamlOut::Scalar(column.comment));
    if (!about.map.empty()) out.Add(Key(column.name), std::move(about));
  }
  return out;
}

void Append(YamlOut* out, Members members) {
  for (auto& member : members) out->map.push_back(std::move(member));
}

}  // namespace

YamlOut ViewOut(const WriteContext& context, const View& view, std::string_view key, int depth) {
  std::string query = Query(context, view.query);
  YamlOut out = YamlOut::Map();
  YamlOut columns = ColumnsOut(context, view.columns, false);
  if (!columns.map.empty()) out.Add("columns", std::move(columns));
  if (!view.options.empty()) out.Add("with", OptionsOut(view.options));
  out.Add("sql", QueryOut(query));
  Append(&out, TriggerMembers(context, {view.schema, view.name}, depth));
  Append(&out, CommonMembers(context, Kind::kView, view.common));
  if (out.map.size() == 1 && FitsOnLine(key, query, depth)) return YamlOut::Scalar(query);
  return out;
}

YamlOut MaterializedViewOut(const WriteContext& context, const MaterializedView& view, int depth) {
  YamlOut out = YamlOut::Map();
  YamlOut columns = ColumnsOut(context, view.columns, true);
  if (!columns.map.empty()) out.Add("columns", std::move(columns));
  if (!view.access_method.empty()) out.Add("using", IdentifierOut(view.access_method));
  if (!view.options.empty()) out.Add("with", OptionsOut(view.options));
  if (!view.tablespace.empty()) out.Add("tablespace", IdentifierOut(view.tablespace));
  out.Add("sql", QueryOut(Query(context, view.query)));
  if (!view.with_data) out.Add("with_data", YamlOut::Flag(false));
  Append(&out, IndexMembers(context, {view.schema, view.name}, depth));
  if (!view.cluster_on.empty()) out.Add("cluster_on", IdentifierOut(view.cluster_on));
  Append(&out, CommonMembers(context, Kind::kMaterializedView, view.common));
  return out;
}

}  // namespace autogen
