#include "engine/compare/rename_parts.h"

#include <algorithm>

#include "engine/compare/replace_names.h"
#include "engine/sql/lexer.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

void Collect(const QualifiedName& relation, const std::vector<Column>& columns,
             std::map<QualifiedName, std::set<Name>>* result) {
  for (const Column& column : columns) (*result)[relation].insert(column.name);
}

template <class T>
QualifiedName NameOf(const T& o) {
  return {o.schema, o.name};
}

// Whether a place is inside the name of something else: the schema of a function's.
bool IsInName(const Uses& uses, size_t at) {
  return std::any_of(uses.names.begin(), uses.names.end(),
                     [&](const NameUse& use) { return use.begin <= at && at < use.end; });
}

}  // namespace

PartRenames::PartRenames(const Database& before, const LevelRenames& level) {
  if (level.level != RenameLevel::kParts) return;
  for (const auto& [from, to] : level.ids) {
    if (from.kind != Kind::kColumn) continue;
    columns_.emplace(std::pair(QualifiedName{from.schema, from.scope}, from.name), to.name);
    old_names_.insert(from.name);
  }
  if (columns_.empty()) return;
  for (const auto& [id, object] : before.objects) {
    if (const auto* o = std::get_if<Table>(&object)) Collect(NameOf(*o), o->columns, &columns_of_);
    if (const auto* o = std::get_if<View>(&object)) Collect(NameOf(*o), o->columns, &columns_of_);
    if (const auto* o = std::get_if<MaterializedView>(&object)) {
      Collect(NameOf(*o), o->columns, &columns_of_);
    }
  }
}

void PartRenames::Apply(Object* object) const {
  if (columns_.empty()) return;
  std::visit([&](auto& o) { Follow(&o); }, *object);
  if (RelationOf(*object).empty() && !std::holds_alternative<Table>(*object)) {
    ForEachText(object, [&](SqlForm form, Expression* text) {
      if (form != SqlForm::kExpression) Text({}, form, text);
    });
  }
}

Name PartRenames::NewColumn(const QualifiedName& relation, Name column) const {
  auto found = columns_.find({relation, column});
  return found == columns_.end() ? column : found->second;
}

void PartRenames::List(const QualifiedName& relation, std::vector<Name>* columns) const {
  for (Name& column : *columns) column = NewColumn(relation, column);
}

void PartRenames::Keys(const QualifiedName& relation, std::vector<IndexKey>* keys) const {
  for (IndexKey& key : *keys) {
    if (!key.column.empty()) key.column = NewColumn(relation, key.column);
    Text(relation, SqlForm::kExpression, &key.expression);
  }
}

std::optional<Name> PartRenames::NewColumn(const QualifiedName& own, const ColumnUse& use) const {
  if (!old_names_.contains(use.column)) return std::nullopt;
  // The column is that of the one candidate that has it.
  const QualifiedName* holder = nullptr;
  for (const QualifiedName& relation : use.relations) {
    auto found = columns_of_.find(relation);
    if (found == columns_of_.end() || !found->second.contains(use.column)) continue;
    if (holder != nullptr) return std::nullopt;
    holder = &relation;
  }
  if (use.relations.empty() && !own.empty()) holder = &own;
  if (holder == nullptr) return std::nullopt;
  Name name = NewColumn(*holder, use.column);
  return name == use.column ? std::nullopt : std::optional(name);
}

void PartRenames::Text(const QualifiedName& own, SqlForm form, Expression* text) const {
  if (text->empty()) return;
  bool mentioned = std::any_of(old_names_.begin(), old_names_.end(),
                               [&](Name name) { return MayMention(text->text, name); });
  if (!mentioned) return;
  text->text =
      RewriteColumns(text->text, form, [&](const ColumnUse& use) { return NewColumn(own, use); });
}

void PartRenames::Follow(Table* table) const {
  QualifiedName own = NameOf(*table);
  for (Column& column : table->columns) {
    column.name = NewColumn(own, column.name);
    Text(own, SqlForm::kExpression, &column.generated);
  }
  if (!table->common.grants) return;
  for (Privilege& privilege : *table->common.grants) {
    if (!privilege.column.empty()) privilege.column = NewColumn(own, privilege.column);
  }
}

void PartRenames::Follow(CompositeType* type) const {
  for (CompositeAttribute& attribute : type->attributes) {
    attribute.name = NewColumn(NameOf(*type), attribute.name);
  }
}

void PartRenames::Follow(View* view) const {
  for (Column& column : view->columns) column.name = NewColumn(NameOf(*view), column.name);
}

void PartRenames::Follow(MaterializedView* view) const {
  for (Column& column : view->columns) column.name = NewColumn(NameOf(*view), column.name);
}

void PartRenames::Follow(Constraint* constraint) const {
  QualifiedName own{constraint->schema, constraint->table};
  List(own, &constraint->columns);
  List(own, &constraint->include);
  List(own, &constraint->on_delete_columns);
  List(constraint->references, &constraint->referenced_columns);
  Keys(own, &constraint->elements);
  Text(own, SqlForm::kExpression, &constraint->check);
  Text(own, SqlForm::kExpression, &constraint->where);
}

void PartRenames::Follow(Index* index) const {
  QualifiedName own{index->schema, index->table};
  Keys(own, &index->keys);
  List(own, &index->include);
  Text(own, SqlForm::kExpression, &index->where);
}

void PartRenames::Follow(Trigger* trigger) const {
  QualifiedName own{trigger->schema, trigger->relation};
  List(own, &trigger->update_columns);
  Text(own, SqlForm::kExpression, &trigger->when);
}

void PartRenames::Follow(Sequence* sequence) const {
  if (sequence->owned_by.empty()) return;
  QualifiedName table{sequence->schema, sequence->owned_by.table};
  sequence->owned_by.column = NewColumn(table, sequence->owned_by.column);
}

void RenameOwnQualifier(const LevelRenames& level, Object* object) {
  QualifiedName own = RelationOf(*object);
  if (const auto* table = std::get_if<Table>(object)) own = NameOf(*table);
  auto found = level.relations.find(own);
  if (found == level.relations.end() || found->second.name == own.name) return;
  ForEachText(object, [&](SqlForm form, Expression* text) {
    if (form != SqlForm::kExpression || !MayMention(text->text, own.name)) return;
    auto uses = FindUses(text->text, form);
    auto tokens = Tokenize(text->text);
    if (!uses.ok() || !tokens.ok()) return;
    std::vector<TextEdit> edits;
    for (size_t i = 0; i + 1 < tokens->size(); ++i) {
      const Token& token = (*tokens)[i];
      bool qualifies = token.IsName() && token.value == own.name.view() &&
                       (*tokens)[i + 1].Is(".") && (i == 0 || !(*tokens)[i - 1].Is("."));
      if (!qualifies || IsInName(*uses, token.begin)) continue;
      edits.push_back({token.begin, token.end, QuoteIdentifier(found->second.name)});
    }
    text->text = ApplyEdits(text->text, std::move(edits));
  });
}

}  // namespace autogen
