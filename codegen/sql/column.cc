// Columns: as CREATE TABLE and ADD COLUMN say them, and every attribute altered in place.

#include <algorithm>
#include <array>

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "codegen/sql/types.h"
#include "engine/definition/definition.h"
#include "engine/sql/lexer.h"

namespace autogen {
namespace {

// Words that stand in an expression outside parentheses only where DEFAULT's grammar (b_expr) wants
// parentheses around the whole.
bool NeedsParentheses(const Expression& expression) {
  static constexpr std::array kWords = {"and",     "or", "not",     "is",      "isnull",
                                        "notnull", "in", "like",    "ilike",   "similar",
                                        "between", "at", "collate", "overlaps"};
  auto tokens = Tokenize(expression.text);
  if (!tokens.ok()) return true;
  int depth = 0;
  for (const Token& token : *tokens) {
    if (token.Is("(") || token.Is("[")) ++depth;
    if (token.Is(")") || token.Is("]")) --depth;
    if (depth > 0 || token.type != TokenType::kWord) continue;
    for (const char* word : kWords) {
      if (token.value == word) return true;
    }
  }
  return false;
}

SqlKeyword StorageWord(Name storage) {
  if (storage == Name("plain")) return "PLAIN";
  if (storage == Name("external")) return "EXTERNAL";
  if (storage == Name("main")) return "MAIN";
  return "EXTENDED";
}

// The name that PostgreSQL gives by itself, where that is free; a longer one it would cut.
bool IsDefaultSequenceName(Name sequence, Name table, Name column) {
  return sequence.str() == table.str() + "_" + column.str() + "_seq" && sequence.view().size() < 64;
}

void AppendIdentity(Sql& sql, const QualifiedName& relation, Name column,
                    const Identity& identity) {
  sql << "GENERATED "
      << (identity.kind == IdentityKind::kAlways ? SqlKeyword("ALWAYS") : SqlKeyword("BY DEFAULT"))
      << " AS IDENTITY";
  Sql options(sql.style());
  if (!identity.sequence.empty() &&
      !IsDefaultSequenceName(identity.sequence, relation.name, column)) {
    options << " SEQUENCE NAME " << QualifiedName{relation.schema, identity.sequence};
  }
  AppendSequenceOptions(options, identity.options, " ", false);
  if (options.empty()) return;
  sql << " (" << RawSql{options.text().substr(1)} << ")";
}

// The type of a sequence is altered: limits that were the old type's become the new one's.
// See: init_params() in PostgreSQL's commands/sequence.c.
SequenceOptions Followed(SequenceOptions options, const TypeRef& type) {
  const SequenceBounds before = BoundsOf(options.type);
  const SequenceBounds after = BoundsOf(type);
  options.type = type;
  if (options.min_value == before.least) options.min_value = after.least;
  if (options.max_value == before.most) options.max_value = after.most;
  return options;
}

class ColumnAlterer {
 public:
  ColumnAlterer(Kind kind, QualifiedName relation, const Column& before, const Column& after,
                Writer& w)
      : kind_(kind),
        relation_(relation),
        id_(ColumnId(relation.schema, relation.name, after.name)),
        before_(before),
        after_(after),
        w_(w) {}

  void Default() {
    if (after_.default_value.empty() || !after_.generated.empty()) return DropDefault();
    Sql action = Action();
    action << " SET DEFAULT " << Fixed(after_.default_value, w_.style());
    w_.AddAction(Relation(), std::move(action), Pass::kSetDefault);
  }

  void ChangedSettings() {
    if (before_.storage != after_.storage) Storage();
    if (before_.compression != after_.compression) Compression();
    if (before_.statistics != after_.statistics) Statistics();
    AlterOptions(Start(), before_.options, after_.options, w_);
  }

  void DropDefault() {
    Sql action = Action();
    action << " DROP DEFAULT";
    w_.AddAction(Relation(), std::move(action), Pass::kDrop);
  }

  void TakeAway() {
    if (w_.Alters("default")) DropDefault();
    if (w_.Alters("identity")) Add(" DROP IDENTITY");
    if (w_.Alters("generated")) Add(" DROP EXPRESSION");
  }

  void Run() {
    bool identity = w_.Alters("identity");
    had_identity_ = before_.identity && !w_.TakenAway(id_, "identity");
    if (identity && had_identity_ && !after_.identity) Add(" DROP IDENTITY");
    if (w_.Alters("generated") || w_.Alters("generated_virtual")) Generated();
    if (w_.Alters("not_null") && !after_.not_null) Add(" DROP NOT NULL");
    if (w_.Alters("type") || w_.Alters("collate")) Retype();
    if (w_.Alters("default")) Default();
    if (w_.Alters("not_null") && after_.not_null) Add(" SET NOT NULL", NotNullHazards(id_, w_));
    if (identity && after_.identity) AlterIdentity();
    Settings();
    if (w_.Alters("comment")) CommentColumn(relation_, after_.name, after_.comment, w_);
  }

 private:
  Sql Start() const { return AlterColumnStart(kind_, relation_, after_.name, w_); }
  void Add(SqlKeyword action, std::vector<Hazard> hazards = {}) {
    Sql sql = Start();
    sql << action;
    w_.Add(std::move(sql), std::move(hazards));
  }

  // A stored expression can only go; another one replaces it from 17 on.
  void Generated() {
    if (after_.generated.empty()) return Add(" DROP EXPRESSION");
    Sql sql = Start();
    sql << " SET EXPRESSION AS (" << Fixed(after_.generated, w_.style()) << ")";
    w_.Add(std::move(sql), RewriteHazards(id_, w_));
  }

  Sql Relation() const {
    Sql sql = w_.NewSql();
    sql << "ALTER " << Word(kind_) << " " << relation_;
    return sql;
  }

  Sql Action() const {
    Sql sql = w_.NewSql();
    sql << "ALTER COLUMN " << Ident(after_.name);
    return sql;
  }

  void Retype() {
    Sql action = Action();
    action << " TYPE " << after_.type;
    if (!after_.collation.empty()) action << " COLLATE " << after_.collation;
    AppendUsing(action);
    w_.AddAction(Relation(), std::move(action), Pass::kAlterType,
                 RetypeHazards(id_, before_, after_, w_));
  }

  void AppendUsing(Sql& sql) {
    if (!after_.generated.empty()) return;  // it is computed anew, and cannot be converted
    if (!after_.using_expression.empty() && w_.Alters("type")) {
      sql << " USING " << Fixed(after_.using_expression, w_.style());
      return;
    }
    TypeChange change = ClassifyTypeChange(before_.type, after_.type, w_.before(), w_.after());
    if (!change.needs_using) return;
    sql << " USING " << Ident(after_.name);
    if (change.via_text) {
      bool by_element = before_.type.array && after_.type.array;
      sql << (by_element ? SqlKeyword("::text[]") : SqlKeyword("::text"));
    }
    sql << "::" << after_.type;
  }

  void AlterIdentity() {
    if (!had_identity_) {
      Sql sql = Start();
      sql << " ADD ";
      AppendIdentity(sql, relation_, after_.name, *after_.identity);
      w_.Add(std::move(sql));
      return;
    }
    Sql kind = w_.NewSql();
    if (before_.identity->kind != after_.identity->kind) {
      kind << " SET GENERATED "
           << (after_.identity->kind == IdentityKind::kAlways ? SqlKeyword("ALWAYS")
                                                              : SqlKeyword("BY DEFAULT"));
    }
    AlterSequenceOptions(
        {Start(), kind, " SET ", {relation_.schema, after_.identity->sequence}, id_},
        OptionsBefore(), OptionsAfter(), w_);
  }

  // The sequence follows the type of the column; this comes before a type that holds less, and
  // after one that holds more.
  SequenceOptions OptionsBefore() const {
    const SequenceOptions& before = before_.identity->options;
    const TypeRef& type = after_.identity->options.type;
    return HoldsLess(type, before.type) ? before : Followed(before, type);
  }

  // Nothing is said where the type brings it all.
  SequenceOptions OptionsAfter() const {
    const SequenceOptions& before = before_.identity->options;
    SequenceOptions after = after_.identity->options;
    if (!HoldsLess(after.type, before.type)) return after;
    if (Followed(before, after.type) == after) return before;
    after.type = before.type;
    return after;
  }

  void Statistics() {
    Sql sql = Start();
    sql << " SET STATISTICS " << Number(after_.statistics.value_or(-1));
    w_.Add(std::move(sql));
  }

  void Settings() {
    if (w_.Alters("storage")) Storage();
    if (w_.Alters("compression")) Compression();
    if (w_.Alters("statistics")) Statistics();
    if (w_.Alters("with")) AlterOptions(Start(), before_.options, after_.options, w_);
  }

  void Storage() {
    Name storage = after_.storage.empty() ? TypeStorage(after_.type, w_.after()) : after_.storage;
    Sql sql = Start();
    sql << " SET STORAGE " << StorageWord(storage);
    w_.Add(std::move(sql));
  }

  void Compression() {
    Sql sql = Start();
    sql << " SET COMPRESSION ";
    if (after_.compression.empty()) {
      sql << "DEFAULT";
    } else {
      sql << Ident(after_.compression);
    }
    w_.Add(std::move(sql));
  }

  Kind kind_;
  QualifiedName relation_;
  ObjectId id_;
  const Column& before_;
  const Column& after_;
  bool had_identity_ = false;
  Writer& w_;
};

// A change in one attribute of a column whose object stands in the step.
const Column* ColumnIn(const Object* object, Name name) {
  if (object == nullptr) return nullptr;
  if (const auto* table = std::get_if<Table>(object)) return FindColumn(table->columns, name);
  if (const auto* view = std::get_if<View>(object)) return FindColumn(view->columns, name);
  if (const auto* view = std::get_if<MaterializedView>(object)) {
    return FindColumn(view->columns, name);
  }
  return nullptr;
}

const Column* ColumnBefore(const Step& step) {
  return step.column_before ? step.column_before : ColumnIn(step.before, step.id.name);
}

const Column* ColumnAfter(const Step& step) {
  return step.column_after ? step.column_after : ColumnIn(step.after, step.id.name);
}

QualifiedName RelationOf(const ObjectId& column) { return {column.schema, column.scope}; }

}  // namespace

void AppendDefault(Sql& sql, const Expression& expression) {
  sql << " DEFAULT ";
  if (NeedsParentheses(expression)) {
    sql << "(" << Fixed(expression, sql.style()) << ")";
  } else {
    sql << Fixed(expression, sql.style());
  }
}

void AppendColumn(Sql& sql, QualifiedName relation, const Column& column, bool with_default) {
  sql << Ident(column.name) << " " << column.type;
  if (!column.collation.empty()) sql << " COLLATE " << column.collation;
  if (!column.generated.empty()) {
    sql << " GENERATED ALWAYS AS (" << Fixed(column.generated, sql.style()) << ")"
        << (column.generated_virtual ? SqlKeyword(" VIRTUAL") : SqlKeyword(" STORED"));
  } else if (with_default && !column.default_value.empty()) {
    AppendDefault(sql, column.default_value);
  }
  if (column.identity) {
    sql << " ";
    AppendIdentity(sql, relation, column.name, *column.identity);
  }
  if (column.not_null) sql << " NOT NULL";
}

void FinishColumn(Kind kind, const QualifiedName& relation, const Column& column, Writer& w) {
  auto start = [&] { return AlterColumnStart(kind, relation, column.name, w); };
  if (!column.storage.empty()) {
    Sql sql = start();
    sql << " SET STORAGE " << StorageWord(column.storage);
    w.Add(std::move(sql));
  }
  if (!column.compression.empty()) {
    Sql sql = start();
    sql << " SET COMPRESSION " << Ident(column.compression);
    w.Add(std::move(sql));
  }
  if (column.statistics) {
    Sql sql = start();
    sql << " SET STATISTICS " << Number(*column.statistics);
    w.Add(std::move(sql));
  }
  AlterOptions(start(), {}, column.options, w);
  if (!column.comment.empty()) CommentColumn(relation, column.name, column.comment, w);
}

Kind RelationKind(const QualifiedName& relation, const Writer& w) {
  for (const Database* database : {&w.after(), &w.before()}) {
    for (Kind kind : {Kind::kTable, Kind::kView, Kind::kMaterializedView, Kind::kCompositeType}) {
      if (database->Find(RelationId(kind, relation.schema, relation.name))) return kind;
    }
  }
  return Kind::kTable;
}

Sql AlterColumnStart(Kind kind, const QualifiedName& relation, Name column, const Writer& w) {
  Sql sql = w.NewSql();
  sql << "ALTER " << Word(kind) << " " << relation << " ALTER COLUMN " << Ident(column);
  return sql;
}

void CreateColumn(Writer& w) {
  const Step& step = w.step();
  const Column* column = ColumnAfter(step);
  if (column == nullptr) return;
  QualifiedName relation = RelationOf(step.id);
  ObjectId table = RelationId(Kind::kTable, relation.schema, relation.name);
  bool with_default = !LeavesOut(step, "default");
  Sql sql = w.NewSql();
  sql << "ALTER TABLE " << relation << " ADD COLUMN ";
  AppendColumn(sql, relation, *column, with_default);
  w.Add(std::move(sql), AddColumnHazards(table, *column, w));
  FinishColumn(Kind::kTable, relation, *column, w);
  if (step.after == nullptr) return;
  if (const auto* owner = std::get_if<Table>(step.after)) GrantNewColumn(*owner, column->name, w);
}

namespace {

// A column that one side does not know (a view's, without a default or a comment) has nothing.
template <class F>
void WithAlterer(Writer& w, F&& f) {
  const Step& step = w.step();
  const Column* before = ColumnBefore(step);
  const Column* after = ColumnAfter(step);
  Column nothing;
  nothing.name = step.id.name;
  QualifiedName relation = RelationOf(step.id);
  f(ColumnAlterer(RelationKind(relation, w), relation, before ? *before : nothing,
                  after ? *after : nothing, w));
}

}  // namespace

void AlterColumn(Writer& w) {
  WithAlterer(w, [&](ColumnAlterer alterer) {
    if (w.step().takes_away) {
      alterer.TakeAway();
    } else {
      alterer.Run();
    }
  });
}

void AlterDefault(Writer& w) {
  WithAlterer(w, [&](ColumnAlterer alterer) {
    if (w.step().takes_away || w.step().verb == Verb::kDrop) {
      alterer.DropDefault();
    } else {
      alterer.Default();
    }
  });
}

void AlterViewColumns(Kind kind, const QualifiedName& view, const std::vector<Column>& before,
                      const std::vector<Column>& after, Writer& w) {
  auto alter = [&](const Column& was, const Column& is) {
    ColumnAlterer alterer(kind, view, was, is, w);
    if (was.default_value != is.default_value) alterer.Default();
    if (was.comment != is.comment) CommentColumn(view, is.name, is.comment, w);
    alterer.ChangedSettings();
  };
  for (const Column& is : after) {
    const Column* was = FindColumn(before, is.name);
    Column nothing;
    alter(was ? *was : nothing, is);
  }
  for (const Column& was : before) {
    if (FindColumn(after, was.name)) continue;
    Column nothing;
    nothing.name = was.name;
    alter(was, nothing);
  }
}

}  // namespace autogen
