#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "codegen/sql/statement.h"
#include "engine/sql/names.h"

namespace autogen {

// The passes in which one ALTER TABLE works, as far as actions are joined. See: AlterTablePass in
// PostgreSQL's source.
enum class Pass : uint8_t { kDrop, kAlterType, kSetDefault };

// The statements made so far, and what the step at hand must know of the plan around it.
class Writer {
 public:
  Writer(const Plan& plan, const Database& before, const Database& after, const SqlStyle& style);

  Sql NewSql() const { return Sql(style_); }
  void Add(Sql sql, std::vector<Hazard> hazards = {});
  // An action of ALTER TABLE: consecutive ones of one relation are one statement, where PostgreSQL
  // would do them in the same order anyway.
  void AddAction(Sql start, Sql action, Pass pass, std::vector<Hazard> hazards = {});
  void Begin(size_t step);
  std::vector<Statement> Take();

  const Step& step() const { return plan_.steps[step_]; }
  const Database& before() const { return before_; }
  const Database& after() const { return after_; }
  const SqlStyle& style() const { return style_; }
  // The role that will run the migration, who owns what it makes; empty: unknown.
  Name role() const;
  int version() const;

  // Whether the step at hand alters the attribute.
  bool Alters(std::string_view attribute) const;
  // Whether a step of the plan, up to this one or after it, makes the object. A column is made with
  // its table, a folded constraint too.
  bool MadeSoFar(const ObjectId& id) const;
  bool MadeLater(const ObjectId& id) const;
  // It stood before the plan and has not been made anew: there may be rows in it, and code that
  // uses it.
  bool Stood(const ObjectId& id) const;
  // It goes for good: no step makes it again.
  bool GoesForGood(const ObjectId& id) const { return !after_.Find(id) && !MadeLater(id); }

  // Whether an earlier step has taken this attribute away, to be given back.
  bool TakenAway(const ObjectId& id, std::string_view attribute) const;
  // The step made its object anew as a whole: nothing is left to alter.
  void SetRebuilt() { rebuilt_ = true; }
  bool rebuilt() const { return rebuilt_; }

 private:
  struct Event {
    size_t step;
    bool made;  // else dropped
  };
  void Note(const ObjectId& id, size_t step, bool made) { events_[id].push_back({step, made}); }
  void NoteStep(size_t step);
  bool WasBefore(const ObjectId& id) const;

  // ALTER TABLE actions that the next one may join.
  struct Open {
    Sql start;
    std::vector<Sql> actions;
    Pass pass;
    std::vector<Hazard> hazards;
    size_t step;
    bool begins_unit;
  };
  void Close();

  const Plan& plan_;
  const Database& before_;
  const Database& after_;
  const SqlStyle style_;
  size_t step_ = 0;
  std::map<ObjectId, std::vector<Event>> events_;
  std::optional<Open> open_;
  bool begins_unit_ = false;  // the next statement does
  bool rebuilt_ = false;
  std::vector<Statement> statements_;
};

// Whether a step alters the attribute.
bool Alters(const Step& step, std::string_view attribute);

// Whether a step that makes its object leaves the attribute to a later one.
bool LeavesOut(const Step& step, std::string_view attribute);

// The column of that name, or nullptr.
const Column* FindColumn(const std::vector<Column>& columns, Name name);

// The expression in the form that reads back to itself, unless it is to stand as it is.
Expression Fixed(const Expression& expression, const SqlStyle& style,
                 SqlForm form = SqlForm::kExpression, const ColumnTypes& columns = {});
// The same of an expression over the columns of a table.
Expression Fixed(const Expression& expression, const SqlStyle& style,
                 const std::vector<Column>& columns);
// The columns of a table of the plan, as they are when the step is done; none: it is no table.
const std::vector<Column>& ColumnsOf(const Writer& w, QualifiedName relation);

}  // namespace autogen
