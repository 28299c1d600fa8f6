#pragma once

#include <deque>
#include <string>

#include "codegen/sql/statement.h"

namespace autogen {

// A plan written by hand, with the two databases that it goes between. Objects that are altered or
// dropped stand in `before`, those that are made or altered in `after`.
class PlanBuilder {
 public:
  PlanBuilder() {
    before_.current_user = after_.current_user = "migrator";
    before_.server_version = after_.server_version = 150000;
  }

  Database& before() { return before_; }
  Database& after() { return after_; }

  Step& Create(Object object) {
    ObjectId id = IdOf(object);
    after_.Add(object);
    return Add(Verb::kCreate, id, nullptr, &Keep(std::move(object)));
  }
  Step& Drop(Object object) {
    ObjectId id = IdOf(object);
    before_.Add(object);
    return Add(Verb::kDrop, id, &Keep(std::move(object)), nullptr);
  }
  Step& Alter(Object from, Object to, std::vector<std::string_view> attributes) {
    ObjectId id = IdOf(to);
    before_.Add(from);
    after_.Add(to);
    Step& step = Add(Verb::kAlter, id, &Keep(std::move(from)), &Keep(std::move(to)));
    step.attributes = std::move(attributes);
    return step;
  }
  Step& Replace(Object from, Object to, std::vector<std::string_view> attributes = {}) {
    Step& step = Alter(std::move(from), std::move(to), std::move(attributes));
    step.verb = Verb::kReplace;
    return step;
  }
  Step& Rename(ObjectId from, ObjectId to) {
    Step& step = Add(Verb::kRename, from, nullptr, nullptr);
    step.renamed_to = to;
    return step;
  }
  // The table stands on both sides, with the column as given; nullptr: not there.
  Step& AlterColumn(Table table, const Column* from, const Column* to,
                    std::vector<std::string_view> attributes = {}) {
    Table was = table;
    Table is = std::move(table);
    if (from != nullptr) was.columns.push_back(*from);
    if (to != nullptr) is.columns.push_back(*to);
    Name name = from != nullptr ? from->name : to->name;
    ObjectId id = ColumnId(is.schema, is.name, name);
    before_.Add(was);
    after_.Add(is);
    Verb verb = from == nullptr ? Verb::kCreate : to == nullptr ? Verb::kDrop : Verb::kAlter;
    Step& step = Add(verb, id, &Keep(std::move(was)), &Keep(std::move(is)));
    if (from != nullptr) step.column_before = &std::get<Table>(*step.before).columns.back();
    if (to != nullptr) step.column_after = &std::get<Table>(*step.after).columns.back();
    step.attributes = std::move(attributes);
    return step;
  }

  std::vector<Statement> Render() const {
    Plan plan;
    plan.steps.assign(steps_.begin(), steps_.end());
    SqlStyle style;
    style.first_schema = "public";
    return autogen::Render(plan, before_, after_, style);
  }

  // One statement a line ending; "-- hazard" lines before it as in a migration.
  std::string Text() const {
    std::string text;
    for (const Statement& statement : Render()) {
      if (statement.begins_unit) text += "-- transaction\n";
      for (const Hazard& hazard : statement.hazards) {
        text += "-- hazard: " + hazard.id + ": " + hazard.words + "\n";
      }
      text += statement.text + ";\n";
    }
    return text;
  }

 private:
  Step& Add(Verb verb, ObjectId id, const Object* before, const Object* after) {
    Step step;
    step.verb = verb;
    step.id = id;
    step.before = before;
    step.after = after;
    return steps_.emplace_back(std::move(step));
  }
  const Object& Keep(Object object) { return objects_.emplace_back(std::move(object)); }

  Database before_, after_;
  std::deque<Object> objects_;
  std::deque<Step> steps_;
};

inline TypeRef Builtin(const char* name, const char* modifier = "", bool array = false) {
  return {"pg_catalog", name, modifier, array};
}
inline TypeRef Own(const char* name, bool array = false) { return {"public", name, {}, array}; }

inline Column MakeColumn(const char* name, TypeRef type) {
  Column column;
  column.name = name;
  column.type = type;
  return column;
}

inline Table MakeTable(const char* name, std::vector<Column> columns = {}) {
  Table table;
  table.schema = "public";
  table.name = name;
  table.columns = std::move(columns);
  table.common.owner = Name("migrator");
  table.common.grants.emplace();
  return table;
}

}  // namespace autogen
