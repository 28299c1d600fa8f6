#include "codegen/sql/writer.h"

#include <algorithm>

namespace autogen {
namespace {

constexpr int kOldestVersion = 130000;

// The columns of a table or a view, made and dropped with it.
const std::vector<Column>* ColumnsOf(const Object* object) {
  if (object == nullptr) return nullptr;
  if (const auto* table = std::get_if<Table>(object)) return &table->columns;
  if (const auto* view = std::get_if<View>(object)) return &view->columns;
  if (const auto* view = std::get_if<MaterializedView>(object)) return &view->columns;
  return nullptr;
}

bool HasColumn(const Database& database, const ObjectId& id) {
  for (Kind kind : {Kind::kTable, Kind::kView, Kind::kMaterializedView}) {
    const auto* columns = ColumnsOf(database.Find(RelationId(kind, id.schema, id.scope)));
    if (columns != nullptr) return FindColumn(*columns, id.name) != nullptr;
  }
  return false;
}

}  // namespace

Writer::Writer(const Plan& plan, const Database& before, const Database& after,
               const SqlStyle& style)
    : plan_(plan), before_(before), after_(after), style_(style) {
  for (size_t i = 0; i < plan.steps.size(); ++i) NoteStep(i);
}

void Writer::NoteStep(size_t step) {
  const Step& s = plan_.steps[step];
  if (s.verb != Verb::kCreate && s.verb != Verb::kDrop) return;
  bool made = s.verb == Verb::kCreate;
  Note(s.id, step, made);
  if (s.id.kind == Kind::kColumn || s.id.kind == Kind::kDefault) return;
  if (const auto* columns = ColumnsOf(made ? s.after : s.before)) {
    for (const Column& column : *columns) {
      Note(ColumnId(s.id.schema, s.id.name, column.name), step, made);
    }
  }
  for (const Constraint* constraint : s.folded) Note(IdOf(Object(*constraint)), step, made);
}

void Writer::Begin(size_t step) {
  if (step > 0 && plan_.steps[step - 1].ends_unit) {
    Close();
    begins_unit_ = true;
  }
  step_ = step;
  rebuilt_ = false;
}

void Writer::Add(Sql sql, std::vector<Hazard> hazards) {
  Close();
  statements_.push_back({sql.Take(), std::move(hazards), step_, begins_unit_});
  begins_unit_ = false;
}

void Writer::AddAction(Sql start, Sql action, Pass pass, std::vector<Hazard> hazards) {
  if (open_ && (open_->start.text() != start.text() || open_->pass > pass)) Close();
  if (!open_) {
    open_ = Open{std::move(start), {}, pass, {}, step_, begins_unit_};
    begins_unit_ = false;
  }
  open_->pass = pass;
  open_->actions.push_back(std::move(action));
  for (Hazard& hazard : hazards) {
    bool said =
        std::find(open_->hazards.begin(), open_->hazards.end(), hazard) != open_->hazards.end();
    if (!said) open_->hazards.push_back(std::move(hazard));
  }
}

void Writer::Close() {
  if (!open_) return;
  Sql sql = std::move(open_->start);
  bool one_line = open_->actions.size() == 1;
  for (size_t i = 0; i < open_->actions.size(); ++i) {
    if (i > 0) sql << ",";
    sql << (one_line ? SqlKeyword(" ") : SqlKeyword("\n    ")) << RawSql{open_->actions[i].text()};
  }
  statements_.push_back({sql.Take(), std::move(open_->hazards), open_->step, open_->begins_unit});
  open_.reset();
}

std::vector<Statement> Writer::Take() {
  Close();
  return std::move(statements_);
}

Name Writer::role() const {
  return before_.current_user.empty() ? after_.current_user : before_.current_user;
}

int Writer::version() const {
  int version = std::max(before_.server_version, after_.server_version);
  return version == 0 ? kOldestVersion + 20000 : version;
}

bool Writer::Alters(std::string_view attribute) const { return autogen::Alters(step(), attribute); }

bool Writer::MadeSoFar(const ObjectId& id) const {
  auto found = events_.find(id);
  if (found == events_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const Event& event) { return event.made && event.step <= step_; });
}

bool Writer::MadeLater(const ObjectId& id) const {
  auto found = events_.find(id);
  if (found == events_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const Event& event) { return event.made && event.step > step_; });
}

bool Writer::WasBefore(const ObjectId& id) const {
  return id.kind == Kind::kColumn ? HasColumn(before_, id) : before_.Find(id) != nullptr;
}

bool Writer::Stood(const ObjectId& id) const { return WasBefore(id) && !MadeSoFar(id); }

bool Writer::TakenAway(const ObjectId& id, std::string_view attribute) const {
  for (size_t i = 0; i < step_; ++i) {
    const Step& earlier = plan_.steps[i];
    if (earlier.id == id && earlier.takes_away && autogen::Alters(earlier, attribute)) return true;
  }
  return false;
}

bool Alters(const Step& step, std::string_view attribute) {
  return std::find(step.attributes.begin(), step.attributes.end(), attribute) !=
         step.attributes.end();
}

bool LeavesOut(const Step& step, std::string_view attribute) {
  return std::find(step.left_out.begin(), step.left_out.end(), attribute) != step.left_out.end();
}

const Column* FindColumn(const std::vector<Column>& columns, Name name) {
  auto found = std::find_if(columns.begin(), columns.end(),
                            [&](const Column& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

Expression Fixed(const Expression& expression, const SqlStyle& style, SqlForm form,
                 const ColumnTypes& columns) {
  if (style.as_written) return expression;
  return {FixpointText(expression.text, form, columns)};
}

Expression Fixed(const Expression& expression, const SqlStyle& style,
                 const std::vector<Column>& columns) {
  return Fixed(expression, style, SqlForm::kExpression, [&columns](Name name) {
    const Column* column = FindColumn(columns, name);
    return column == nullptr ? nullptr : &column->type;
  });
}

const std::vector<Column>& ColumnsOf(const Writer& w, QualifiedName relation) {
  static const auto& none = *new std::vector<Column>();
  const auto* table = w.after().Get<Table>({Kind::kTable, relation.schema, relation.name, {}});
  return table == nullptr ? none : table->columns;
}

}  // namespace autogen
