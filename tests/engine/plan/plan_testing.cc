#include "tests/engine/plan/plan_testing.h"

#include <algorithm>

namespace autogen {
namespace {

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string Extras(const Step& step) {
  std::vector<std::string> words;
  for (const Constraint* constraint : step.folded) words.push_back(constraint->name.str());
  std::string text = words.empty() ? "" : " (" + Listed(words) + ")";
  for (Name column : step.columns_without_default) text += " less default of " + column.str();
  for (std::string_view attribute : step.left_out) text += " less " + std::string(attribute);
  words.clear();
  for (const ObjectId& id : step.retyped_columns) words.push_back(Label(id));
  for (const ObjectId& id : step.rebuilt_along) text += " along " + Label(id);
  if (step.rebuilds_type) text += " for " + Listed(words);
  if (step.ends_unit) text += " | unit";
  return text;
}

std::string Line(const Step& step) {
  const std::string what = std::string(KindName(step.id.kind)) + " " + Label(step.id);
  std::vector<std::string> attributes(step.attributes.begin(), step.attributes.end());
  std::string tail = attributes.empty() ? "" : ": " + Listed(attributes);
  switch (step.verb) {
    case Verb::kCreate:
      return "create " + what + Extras(step);
    case Verb::kDrop:
      return "drop " + what;
    case Verb::kAlter:
      if (step.rebuilds_type) return "rebuild " + what + Extras(step);
      return (step.takes_away ? "take away " : "alter ") + what + tail + Extras(step);
    case Verb::kReplace:
      return "replace " + what;
    case Verb::kRename:
      if (!step.label_before.empty()) {
        return "rename " + what + " '" + step.label_before + "' to '" + step.label_after + "'";
      }
      return "rename " + what + " to " + Label(step.renamed_to);
  }
  Unreachable();
}

}  // namespace

Table& Schema::AddTable(Name name, std::vector<Column> columns) {
  Table table;
  table.schema = "public";
  table.name = name;
  table.columns = std::move(columns);
  return Add(std::move(table));
}

Constraint& Schema::AddKey(ConstraintType type, Name table, Name name, std::vector<Name> columns) {
  Constraint constraint;
  constraint.schema = "public";
  constraint.table = table;
  constraint.name = name;
  constraint.type = type;
  constraint.columns = columns;
  for (Name column : columns) {
    Depend(Id(Kind::kConstraint, name, table), Id(Kind::kColumn, column, table), true);
  }
  return Add(std::move(constraint));
}

Constraint& Schema::AddForeignKey(Name table, Name name, Name column, Name to, Name to_column) {
  Constraint& key = AddKey(ConstraintType::kForeignKey, table, name, {column});
  key.references = {"public", to};
  key.referenced_columns = {to_column};
  Depend(Id(Kind::kConstraint, name, table), Id(Kind::kColumn, to_column, to));
  return key;
}

Constraint& Schema::AddCheck(Name table, Name name, std::string expression) {
  Constraint& check = AddKey(ConstraintType::kCheck, table, name, {});
  check.check = {std::move(expression)};
  return check;
}

Index& Schema::AddIndex(Name table, Name name, std::vector<Name> columns) {
  Index index;
  index.schema = "public";
  index.table = table;
  index.name = name;
  for (Name column : columns) {
    IndexKey key;
    key.column = column;
    index.keys.push_back(std::move(key));
    Depend(Id(Kind::kIndex, name), Id(Kind::kColumn, column, table), true);
  }
  return Add(std::move(index));
}

View& Schema::AddView(Name name, std::vector<Column> columns, std::string query) {
  View view;
  view.schema = "public";
  view.name = name;
  view.columns = std::move(columns);
  view.query = {std::move(query)};
  return Add(std::move(view));
}

MaterializedView& Schema::AddMaterializedView(Name name, std::vector<Column> columns,
                                              std::string query) {
  MaterializedView view;
  view.schema = "public";
  view.name = name;
  view.columns = std::move(columns);
  view.query = {std::move(query)};
  return Add(std::move(view));
}

Routine& Schema::AddFunction(Name name, std::vector<Argument> arguments, TypeRef returns,
                             std::string body) {
  Routine routine;
  routine.schema = "public";
  routine.name = name;
  routine.arguments = std::move(arguments);
  routine.returns = returns;
  routine.language = "plpgsql";
  routine.body = std::move(body);
  return Add(std::move(routine));
}

Enum& Schema::AddEnum(Name name, std::vector<std::string> values) {
  Enum type;
  type.schema = "public";
  type.name = name;
  type.values = std::move(values);
  return Add(std::move(type));
}

Sequence& Schema::AddSequence(Name name, OwnedBy owned_by) {
  Sequence sequence;
  sequence.schema = "public";
  sequence.name = name;
  sequence.owned_by = owned_by;
  if (!owned_by.empty()) {
    Depend(Id(Kind::kSequence, name), Id(Kind::kColumn, owned_by.column, owned_by.table), true);
  }
  return Add(std::move(sequence));
}

Trigger& Schema::AddTrigger(Name relation, Name name, Name function) {
  Trigger trigger;
  trigger.schema = "public";
  trigger.relation = relation;
  trigger.name = name;
  trigger.on_insert = true;
  trigger.function = {"public", function};
  ObjectId table = Id(Kind::kTable, relation);
  ObjectId view = Id(Kind::kView, relation);
  Depend(Id(Kind::kTrigger, name, relation), database.Find(view) != nullptr ? view : table, true);
  Depend(Id(Kind::kTrigger, name, relation), Id(Kind::kFunction, function, "()"));
  return Add(std::move(trigger));
}

void Schema::Depend(const ObjectId& from, const ObjectId& to, bool automatic) {
  std::vector<Dependency>& all = database.dependencies;
  Dependency dependency{from, to, automatic};
  all.insert(std::lower_bound(all.begin(), all.end(), dependency), dependency);
}

TypeRef Type(Name name) { return {"pg_catalog", name, {}, false}; }
TypeRef OwnType(Name name) { return {"public", name, {}, false}; }

Column Col(Name name, TypeRef type, std::string default_value) {
  Column column;
  column.name = name;
  column.type = type;
  column.default_value = {std::move(default_value)};
  return column;
}

ObjectId Id(Kind kind, Name name, Name scope) {
  if (kind == Kind::kNamespace || kind == Kind::kExtension) return {kind, {}, name, {}};
  return {kind, "public", name, scope};
}

std::vector<std::string> PlanLines(const Schema& before, const Schema& after,
                                   const PlanOptions& options, const RenameMap& renames) {
  Changes changes = Compare(before.database, after.database);
  absl::StatusOr<Plan> plan = MakePlan(before.database, after.database, changes, renames, options);
  std::vector<std::string> lines;
  if (!plan.ok()) {
    for (const Finding& finding : ToFindings(plan.status())) {
      lines.push_back("error: " + finding.message);
    }
    return lines;
  }
  for (const Step& step : plan->steps) lines.push_back(Line(step));
  if (plan->check_function_bodies_off) lines.push_back("check_function_bodies off");
  return lines;
}

}  // namespace autogen
