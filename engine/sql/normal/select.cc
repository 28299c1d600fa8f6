#include <algorithm>

#include "engine/sql/figure_name.h"
#include "engine/sql/normal/analyzer.h"

// Queries. See: PostgreSQL source, analyze.c, transformSelectStmt and its kin; parse_clause.c.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

bool IsSetOperation(const Node& select) {
  return select.Value(tree::SelectStmt::kOp) > tree::kSetopNone;
}

}  // namespace

Analyzer::Query Analyzer::Select(const Node& select, Scope* outer, const SelectOptions& options) {
  if (!select.Is(NodeType::kSelectStmt) || select.Has(tree::SelectStmt::kIntoClause) ||
      ++nesting_ > 200) {
    return {Fail(), {}};
  }
  Scope scope(outer);
  if (options.names != nullptr) scope.names.outer = options.names;
  Query made;
  if (IsSetOperation(select)) {
    made = SetOperation(select, &scope, options);
  } else if (select.Has(tree::SelectStmt::kValuesLists)) {
    made = Values(select, &scope, options);
  } else {
    made = Plain(select, &scope, options);
  }
  --nesting_;
  return made;
}

Analyzer::Query Analyzer::Plain(const Node& select, Scope* scope, const SelectOptions& options) {
  std::vector<Expr*> parts;
  std::vector<const Node*> from = select.Children(tree::SelectStmt::kFromClause);
  for (const Node* item : from) NameItems(*item, scope);
  if (const Node* with = select.Child(tree::SelectStmt::kWithClause)) With(*with, scope, &parts);
  std::vector<Expr*> items;
  for (const Node* item : from) items.push_back(FromItem(*item, scope));
  parts.push_back(Make(Tag::kNode, t_none, "from", std::move(items)));
  Query query;
  query.columns = Targets(select.Children(tree::SelectStmt::kTargetList), scope, options.settles);
  std::vector<Expr*> targets;
  for (const Output& output : query.columns) {
    std::string text = options.named ? "as " + output.name.str() : "as";
    targets.push_back(Make(Tag::kNode, t_none, std::move(text), {output.expr}));
  }
  parts.push_back(Make(Tag::kNode, t_none, "targets", std::move(targets)));
  if (const Node* where = select.Child(tree::SelectStmt::kWhereClause)) {
    parts.push_back(Make(Tag::kNode, t_none, "where", {Condition(*where, scope)}));
  }
  std::vector<Expr*> keys;
  for (const Node* key : select.Children(tree::SelectStmt::kGroupClause)) {
    std::vector<Expr*> made = GroupKeys(*key, scope, query.columns);
    keys.insert(keys.end(), made.begin(), made.end());
  }
  if (!keys.empty()) {
    bool distinct = select.Has(tree::SelectStmt::kGroupDistinct);
    parts.push_back(
        Make(Tag::kNode, t_none, distinct ? "group distinct" : "group", std::move(keys)));
  }
  if (const Node* having = select.Child(tree::SelectStmt::kHavingClause)) {
    parts.push_back(Make(Tag::kNode, t_none, "having", {Condition(*having, scope)}));
  }
  for (const Node* window : select.Children(tree::SelectStmt::kWindowClause)) {
    parts.push_back(Window(*window, scope));
  }
  std::vector<const Node*> distinct = select.Children(tree::SelectStmt::kDistinctClause);
  if (!distinct.empty()) {
    std::vector<Expr*> on;
    for (const Node* key : distinct) {
      // DISTINCT alone is a list of nothing.
      if (key->Is(NodeType::kNode) || key->fields.empty()) continue;
      on.push_back(SortKey(*key, scope, query.columns, false));
    }
    parts.push_back(Make(Tag::kNode, t_none, "distinct", std::move(on)));
  }
  Tail(select, scope, query.columns, &parts);
  query.tree = Make(Tag::kNode, t_none, "select", std::move(parts));
  return query;
}

std::vector<Analyzer::Output> Analyzer::Targets(const std::vector<const Node*>& targets,
                                                Scope* scope, bool settles) {
  std::vector<Output> outputs;
  for (const Node* target : targets) {
    const Node* value = target->Child(tree::ResTarget::kVal);
    if (value == nullptr) {
      Fail();
      return outputs;
    }
    const Node* last = nullptr;
    if (value->Is(NodeType::kColumnRef)) {
      std::vector<const Node*> fields = value->Children(tree::ColumnRef::kFields);
      last = fields.empty() ? nullptr : fields.back();
    } else if (value->Is(NodeType::kAIndirection)) {
      last = value->Children(tree::AIndirection::kIndirection).back();
    }
    if (last != nullptr && last->Is(NodeType::kAStar)) {
      Expand(*value, scope, &outputs);
      continue;
    }
    Expr* made = Transform(*value, scope);
    if (settles) made = Settled(made);
    std::string name(target->Text(tree::ResTarget::kName));
    if (name.empty()) name = FigureName(*value);
    outputs.push_back({name.empty() ? Name("?column?") : Name(name), made});
    if (failed_) return outputs;
  }
  return outputs;
}

// *, t.*, (c).*: the columns as they are now.
void Analyzer::Expand(const Node& star, Scope* scope, std::vector<Output>* outputs) {
  if (star.Is(NodeType::kAIndirection)) {
    // Only of one value, and its fields in order.
    std::vector<const Node*> steps = star.Children(tree::AIndirection::kIndirection);
    if (steps.size() != 1) {
      Fail();
      return;
    }
    Expr* value = Transform(*star.Child(tree::AIndirection::kArg), scope);
    const auto* attributes = catalog_.Attributes(rules_.BaseOf(value->type));
    if (failed_ || attributes == nullptr) {
      Fail();
      return;
    }
    for (const auto& [name, type] : *attributes) {
      outputs->push_back({name, Field(value, name.view())});
    }
    return;
  }
  std::vector<std::string_view> name = tree::Strings(star, tree::ColumnRef::kFields);
  if (name.empty()) {
    for (const ScopeItem& item : scope->items) {
      if (!item.columns_visible) continue;
      if (!item.known) Fail();
      for (const ScopeColumn& column : item.columns) {
        outputs->push_back({column.name, ColumnOf(column, scope)});
      }
    }
    return;
  }
  for (Scope* level = scope; level != nullptr; level = level->outer) {
    for (const ScopeItem& item : level->items) {
      bool named = name.size() == 1 ? item.alias.view() == name[0]
                                    : item.relation.schema.view() == name[0] &&
                                          item.relation.name.view() == name[1];
      if (!item.relation_visible || !named) continue;
      if (!item.known) Fail();
      for (const ScopeColumn& column : item.columns) {
        outputs->push_back({column.name, ColumnOf(column, level)});
      }
      return;
    }
  }
  Fail();
}

// A number or a name of ORDER BY, GROUP BY or DISTINCT ON may mean an output column.
// See: PostgreSQL source, parse_clause.c, findTargetlistEntrySQL92.
Expr* Analyzer::SortKey(const Node& node, Scope* scope, const std::vector<Output>& outputs,
                        bool group) {
  if (outputs.empty()) return Settled(Transform(node, scope));
  if (node.Is(NodeType::kAConst)) {
    const Node* number = node.Child(tree::AConst::kIval);
    if (number == nullptr) return Fail();
    int64_t at = number->Value(tree::Integer::kIval);
    if (at < 1 || at > static_cast<int64_t>(outputs.size())) return Fail();
    return outputs[static_cast<size_t>(at) - 1].expr;
  }
  std::vector<std::string_view> name;
  if (node.Is(NodeType::kColumnRef) && node.Children(tree::ColumnRef::kFields).size() == 1) {
    name = tree::Strings(node, tree::ColumnRef::kFields);
  }
  if (name.size() != 1) return Settled(Transform(node, scope));
  if (group) {
    for (const ScopeItem& item : scope->items) {
      if (!item.columns_visible) continue;
      if (!item.known) return Fail();
      for (const ScopeColumn& column : item.columns) {
        if (column.name.view() == name[0]) return Transform(node, scope);
      }
    }
  }
  for (const Output& output : outputs) {
    if (output.name.view() == name[0]) return output.expr;
  }
  return Transform(node, scope);
}

std::vector<Expr*> Analyzer::GroupKeys(const Node& key, Scope* scope,
                                       const std::vector<Output>& outputs) {
  std::vector<Expr*> keys;
  auto add_all = [&](const std::vector<const Node*>& nodes) {
    for (const Node* node : nodes) {
      std::vector<Expr*> made = GroupKeys(*node, scope, outputs);
      keys.insert(keys.end(), made.begin(), made.end());
    }
  };
  if (key.Is(NodeType::kRowExpr)) {  // (a, b) in GROUP BY is no row
    add_all(key.Children(tree::RowExpr::kArgs));
    return keys;
  }
  if (!key.Is(NodeType::kGroupingSet)) return {SortKey(key, scope, outputs, true)};
  std::vector<Expr*> sets;
  for (const Node* node : key.Children(tree::GroupingSet::kContent)) {
    sets.push_back(Make(Tag::kNode, t_none, "keys", GroupKeys(*node, scope, outputs)));
  }
  std::string text = "grouping set " + std::to_string(key.Value(tree::GroupingSet::kKind));
  return {Make(Tag::kNode, t_none, text, std::move(sets))};
}

Expr* Analyzer::SortBy(const Node& node, Scope* scope, const std::vector<Output>& outputs,
                       bool group) {
  const Node* value = node.Child(tree::SortBy::kNode);
  if (value == nullptr) return Fail();
  int64_t direction = node.Value(tree::SortBy::kSortbyDir);
  int64_t nulls = node.Value(tree::SortBy::kSortbyNulls);
  std::string text = "asc";
  if (direction == tree::kSortbyUsing) {
    // Of the two, < and > are what ASC and DESC say; others are rare.
    std::vector<std::string_view> op = tree::Strings(node, tree::SortBy::kUseOp);
    if (op.size() != 1 || (op[0] != "<" && op[0] != ">")) return Fail();
    direction = op[0] == "<" ? tree::kSortbyAsc : tree::kSortbyDesc;
  }
  bool descending = direction == tree::kSortbyDesc;
  if (descending) text = "desc";
  bool first = nulls == tree::kSortbyNullsFirst || (nulls != tree::kSortbyNullsLast && descending);
  if (first) text += " first";
  return Make(Tag::kNode, t_none, text, {SortKey(*value, scope, outputs, group)});
}

void Analyzer::Tail(const Node& select, Scope* scope, const std::vector<Output>& outputs,
                    std::vector<Expr*>* parts) {
  std::vector<Expr*> keys;
  for (const Node* key : select.Children(tree::SelectStmt::kSortClause)) {
    keys.push_back(SortBy(*key, scope, outputs, false));
  }
  if (!keys.empty()) parts->push_back(Make(Tag::kNode, t_none, "order", std::move(keys)));
  if (const Node* offset = select.Child(tree::SelectStmt::kLimitOffset)) {
    parts->push_back(
        Make(Tag::kNode, t_none, "offset", {Hidden(Transform(*offset, scope), t_int8)}));
  }
  if (const Node* limit = select.Child(tree::SelectStmt::kLimitCount)) {
    bool ties = select.Value(tree::SelectStmt::kLimitOption) == tree::kLimitOptionWithTies;
    parts->push_back(Make(Tag::kNode, t_none, ties ? "limit ties" : "limit",
                          {Hidden(Transform(*limit, scope), t_int8)}));
  }
  for (const Node* lock : select.Children(tree::SelectStmt::kLockingClause)) {
    std::string text = "lock " + std::to_string(lock->Value(tree::LockingClause::kStrength)) + " " +
                       std::to_string(lock->Value(tree::LockingClause::kWaitPolicy));
    std::vector<const Node*> named = lock->Children(tree::LockingClause::kLockedRels);
    // Without a list, all that is in FROM.
    for (const ScopeItem& item : scope->items) {
      bool locked = named.empty() && !item.shown.empty();
      for (const Node* relation : named) {
        locked = locked || item.alias.view() == relation->Text(tree::RangeVar::kRelname);
      }
      if (locked) text += '\0' + item.shown;
    }
    parts->push_back(Make(Tag::kNode, t_none, text));
  }
}

// See: PostgreSQL source, analyze.c, transformValuesClause.
Analyzer::Query Analyzer::Values(const Node& select, Scope* scope, const SelectOptions& options) {
  std::vector<Expr*> parts;
  if (const Node* with = select.Child(tree::SelectStmt::kWithClause)) With(*with, scope, &parts);
  std::vector<std::vector<Expr*>> rows;
  for (const Node* list : select.Children(tree::SelectStmt::kValuesLists)) {
    std::vector<Expr*>& row = rows.emplace_back();
    for (const Node* item : list->Children(tree::List::kItems)) {
      row.push_back(Transform(*item, scope));
    }
    if (row.size() != rows[0].size() || row.empty()) return {Fail(), {}};
  }
  if (failed_ || rows.empty()) return {Fail(), {}};
  Query query;
  for (size_t i = 0; i < rows[0].size(); ++i) {
    std::vector<TypeId> types;
    for (const std::vector<Expr*>& row : rows) types.push_back(row[i]->type);
    bool known = std::count(types.begin(), types.end(), TypeId{t_none}) == 0;
    bool open = !options.settles && std::count(types.begin(), types.end(), TypeId{t_unknown}) ==
                                        static_cast<long>(types.size());
    TypeId common = known ? rules_.CommonType(types) : TypeId{t_none};
    if (known && common == t_none) return {Fail(), {}};
    for (std::vector<Expr*>& row : rows) {
      if (known && !open) row[i] = Hidden(row[i], common);
    }
    Name modifier = rows[0][i]->modifier;
    for (const std::vector<Expr*>& row : rows) {
      if (row[i]->type != common || row[i]->modifier != modifier) modifier = Name();
    }
    Name name = "column" + std::to_string(i + 1);
    Expr* column = NewColumn("*VALUES*", name, common, modifier);
    column->scope = scope;
    query.columns.push_back({name, column});
  }
  for (std::vector<Expr*>& row : rows) {
    parts.push_back(Make(Tag::kNode, t_none, "values", std::move(row)));
  }
  Tail(select, scope, query.columns, &parts);
  query.tree = Make(Tag::kNode, t_none, "select values", std::move(parts));
  return query;
}

// One side of a UNION: another set operation, or a query of its own.
// See: PostgreSQL source, analyze.c, transformSetOperationTree.
Analyzer::Query Analyzer::SetArm(const Node& select, Scope* scope, const SelectOptions& options) {
  bool leaf =
      !IsSetOperation(select) || select.Has(tree::SelectStmt::kSortClause) ||
      select.Has(tree::SelectStmt::kLimitCount) || select.Has(tree::SelectStmt::kLimitOffset) ||
      select.Has(tree::SelectStmt::kLockingClause) || select.Has(tree::SelectStmt::kWithClause);
  if (leaf) {
    SelectOptions inside = options;
    inside.top = false;
    inside.settles = false;
    inside.names = &scope->names;
    return Select(select, scope, inside);
  }
  const Node* left_node = select.Child(tree::SelectStmt::kLarg);
  const Node* right_node = select.Child(tree::SelectStmt::kRarg);
  if (left_node == nullptr || right_node == nullptr) return {Fail(), {}};
  Query left = SetArm(*left_node, scope, options);
  SelectOptions further = options;
  if (options.top) further.named = false;
  Query right = SetArm(*right_node, scope, further);
  if (failed_ || left.columns.size() != right.columns.size()) return {Fail(), {}};
  Query query;
  for (size_t i = 0; i < left.columns.size(); ++i) {
    Expr* l = left.columns[i].expr;
    Expr* r = right.columns[i].expr;
    TypeId common = t_none;
    if (l->type != t_none && r->type != t_none) {
      std::vector<TypeId> types{l->type, r->type};
      common = rules_.CommonType(types);
      if (common == t_none) return {Fail(), {}};
      // Only literals change: what else is cast is not printed.
      for (Expr* side : {l, r}) {
        if (side->type == t_unknown) *side = *Hidden(side, common);
      }
    }
    Expr* column = Make(Tag::kNode, common, "set column");
    bool same = l->type == common && r->type == common && l->modifier == r->modifier;
    if (same) column->modifier = l->modifier;
    query.columns.push_back({left.columns[i].name, column});
  }
  std::string text = "set " + std::to_string(select.Value(tree::SelectStmt::kOp));
  if (select.Has(tree::SelectStmt::kAll)) text += " all";
  query.tree = Make(Tag::kNode, t_none, text, {left.tree, right.tree});
  return query;
}

Analyzer::Query Analyzer::SetOperation(const Node& select, Scope* scope,
                                       const SelectOptions& options) {
  std::vector<Expr*> parts;
  if (const Node* with = select.Child(tree::SelectStmt::kWithClause)) With(*with, scope, &parts);
  const Node* left_node = select.Child(tree::SelectStmt::kLarg);
  const Node* right_node = select.Child(tree::SelectStmt::kRarg);
  if (failed_ || left_node == nullptr || right_node == nullptr) return {Fail(), {}};
  // The same without what comes behind it.
  Node bare = select;
  std::erase_if(bare.fields, [](const tree::Field& field) {
    return field.number == tree::SelectStmt::kSortClause ||
           field.number == tree::SelectStmt::kLimitCount ||
           field.number == tree::SelectStmt::kLimitOffset ||
           field.number == tree::SelectStmt::kLockingClause ||
           field.number == tree::SelectStmt::kWithClause;
  });
  Query query = SetArm(bare, scope, options);
  if (failed_) return {Fail(), {}};
  parts.push_back(query.tree);
  // Sorting is by the number of a column, whichever way it is written.
  std::vector<Output> numbered;
  for (size_t i = 0; i < query.columns.size(); ++i) {
    numbered.push_back(
        {query.columns[i].name, Make(Tag::kNode, t_none, "position " + std::to_string(i + 1))});
  }
  Tail(select, scope, numbered, &parts);
  query.tree = Make(Tag::kNode, t_none, "set query", std::move(parts));
  return query;
}

}  // namespace autogen::normal
