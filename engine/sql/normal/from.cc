#include <algorithm>

#include "engine/base/error.h"
#include "engine/sql/figure_name.h"
#include "engine/sql/names.h"
#include "engine/sql/normal/analyzer.h"
#include "engine/sql/parse.h"

// What stands in FROM. See: PostgreSQL source, parse_clause.c, transformFromClauseItem.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

// Views that read views, as deep as anybody builds them.
constexpr int kMaxDepth = 20;

std::string_view AliasOf(const Node& node, int field) {
  const Node* alias = node.Child(field);
  return alias == nullptr ? std::string_view() : alias->Text(tree::Alias::kAliasname);
}

std::vector<std::string_view> ColumnAliases(const Node& node, int field) {
  const Node* alias = node.Child(field);
  if (alias == nullptr) return {};
  return tree::Strings(*alias, tree::Alias::kColnames);
}

// The function of one entry of ROWS FROM, or of the only one.
const Node* FunctionOf(const Node& entry) {
  std::vector<const Node*> items = entry.Children(tree::List::kItems);
  return items.empty() ? nullptr : items[0];
}

std::string FunctionAlias(const Node& node) {
  std::vector<const Node*> functions = node.Children(tree::RangeFunction::kFunctions);
  const Node* first = functions.empty() ? nullptr : FunctionOf(*functions[0]);
  return first == nullptr ? std::string() : FigureName(*first);
}

}  // namespace

std::string ShownNames::Take(const void* item, const std::string& name) {
  std::string shown = name;
  for (int i = 1; IsTaken(shown); ++i) shown = name + "_" + std::to_string(i);
  taken.insert(shown);
  return of[item] = shown;
}

// Names are given to a whole level before anything inside is looked at.
void Analyzer::NameItems(const Node& item, Scope* scope) {
  switch (item.type) {
    case NodeType::kRangeVar: {
      std::string_view alias = AliasOf(item, tree::RangeVar::kAlias);
      scope->names.Take(&item,
                        std::string(alias.empty() ? item.Text(tree::RangeVar::kRelname) : alias));
      return;
    }
    case NodeType::kRangeSubselect: {
      std::string_view alias = AliasOf(item, tree::RangeSubselect::kAlias);
      scope->names.Take(&item, std::string(alias.empty() ? "unnamed_subquery" : alias));
      return;
    }
    case NodeType::kRangeFunction: {
      std::string_view alias = AliasOf(item, tree::RangeFunction::kAlias);
      scope->names.Take(&item, alias.empty() ? FunctionAlias(item) : std::string(alias));
      return;
    }
    case NodeType::kRangeTableSample:
      return NameItems(*item.Child(tree::RangeTableSample::kRelation), scope);
    case NodeType::kJoinExpr: {
      NameItems(*item.Child(tree::JoinExpr::kLarg), scope);
      NameItems(*item.Child(tree::JoinExpr::kRarg), scope);
      std::string_view alias = AliasOf(item, tree::JoinExpr::kAlias);
      if (!alias.empty()) scope->names.Take(&item, std::string(alias));
      return;
    }
    default:
      Fail();
  }
}

Expr* Analyzer::FromItem(const Node& item, Scope* scope) {
  switch (item.type) {
    case NodeType::kRangeVar:
      return RangeVariable(item, scope);
    case NodeType::kRangeSubselect:
      return Subselect(item, scope);
    case NodeType::kRangeFunction:
      return RangeFunction(item, scope);
    case NodeType::kRangeTableSample:
      return TableSample(item, scope);
    case NodeType::kJoinExpr:
      return Join(item, scope);
    default:
      return Fail();
  }
}

const Cte* Analyzer::FindCte(std::string_view name, const Scope* scope) const {
  for (const Scope* level = scope; level != nullptr; level = level->outer) {
    for (size_t i = level->ctes.size(); i-- > 0;) {
      if (level->ctes[i].name.view() == name) return &level->ctes[i];
    }
  }
  return nullptr;
}

std::optional<QualifiedName> Analyzer::FindRelationName(std::string_view schema,
                                                        std::string_view name) {
  if (!schema.empty()) return QualifiedName{schema, name};
  if (IsBuiltinRelation(name)) return QualifiedName{"pg_catalog", name};
  for (Name candidate : path_.schemas) {
    if (catalog_.FindRelation(candidate, name)) return QualifiedName{candidate, name};
  }
  return std::nullopt;
}

// A view of a model says nothing of its columns: its query does.
std::vector<ScopeColumn> Analyzer::ColumnsOf(const Relation& relation, const std::string& shown,
                                             bool* known) {
  std::vector<ScopeColumn> columns;
  *known = relation.columns != nullptr;
  if (relation.columns != nullptr) {
    for (const Column& column : *relation.columns) {
      columns.push_back({column.name, NewColumn(shown, column.name, catalog_.TypeOf(column.type),
                                                column.type.modifier)});
    }
    return columns;
  }
  if (relation.query == nullptr || depth_ >= kMaxDepth) return columns;
  absl::StatusOr<ParsedSql> parsed = ParseSql(relation.query->text, SqlForm::kQuery);
  if (!parsed.ok()) return columns;
  Analyzer inner(catalog_, path_, depth_ + 1);
  Query query = inner.Select(*parsed->root, nullptr, {});
  if (inner.Failed()) return columns;
  *known = true;
  for (const Output& output : query.columns) {
    columns.push_back(
        {output.name, NewColumn(shown, output.name, output.expr->type, output.expr->modifier)});
  }
  return columns;
}

ScopeItem Analyzer::RelationItem(Name schema, Name name, Name alias, std::string shown) {
  ScopeItem item;
  item.alias = alias.empty() ? name : alias;
  if (alias.empty()) item.relation = {schema, name};
  item.shown = std::move(shown);
  item.known = false;
  if (std::optional<Relation> relation = catalog_.FindRelation(schema, name)) {
    item.columns = ColumnsOf(*relation, item.shown, &item.known);
    item.row_type = catalog_.RowType(*relation);
  }
  return item;
}

Expr* Analyzer::RangeVariable(const Node& node, Scope* scope) {
  std::string_view schema = node.Text(tree::RangeVar::kSchemaname);
  std::string_view name = node.Text(tree::RangeVar::kRelname);
  std::string_view alias = AliasOf(node, tree::RangeVar::kAlias);
  std::string shown = scope->names.of[&node];
  std::vector<std::string_view> renamed = ColumnAliases(node, tree::RangeVar::kAlias);
  std::string text;
  ScopeItem item;
  const Cte* cte = schema.empty() ? FindCte(name, scope) : nullptr;
  if (cte != nullptr) {
    text = "cte " + std::string(name);
    item.alias = alias.empty() ? name : alias;
    item.shown = shown;
    item.known = cte->known;
    for (const ScopeColumn& column : cte->columns) {
      item.columns.push_back(
          {column.name, NewColumn(shown, column.name, column.expr->type, column.expr->modifier)});
    }
  } else {
    std::optional<QualifiedName> found = FindRelationName(schema, name);
    if (!found) return Fail();
    text = "relation " + found->schema.str() + std::string(1, '\0') + found->name.str();
    item = RelationItem(found->schema, found->name, alias, shown);
  }
  if (!node.Has(tree::RangeVar::kInh)) text += " only";
  // The printer says a name where the user did, or where it had to make one up.
  if (!alias.empty() || shown != name) text += " as " + shown;
  if (!renamed.empty() && (!item.known || renamed.size() > item.columns.size())) return Fail();
  for (size_t i = 0; i < renamed.size(); ++i) {
    Expr* column = item.columns[i].expr;
    item.columns[i] = {renamed[i], NewColumn(shown, renamed[i], column->type, column->modifier)};
    text.append(" ").append(renamed[i]);
  }
  scope->items.push_back(std::move(item));
  return Make(Tag::kNode, t_none, text);
}

Expr* Analyzer::Subselect(const Node& node, Scope* scope) {
  const Node* select = node.Child(tree::RangeSubselect::kSubquery);
  if (select == nullptr || !select->Is(NodeType::kSelectStmt)) return Fail();
  bool lateral = node.Has(tree::RangeSubselect::kLateral);
  SelectOptions options;
  options.names = &scope->names;
  // Without LATERAL it does not see its neighbours, but the level's CTEs.
  Scope around(scope->outer);
  around.ctes = scope->ctes;
  around.parameters = scope->parameters;
  around.function = scope->function;
  Query query = Select(*select, lateral ? scope : &around, options);
  if (failed_) return Fail();
  ScopeItem item;
  item.alias = AliasOf(node, tree::RangeSubselect::kAlias);
  item.shown = scope->names.of[&node];
  item.relation_visible = !item.alias.empty();
  std::vector<std::string_view> renamed = ColumnAliases(node, tree::RangeSubselect::kAlias);
  std::string text = (lateral ? "lateral query " : "query ") + item.shown;
  for (size_t i = 0; i < query.columns.size(); ++i) {
    const Output& output = query.columns[i];
    Name name = i < renamed.size() ? Name(renamed[i]) : output.name;
    item.columns.push_back(
        {name, NewColumn(item.shown, name, output.expr->type, output.expr->modifier)});
    text += '\0' + name.str();
  }
  scope->items.push_back(std::move(item));
  return Make(Tag::kNode, t_none, text, {query.tree});
}

// The columns that a function's result has. See: PostgreSQL source, parse_relation.c,
// addRangeTableEntryForFunction, chooseScalarFunctionAlias.
std::vector<ScopeColumn> Analyzer::FunctionColumns(const Node& call, const Expr& made,
                                                   const std::string& shown, std::string_view alias,
                                                   bool* known) {
  std::vector<ScopeColumn> columns;
  *known = true;
  if (last_out_.size() > 1) {
    for (const auto& [name, type] : last_out_) {
      TypeId concrete = IsPolymorphic(type) ? TypeId{t_none} : type;
      columns.push_back({name, NewColumn(shown, name, concrete, Name())});
    }
    return columns;
  }
  if (const auto* attributes = catalog_.Attributes(rules_.BaseOf(made.type))) {
    for (const auto& [name, type] : *attributes) {
      columns.push_back({name, NewColumn(shown, name, catalog_.TypeOf(type), type.modifier)});
    }
    return columns;
  }
  if (made.type == t_record || made.type == t_none) {
    *known = false;
    return columns;
  }
  Name name = FigureName(call);
  if (last_out_.size() == 1 && !last_out_[0].first.empty()) {
    name = last_out_[0].first;
  } else if (!alias.empty()) {
    name = alias;
  }
  columns.push_back({name, NewColumn(shown, name, made.type, made.modifier)});
  return columns;
}

Expr* Analyzer::RangeFunction(const Node& node, Scope* scope) {
  std::vector<const Node*> functions = node.Children(tree::RangeFunction::kFunctions);
  std::string_view alias = AliasOf(node, tree::RangeFunction::kAlias);
  ScopeItem item;
  item.alias = alias.empty() ? Name(FunctionAlias(node)) : Name(alias);
  item.shown = scope->names.of[&node];
  std::vector<Expr*> args;
  std::vector<const Node*> definitions = node.Children(tree::RangeFunction::kColdeflist);
  for (const Node* entry : functions) {
    const Node* call = FunctionOf(*entry);
    if (call == nullptr) return Fail();
    if (entry->Children(tree::List::kItems).size() > 1 &&
        !entry->Children(tree::List::kItems)[1]->fields.empty()) {
      return Fail();
    }
    bool unnest = call->Is(NodeType::kFuncCall) &&
                  call->Children(tree::FuncCall::kArgs).size() > 1 && FigureName(*call) == "unnest";
    if (unnest) return Fail();
    last_out_.clear();
    Expr* made = Settled(Transform(*call, scope));
    if (failed_) return Fail();
    args.push_back(made);
    if (!definitions.empty()) continue;
    bool known = false;
    std::string_view scalar = functions.size() == 1 ? alias : std::string_view();
    std::vector<ScopeColumn> columns = FunctionColumns(*call, *made, item.shown, scalar, &known);
    item.known = item.known && known;
    bool row = made->type == t_record || catalog_.Attributes(rules_.BaseOf(made->type)) != nullptr;
    item.scalar = functions.size() == 1 && known && !row;
    item.columns.insert(item.columns.end(), columns.begin(), columns.end());
  }
  std::string text = "function " + item.shown;
  for (const Node* definition : definitions) {
    const Node* type_name = definition->Child(tree::ColumnDef::kTypeName);
    if (type_name == nullptr) return Fail();
    Name modifier;
    TypeId type = TypeOfNode(*type_name, &modifier);
    if (type == t_none) return Fail();
    Name name = definition->Text(tree::ColumnDef::kColname);
    item.columns.push_back({name, NewColumn(item.shown, name, type, modifier)});
    Expr* column = Make(Tag::kCast, type, name.str());
    column->modifier = modifier;
    args.push_back(column);
  }
  if (node.Has(tree::RangeFunction::kOrdinality)) {
    item.columns.push_back({"ordinality", NewColumn(item.shown, "ordinality", t_int8, Name())});
    text += " ordinality";
  }
  std::vector<std::string_view> renamed = ColumnAliases(node, tree::RangeFunction::kAlias);
  if (renamed.size() > item.columns.size()) return Fail();
  for (size_t i = 0; i < item.columns.size(); ++i) {
    ScopeColumn& column = item.columns[i];
    if (i < renamed.size()) column.name = renamed[i];
    column.expr = NewColumn(item.shown, column.name, column.expr->type, column.expr->modifier);
    text += '\0' + column.name.str();
  }
  scope->items.push_back(std::move(item));
  return Make(Tag::kNode, t_none, text, std::move(args));
}

Expr* Analyzer::TableSample(const Node& node, Scope* scope) {
  Expr* relation = FromItem(*node.Child(tree::RangeTableSample::kRelation), scope);
  std::string text = "sample";
  for (std::string_view name : tree::Strings(node, tree::RangeTableSample::kMethod)) {
    if (name != "pg_catalog") text.append(" ").append(name);
  }
  std::vector<Expr*> args{relation};
  for (const Node* argument : node.Children(tree::RangeTableSample::kArgs)) {
    args.push_back(Hidden(Transform(*argument, scope), t_float4));
  }
  if (const Node* repeatable = node.Child(tree::RangeTableSample::kRepeatable)) {
    args.push_back(nullptr);
    args.push_back(Hidden(Transform(*repeatable, scope), t_float8));
  }
  return Make(Tag::kNode, t_none, text, std::move(args));
}

// A column of USING is one side's where that has the common type, else the join's own.
// See: PostgreSQL source, parse_clause.c, buildMergedJoinVar.
Expr* Analyzer::MergedColumn(Name name, Expr* left, Expr* right, int64_t join_type) {
  if (left->type == t_none || right->type == t_none) return nullptr;
  std::vector<TypeId> types{left->type, right->type};
  TypeId type = rules_.CommonType(types);
  if (type == t_none) return nullptr;
  bool same = left->type == right->type && left->modifier == right->modifier;
  Name modifier = same ? left->modifier : Name();
  auto stands = [&](const Expr* side) { return side->type == type && side->modifier == modifier; };
  bool inner = join_type == tree::kJoinInner;
  if ((inner || join_type == tree::kJoinLeft) && stands(left)) return left;
  if ((inner || join_type == tree::kJoinRight) && stands(right)) return right;
  return NewColumn({}, name, type, modifier);
}

Expr* Analyzer::Join(const Node& node, Scope* scope) {
  size_t start = scope->items.size();
  Expr* left = FromItem(*node.Child(tree::JoinExpr::kLarg), scope);
  size_t middle = scope->items.size();
  Expr* right = FromItem(*node.Child(tree::JoinExpr::kRarg), scope);
  if (failed_) return Fail();
  int64_t type = node.Value(tree::JoinExpr::kJointype);
  std::string text = "join " + std::to_string(type);
  std::vector<Expr*> args{left, right};

  // Only what is joined here can be named in the condition.
  std::vector<std::pair<bool, bool>> visible;
  for (size_t i = 0; i < start; ++i) {
    ScopeItem& item = scope->items[i];
    visible.push_back({item.columns_visible, item.relation_visible});
    item.columns_visible = item.relation_visible = false;
  }
  if (const Node* condition = node.Child(tree::JoinExpr::kQuals)) {
    args.push_back(Condition(*condition, scope));
  }
  for (size_t i = 0; i < start; ++i) {
    std::tie(scope->items[i].columns_visible, scope->items[i].relation_visible) = visible[i];
  }

  std::string_view alias = AliasOf(node, tree::JoinExpr::kAlias);
  std::vector<std::string_view> common = tree::Strings(node, tree::JoinExpr::kUsingClause);
  bool natural = node.Has(tree::JoinExpr::kIsNatural);
  if (node.Has(tree::JoinExpr::kJoinUsingAlias)) return Fail();
  if (alias.empty() && common.empty() && !natural) {
    return Make(Tag::kNode, t_none, text, std::move(args));
  }
  bool known = true;
  auto columns_of = [&](size_t from, size_t to) {
    std::vector<ScopeColumn> columns;
    for (size_t i = from; i < to; ++i) {
      ScopeItem& item = scope->items[i];
      if (!item.columns_visible) continue;
      known = known && item.known;
      columns.insert(columns.end(), item.columns.begin(), item.columns.end());
      item.columns_visible = false;
    }
    return columns;
  };
  std::vector<ScopeColumn> lefts = columns_of(start, middle);
  std::vector<ScopeColumn> rights = columns_of(middle, scope->items.size());
  if (!known) return Fail();
  auto find = [](const std::vector<ScopeColumn>& columns, Name name) -> const ScopeColumn* {
    for (const ScopeColumn& column : columns) {
      if (column.name == name) return &column;
    }
    return nullptr;
  };
  if (natural) {
    for (const ScopeColumn& column : lefts) {
      if (find(rights, column.name) != nullptr) common.push_back(column.name.view());
    }
  }
  ScopeItem joined;
  for (std::string_view name : common) {
    const ScopeColumn* l = find(lefts, name);
    const ScopeColumn* r = find(rights, name);
    if (l == nullptr || r == nullptr) return Fail();
    text += '\0' + std::string(name);
    Expr* merged = MergedColumn(name, l->expr, r->expr, type);
    if (merged == nullptr) return Fail();
    joined.columns.push_back({name, merged});
  }
  auto rest = [&](const std::vector<ScopeColumn>& columns) {
    for (const ScopeColumn& column : columns) {
      bool is_common = std::find(common.begin(), common.end(), column.name.view()) != common.end();
      if (!is_common) joined.columns.push_back(column);
    }
  };
  rest(lefts);
  rest(rights);
  joined.relation_visible = !alias.empty();
  if (!alias.empty()) {
    joined.alias = alias;
    joined.shown = scope->names.of[&node];
    std::vector<std::string_view> renamed = ColumnAliases(node, tree::JoinExpr::kAlias);
    if (renamed.size() > joined.columns.size()) return Fail();
    text += " as " + joined.shown;
    for (size_t i = 0; i < joined.columns.size(); ++i) {
      ScopeColumn& column = joined.columns[i];
      if (i < renamed.size()) column.name = renamed[i];
      column.expr = NewColumn(joined.shown, column.name, column.expr->type, column.expr->modifier);
      text += '\0' + column.name.str();
    }
    for (size_t i = start; i < scope->items.size(); ++i) {
      scope->items[i].relation_visible = false;
    }
  }
  scope->items.push_back(std::move(joined));
  return Make(Tag::kNode, t_none, text, std::move(args));
}

void Analyzer::With(const Node& with, Scope* scope, std::vector<Expr*>* parts) {
  bool recursive = with.Has(tree::WithClause::kRecursive);
  std::string head = recursive ? "with recursive" : "with";
  std::vector<Expr*> made;
  for (const Node* entry : with.Children(tree::WithClause::kCtes)) {
    const Node* query = entry->Child(tree::CommonTableExpr::kCtequery);
    bool plain = query != nullptr && query->Is(NodeType::kSelectStmt) &&
                 !entry->Has(tree::CommonTableExpr::kSearchClause) &&
                 !entry->Has(tree::CommonTableExpr::kCycleClause);
    if (!plain) {
      Fail();
      return;
    }
    Name name = entry->Text(tree::CommonTableExpr::kCtename);
    std::vector<std::string_view> renamed =
        tree::Strings(*entry, tree::CommonTableExpr::kAliascolnames);
    auto columns = [&](const Query& of) {
      Cte cte;
      cte.name = name;
      for (size_t i = 0; i < of.columns.size(); ++i) {
        Name column = i < renamed.size() ? Name(renamed[i]) : of.columns[i].name;
        cte.columns.push_back({column, of.columns[i].expr});
      }
      return cte;
    };
    if (recursive) {
      // The first arm says what the columns are.
      const Node* base = query;
      while (base->Value(tree::SelectStmt::kOp) > tree::kSetopNone &&
             base->Child(tree::SelectStmt::kLarg) != nullptr) {
        base = base->Child(tree::SelectStmt::kLarg);
      }
      if (base != query) {
        Query first = Select(*base, scope, {});
        if (failed_) return;
        scope->ctes.push_back(columns(first));
      }
    }
    Query of = Select(*query, scope, {});
    if (failed_) return;
    if (!scope->ctes.empty() && scope->ctes.back().name == name) scope->ctes.pop_back();
    scope->ctes.push_back(columns(of));
    std::string text = "cte " + name.str() + " " +
                       std::to_string(entry->Value(tree::CommonTableExpr::kCtematerialized));
    for (std::string_view column : renamed) text += '\0' + std::string(column);
    made.push_back(Make(Tag::kNode, t_none, text, {of.tree}));
  }
  parts->push_back(Make(Tag::kNode, t_none, head, std::move(made)));
}

}  // namespace autogen::normal
