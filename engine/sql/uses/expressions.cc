#include <algorithm>

#include "engine/sql/uses/walker.h"

namespace autogen {
namespace {

using tree::Node;
using tree::NodeType;

bool IsStringConstant(const Node* node) {
  return node != nullptr && node->Is(NodeType::kAConst) && node->Has(tree::AConst::kSval);
}

bool IsCatalogName(const std::vector<std::string_view>& parts) {
  return parts.size() == 1 || (parts.size() == 2 && parts[0] == "pg_catalog");
}

// What a constant cast to one of the "reg" types names. See: PostgreSQL manual, Object Identifier
// Types.
std::optional<NameRole> RoleOfRegType(const Node& type) {
  std::vector<std::string_view> parts = tree::Strings(type, tree::TypeName::kNames);
  if (!IsCatalogName(parts) || type.Has(tree::TypeName::kArrayBounds)) return std::nullopt;
  if (parts.back() == "regclass") return NameRole::kRelation;
  if (parts.back() == "regtype") return NameRole::kType;
  if (parts.back() == "regproc" || parts.back() == "regprocedure") return NameRole::kFunction;
  if (parts.back() == "regcollation") return NameRole::kCollation;
  return std::nullopt;
}

bool IsSequenceFunction(const std::vector<std::string_view>& parts) {
  return IsCatalogName(parts) &&
         (parts.back() == "nextval" || parts.back() == "currval" || parts.back() == "setval");
}

void Append(std::vector<QualifiedName>* all, const std::vector<QualifiedName>& more) {
  for (const QualifiedName& name : more) {
    if (std::find(all->begin(), all->end(), name) == all->end()) all->push_back(name);
  }
}

}  // namespace

void UseWalker::VisitFunction(const Node& node) {
  std::vector<std::string_view> parts = tree::Strings(node, tree::FuncCall::kFuncname);
  NodeList arguments = node.Children(tree::FuncCall::kArgs);
  size_t count = arguments.size();
  // Ordered-set aggregates take what WITHIN GROUP holds as arguments.
  if (node.Value(tree::FuncCall::kAggWithinGroup) != 0) {
    count += node.Children(tree::FuncCall::kAggOrder).size();
  }
  AddName(NameRole::kFunction, Position(node, tree::FuncCall::kLocation), parts,
          static_cast<int>(count));
  if (!arguments.empty() && IsStringConstant(arguments[0]) && IsSequenceFunction(parts)) {
    AddLiteral(NameRole::kRelation, *arguments[0]);
  }
  VisitChildren(node);
}

// A type's modifiers are no expressions: geometry(Point) has a "column" in the tree.
void UseWalker::VisitTypeName(const Node& node) {
  if (node.Value(tree::TypeName::kPctType) != 0) return;
  AddName(NameRole::kType, Position(node, tree::TypeName::kLocation),
          tree::Strings(node, tree::TypeName::kNames));
}

void UseWalker::VisitTypeCast(const Node& node) {
  const Node* argument = node.Child(tree::TypeCast::kArg);
  const Node* type = node.Child(tree::TypeCast::kTypeName);
  if (type != nullptr && IsStringConstant(argument)) {
    if (std::optional<NameRole> role = RoleOfRegType(*type)) AddLiteral(*role, *argument);
  }
  VisitChildren(node);
}

void UseWalker::VisitOperator(const Node& node) {
  std::vector<std::string_view> parts = tree::Strings(node, tree::AExpr::kName);
  size_t position = Position(node, tree::AExpr::kLocation);
  switch (node.Value(tree::AExpr::kKind)) {
    case tree::kAexprOp:
    case tree::kAexprOpAny:
    case tree::kAexprOpAll:
      AddOperator(position, parts);
      break;
    case tree::kAexprBetween:
    case tree::kAexprNotBetween:
    case tree::kAexprBetweenSym:
    case tree::kAexprNotBetweenSym:
      for (const char* symbol : {"<", "<=", ">", ">="}) AddImplied(symbol, position);
      break;
    default:
      if (!parts.empty()) AddImplied(parts.back(), position);
      break;
  }
  VisitChildren(node);
}

void UseWalker::VisitSubLink(const Node& node) {
  size_t position = Position(node, tree::SubLink::kLocation);
  if (node.Has(tree::SubLink::kOperName)) {
    AddOperator(position, tree::Strings(node, tree::SubLink::kOperName));
  } else if (node.Has(tree::SubLink::kTestexpr)) {
    AddImplied("=", position);  // IN (SELECT …)
  }
  VisitChildren(node);
}

void UseWalker::VisitColumn(const Node& node, bool output) {
  if (scope_ != nullptr && scope_->outputs_only) return;
  std::vector<std::string_view> parts = tree::Strings(node, tree::ColumnRef::kFields);
  NodeList fields = node.Children(tree::ColumnRef::kFields);
  bool star = !fields.empty() && fields.back()->Is(NodeType::kAStar);
  FoundColumn column;
  column.output = output && !star;
  column.use.grouped = grouped_;
  if (!star && !parts.empty()) {
    column.use.column = parts.back();
    size_t position = Position(node, tree::ColumnRef::kLocation);
    if (std::optional<Extent> extent = text_.PartAt(position, parts.size() - 1)) {
      column.use.begin = position;
      column.use.end = extent->end;
      column.extent = *extent;
    }
    parts.pop_back();
  }
  if (!parts.empty()) return VisitQualifiedColumn(node, parts, std::move(column));
  if (star) {  // of this level only
    for (const FromItem& item : scope_ == nullptr ? std::vector<FromItem>() : scope_->items) {
      Append(&column.use.relations, item.relations);
    }
    return AddColumn(std::move(column), false);
  }
  column.use.relations = VisibleRelations();
  bool renamed = false;
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    for (const FromItem& item : scope->items) renamed |= item.renames_columns;
  }
  // A bare name of something in FROM is a whole row, unless it is a column.
  if (const FromItem* item = FindItem(column.use.column)) {
    FoundColumn row;
    row.use.qualifier = column.use.column;
    row.use.relations = item->relations;
    found_.columns.push_back(row);
  }
  AddColumn(std::move(column), renamed);
}

// alias.column, table.column, schema.table.column, database.schema.table.column.
void UseWalker::VisitQualifiedColumn(const Node& node, const std::vector<std::string_view>& parts,
                                     FoundColumn column) {
  size_t position = Position(node, tree::ColumnRef::kLocation);
  column.use.qualifier = parts.back();
  if (parts.size() == 1) {
    const FromItem* item = FindItem(parts[0]);
    if (item == nullptr) return AddColumn(std::move(column), false);
    if (item->begin != std::string_view::npos) {
      if (std::optional<Extent> extent = text_.PartAt(position, 0)) {
        found_.qualifiers.push_back({*extent, item->begin});
      }
    }
    column.use.relations = item->relations;
    return AddColumn(std::move(column), item->renames_columns);
  }
  QualifiedName relation{parts[parts.size() - 2], parts.back()};
  bool known = scope_ == nullptr;  // a check's or policy's own table
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    for (const FromItem& item : scope->items) {
      known |= item.alias == relation.name && item.relations == std::vector{relation};
    }
  }
  // Else it is a field of a function's argument: f.argument.field.
  if (!known) return;
  size_t before = found_.names.size();
  AddName(NameRole::kRelation, position, parts);
  if (found_.names.size() > before) found_.names.back().in_column = true;
  column.use.relations = {relation};
  AddColumn(std::move(column), false);
}

// `every_column`: an alias gives the columns other names, so that any may be meant.
void UseWalker::AddColumn(FoundColumn column, bool every_column) {
  if (every_column) {
    FoundColumn all = column;
    all.use.column = {};
    all.use.begin = all.use.end = 0;
    all.extent = {};
    found_.columns.push_back(all);
  }
  found_.columns.push_back(std::move(column));
}

std::vector<QualifiedName> UseWalker::VisibleRelations() const {
  std::vector<QualifiedName> relations;
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    for (const FromItem& item : scope->items) Append(&relations, item.relations);
  }
  return relations;
}

const FromItem* UseWalker::FindItem(std::string_view alias) const {
  if (alias.empty()) return nullptr;
  for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    for (const FromItem& item : scope->items) {
      if (item.alias.view() == alias) return &item;
    }
  }
  return nullptr;
}

}  // namespace autogen
