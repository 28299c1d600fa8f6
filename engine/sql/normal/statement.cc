#include "engine/sql/normal/analyzer.h"

// Statements of rules and of SQL-standard function bodies. See: PostgreSQL source, analyze.c.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

const ScopeColumn* Find(const ScopeItem& item, Name name) {
  for (const ScopeColumn& column : item.columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

}  // namespace

// The relation that a statement changes, in the scope.
namespace {
std::string TargetText(const QualifiedName& name, const std::string& shown) {
  return " " + name.schema.str() + std::string(1, '\0') + name.name.str() + " as " + shown;
}
}  // namespace

Expr* Analyzer::Statement(const Node& statement, Scope* outer) {
  if (failed_) return Fail();
  if (statement.Is(NodeType::kSelectStmt)) return Select(statement, outer, {}).tree;
  if (statement.Is(NodeType::kNotifyStmt)) {
    std::string text = "notify " + std::string(statement.Text(tree::NotifyStmt::kConditionname));
    text += '\0';
    text += statement.Text(tree::NotifyStmt::kPayload);
    return Make(Tag::kNode, t_none, text);
  }
  bool insert = statement.Is(NodeType::kInsertStmt), update = statement.Is(NodeType::kUpdateStmt);
  if (!insert && !update && !statement.Is(NodeType::kDeleteStmt)) return Fail();
  int relation_field = insert   ? int{tree::InsertStmt::kRelation}
                       : update ? int{tree::UpdateStmt::kRelation}
                                : int{tree::DeleteStmt::kRelation};
  int with_field = insert   ? int{tree::InsertStmt::kWithClause}
                   : update ? int{tree::UpdateStmt::kWithClause}
                            : int{tree::DeleteStmt::kWithClause};
  const Node* relation = statement.Child(relation_field);
  if (relation == nullptr || statement.Has(with_field)) return Fail();

  Scope scope(outer);
  const Node* alias = relation->Child(tree::RangeVar::kAlias);
  std::string_view relname = relation->Text(tree::RangeVar::kRelname);
  Name called = alias == nullptr ? Name() : Name(alias->Text(tree::Alias::kAliasname));
  std::string shown =
      scope.names.Take(relation, called.empty() ? std::string(relname) : called.str());
  std::optional<QualifiedName> name =
      FindRelationName(relation->Text(tree::RangeVar::kSchemaname), relname);
  if (!name) return Fail();
  ScopeItem target = RelationItem(name->schema, name->name, called, shown);
  if (!target.known) return Fail();
  std::string text = std::string(tree::NameOf(statement.type)) + TargetText(*name, shown);
  std::vector<Expr*> parts;

  if (insert) {
    if (statement.Has(tree::InsertStmt::kOnConflictClause)) return Fail();
    text += " " + std::to_string(statement.Value(tree::InsertStmt::kOverride));
    std::vector<const ScopeColumn*> columns;
    for (const Node* column : statement.Children(tree::InsertStmt::kCols)) {
      if (column->Has(tree::ResTarget::kIndirection)) return Fail();
      columns.push_back(Find(target, column->Text(tree::ResTarget::kName)));
      if (columns.back() == nullptr) return Fail();
    }
    bool all = columns.empty();
    if (all) {
      for (const ScopeColumn& column : target.columns) columns.push_back(&column);
    }
    const Node* query = statement.Child(tree::InsertStmt::kSelectStmt);
    size_t count = 0;
    if (query == nullptr) {
      text += " default";
    } else {
      std::vector<const Node*> rows = query->Children(tree::SelectStmt::kValuesLists);
      for (const Node* row : rows) {
        std::vector<Expr*> values;
        for (const Node* item : row->Children(tree::List::kItems)) {
          if (values.size() >= columns.size()) return Fail();
          const Expr* column = columns[values.size()]->expr;
          Expr* value = Transform(*item, &scope);
          bool given = !(value->tag == Tag::kNode && value->text == "default");
          values.push_back(given && column->type != t_none && value->type != t_none
                               ? Hidden(value, column->type, column->modifier)
                               : value);
        }
        count = values.size();
        parts.push_back(Make(Tag::kNode, t_none, "values", std::move(values)));
      }
      if (rows.empty()) {
        Query made = Select(*query, &scope, {});
        count = made.columns.size();
        parts.push_back(made.tree);
      }
    }
    if (count > columns.size()) return Fail();
    for (size_t i = 0; i < count; ++i) text += '\0' + columns[i]->name.str();
  }
  scope.items.push_back(std::move(target));
  const ScopeItem& item = scope.items.front();
  for (const Node* from : statement.Children(update ? int{tree::UpdateStmt::kFromClause}
                                                    : int{tree::DeleteStmt::kUsingClause})) {
    if (insert) break;
    NameItems(*from, &scope);
    parts.push_back(FromItem(*from, &scope));
  }
  if (failed_) return Fail();
  if (update) {
    for (const Node* set : statement.Children(tree::UpdateStmt::kTargetList)) {
      const ScopeColumn* column = Find(item, set->Text(tree::ResTarget::kName));
      const Node* value = set->Child(tree::ResTarget::kVal);
      bool plain =
          column != nullptr && value != nullptr && !set->Has(tree::ResTarget::kIndirection);
      if (!plain) return Fail();
      Expr* made = Transform(*value, &scope);
      bool given = !(made->tag == Tag::kNode && made->text == "default");
      if (given && made->type != t_none && column->expr->type != t_none) {
        made =
            Coerce(made, column->expr->type, column->expr->modifier, Asked::kByAssignment, false);
      }
      parts.push_back(Make(Tag::kNode, t_none, "set " + column->name.str(), {made}));
    }
  }
  const Node* where = insert ? nullptr
                             : statement.Child(update ? int{tree::UpdateStmt::kWhereClause}
                                                      : int{tree::DeleteStmt::kWhereClause});
  if (where != nullptr) {
    parts.push_back(Make(Tag::kNode, t_none, "where", {Condition(*where, &scope)}));
  }
  std::vector<const Node*> returning =
      statement.Children(insert   ? int{tree::InsertStmt::kReturningList}
                         : update ? int{tree::UpdateStmt::kReturningList}
                                  : int{tree::DeleteStmt::kReturningList});
  for (const Output& output : Targets(returning, &scope, true)) {
    parts.push_back(Make(Tag::kNode, t_none, "returning " + output.name.str(), {output.expr}));
  }
  return Make(Tag::kNode, t_none, text, std::move(parts));
}

}  // namespace autogen::normal
