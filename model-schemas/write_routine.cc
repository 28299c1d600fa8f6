#include "engine/base/error.h"
#include "model-schemas/write_models.h"

namespace autogen {
namespace {

// A body of several lines is what stands between $$, a line break, and $$; one of one line stands
// between the $$ directly; any other shows its dollar quotes itself.
YamlOut BodyOut(std::string_view body) {
  bool dollar = !body.empty() && body.front() == '$';
  if (!dollar && body.find('\n') == std::string::npos && !body.empty())
    return YamlOut::Scalar(body);
  if (!dollar && body.starts_with("\n")) {
    const std::string_view lines = body.substr(1);
    size_t end = lines.find_last_not_of(" \t\r\n");
    bool several = end != std::string::npos && lines.find('\n') < end;
    if (several) return YamlOut::Scalar(lines);
  }
  std::string tag = "$$";
  while (body.find(tag) != std::string::npos) tag.insert(1, "_");
  return YamlOut::Scalar(tag + std::string(body) + tag);
}

}  // namespace

YamlOut RoutineOut(const WriteContext& context, const Routine& routine) {
  YamlOut out = YamlOut::Map();
  std::string returns = WriteReturns(routine, context.style);
  if (!returns.empty()) out.Add("returns", YamlOut::Scalar(returns));
  for (const Clause& clause : WriteRoutineOptions(routine, context.style)) {
    std::string key(clause.key);
    if (key == "set") {
      YamlOut set = YamlOut::Map();
      for (const auto& [parameter, value] : routine.set) set.Add(parameter, YamlOut::Scalar(value));
      out.Add(key, std::move(set));
    } else if (clause.flag) {
      out.Add(key, YamlOut::Flag(true));
    } else if (!clause.list.empty()) {
      out.Add(key, YamlOut::List(clause.list));
    } else if (!clause.options.empty()) {
      out.Add(key, OptionsOut(clause.options));
    } else {
      out.Add(key, YamlOut::Scalar(clause.value));
    }
  }
  if (!routine.obj_file.empty()) {
    out.Add("obj_file", YamlOut::Scalar(routine.obj_file));
    if (!routine.link_symbol.empty()) out.Add("link_symbol", YamlOut::Scalar(routine.link_symbol));
  } else if (!routine.sql_body.empty()) {
    Sql sql(context.style);
    sql.Append(routine.sql_body, SqlForm::kStatements);
    out.Add("sql_body", YamlOut::Scalar(sql.Take()));
  } else {
    out.Add("body", BodyOut(routine.body));
  }
  Members common = CommonMembers(context, routine.kind, routine.common);
  out.map.insert(out.map.end(), common.begin(), common.end());
  return out;
}

}  // namespace autogen
