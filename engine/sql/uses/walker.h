#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "engine/sql/parse.h"
#include "engine/sql/uses/analysis.h"

namespace autogen {

// Walks a parse tree and notes the names and columns in it. Nodes without a rule are walked
// through, so that syntax which brings no names of its own needs no word here.
class UseWalker {
 public:
  UseWalker(const ParsedSql& parsed, const TextNames& text) : parsed_(parsed), text_(text) {}

  Analysis Run();

 private:
  // What columns can refer to: the FROM of one query level, and of those around it.
  struct Scope {
    Scope* outer = nullptr;
    std::vector<FromItem> items;
    bool outputs_only = false;  // ORDER BY of a UNION: names of outputs, no columns
  };
  using Node = tree::Node;
  using NodeList = std::vector<const Node*>;

  void Visit(const Node& node);
  void VisitChildren(const Node& node, std::initializer_list<int> except = {});
  void VisitAll(const NodeList& nodes);
  void VisitField(const Node& node, int number) { VisitAll(node.Children(number)); }

  // Statements (statements.cc). Each opens a scope, and the names of its WITH.
  void VisitSelect(const Node& node);
  void VisitSimpleSelect(const Node& node);
  void VisitGroupBy(const Node& select);
  void VisitLocking(const Node& select);
  void VisitInsert(const Node& node);
  void VisitUpdate(const Node& node);
  void VisitDelete(const Node& node);
  void VisitMerge(const Node& node);
  void VisitOnConflict(const Node& node, const std::vector<QualifiedName>& target);
  void VisitAssignments(const NodeList& targets, const std::vector<QualifiedName>& relations);
  void AddTarget(const Node& relation, Scope* scope);
  void PushCtes(const Node* with);

  // FROM (from.cc): first every name that a column may use, then what stands inside.
  std::vector<QualifiedName> Collect(const Node& node, Scope* scope);
  std::vector<QualifiedName> CollectJoin(const Node& node, Scope* scope);
  void CollectFunction(const Node& node, Scope* scope);
  FromItem RelationItem(const Node& range_var, bool may_be_cte);
  void AddItem(FromItem item, Scope* scope);
  void VisitFromItem(const Node& node);
  void VisitJoin(const Node& node);
  void VisitTableSample(const Node& node);

  // Expressions (expressions.cc).
  void VisitFunction(const Node& node);
  void VisitTypeName(const Node& node);
  void VisitTypeCast(const Node& node);
  void VisitOperator(const Node& node);
  void VisitSubLink(const Node& node);
  void VisitColumn(const Node& node, bool output = false);
  void AddColumn(FoundColumn column, bool every_column);
  void VisitQualifiedColumn(const Node& node, const std::vector<std::string_view>& parts,
                            FoundColumn column);
  std::vector<QualifiedName> VisibleRelations() const;
  const FromItem* FindItem(std::string_view alias) const;

  void AddName(NameRole role, size_t position, const std::vector<std::string_view>& parts,
               int arguments = -1);
  void AddOperator(size_t position, const std::vector<std::string_view>& parts);
  void AddImplied(std::string_view symbol, size_t position);
  void AddLiteral(NameRole role, const Node& constant);
  size_t Position(const Node& node, int number) const {
    return parsed_.Position(node.Value(number));
  }

  const ParsedSql& parsed_;
  const TextNames& text_;
  Analysis found_;
  Scope* scope_ = nullptr;
  std::vector<Name> ctes_;                                          // those in sight
  std::map<const Node*, std::vector<QualifiedName>> relations_of_;  // of parts of FROM
  bool grouped_ = false;
};

}  // namespace autogen
