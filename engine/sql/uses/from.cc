#include <algorithm>

#include "engine/sql/uses/walker.h"

namespace autogen {

using tree::NodeType;

namespace {

void SetAlias(const tree::Node* alias, FromItem* item) {
  if (alias == nullptr) return;
  item->alias = alias->Text(tree::Alias::kAliasname);
  item->begin = std::string_view::npos;
  item->renames_columns = alias->Has(tree::Alias::kColnames);
}

}  // namespace

void UseWalker::AddItem(FromItem item, Scope* scope) {
  found_.items.push_back(item);
  scope->items.push_back(std::move(item));
}

FromItem UseWalker::RelationItem(const Node& range_var, bool may_be_cte) {
  std::string_view catalog = range_var.Text(tree::RangeVar::kCatalogname);
  std::string_view schema = range_var.Text(tree::RangeVar::kSchemaname);
  std::string_view name = range_var.Text(tree::RangeVar::kRelname);
  FromItem item;
  item.alias = name;
  bool is_cte = may_be_cte && schema.empty() &&
                std::find(ctes_.begin(), ctes_.end(), Name(name)) != ctes_.end();
  if (!is_cte) {
    std::vector<std::string_view> parts{name};
    if (!schema.empty()) parts.insert(parts.begin(), schema);
    if (!catalog.empty()) parts.insert(parts.begin(), catalog);
    item.begin = Position(range_var, tree::RangeVar::kLocation);
    item.relations = {{schema, name}};
    AddName(NameRole::kRelation, item.begin, parts);
  }
  SetAlias(range_var.Child(tree::RangeVar::kAlias), &item);
  return item;
}

std::vector<QualifiedName> UseWalker::Collect(const Node& node, Scope* scope) {
  FromItem item;
  switch (node.type) {
    case NodeType::kRangeVar:
      item = RelationItem(node, /*may_be_cte=*/true);
      AddItem(item, scope);
      break;
    case NodeType::kRangeSubselect:
      SetAlias(node.Child(tree::RangeSubselect::kAlias), &item);
      AddItem(item, scope);
      break;
    case NodeType::kRangeFunction:
      CollectFunction(node, scope);
      break;
    case NodeType::kRangeTableFunc:
      SetAlias(node.Child(tree::RangeTableFunc::kAlias), &item);
      AddItem(item, scope);
      break;
    case NodeType::kRangeTableSample:
      if (const Node* relation = node.Child(tree::RangeTableSample::kRelation)) {
        item.relations = Collect(*relation, scope);
      }
      break;
    case NodeType::kJoinExpr:
      return CollectJoin(node, scope);
    default:
      break;
  }
  relations_of_[&node] = item.relations;
  return item.relations;
}

std::vector<QualifiedName> UseWalker::CollectJoin(const Node& node, Scope* scope) {
  std::vector<QualifiedName> relations;
  for (int side : {tree::JoinExpr::kLarg, tree::JoinExpr::kRarg}) {
    const Node* child = node.Child(side);
    if (child == nullptr) continue;
    for (const QualifiedName& relation : Collect(*child, scope)) relations.push_back(relation);
  }
  for (int alias : {tree::JoinExpr::kAlias, tree::JoinExpr::kJoinUsingAlias}) {
    if (!node.Has(alias)) continue;
    FromItem item;
    item.relations = relations;
    SetAlias(node.Child(alias), &item);
    AddItem(std::move(item), scope);
  }
  relations_of_[&node] = relations;
  return relations;
}

// FROM f(x): without an alias its columns call it f.
void UseWalker::CollectFunction(const Node& node, Scope* scope) {
  FromItem item;
  NodeList functions = node.Children(tree::RangeFunction::kFunctions);
  if (functions.size() == 1) {
    NodeList parts = functions.front()->Children(tree::List::kItems);
    if (!parts.empty() && parts.front()->Is(NodeType::kFuncCall)) {
      const Node& call = *parts.front();
      std::vector<std::string_view> name = tree::Strings(call, tree::FuncCall::kFuncname);
      if (!name.empty()) item.alias = name.back();
      item.begin = Position(call, tree::FuncCall::kLocation);
    }
  }
  SetAlias(node.Child(tree::RangeFunction::kAlias), &item);
  AddItem(std::move(item), scope);
}

void UseWalker::VisitFromItem(const Node& node) {
  switch (node.type) {
    case NodeType::kRangeVar:
      return;  // noted by Collect
    case NodeType::kRangeSubselect:
      return VisitField(node, tree::RangeSubselect::kSubquery);
    case NodeType::kJoinExpr:
      return VisitJoin(node);
    case NodeType::kRangeTableSample:
      return VisitTableSample(node);
    default:
      return VisitChildren(node);
  }
}

void UseWalker::VisitJoin(const Node& node) {
  for (int side : {tree::JoinExpr::kLarg, tree::JoinExpr::kRarg}) {
    if (const Node* child = node.Child(side)) VisitFromItem(*child);
  }
  std::vector<std::string_view> columns = tree::Strings(node, tree::JoinExpr::kUsingClause);
  FoundColumn column;
  column.use.relations = relations_of_[&node];
  // NATURAL takes whatever columns both sides share, and so depends on all of them.
  if (node.Value(tree::JoinExpr::kIsNatural) != 0) columns.push_back({});
  for (std::string_view name : columns) {
    column.use.column = name;
    found_.columns.push_back(column);
  }
  if (!columns.empty()) AddImplied("=", 0);
  VisitField(node, tree::JoinExpr::kQuals);
}

void UseWalker::VisitTableSample(const Node& node) {
  AddName(NameRole::kFunction, Position(node, tree::RangeTableSample::kLocation),
          tree::Strings(node, tree::RangeTableSample::kMethod));
  if (const Node* relation = node.Child(tree::RangeTableSample::kRelation)) {
    VisitFromItem(*relation);
  }
  VisitChildren(node, {tree::RangeTableSample::kRelation});
}

}  // namespace autogen
