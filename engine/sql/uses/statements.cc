#include "engine/sql/uses/walker.h"

namespace autogen {

using tree::NodeType;

// The names of a WITH, visible in their statement from here on. See: PostgreSQL manual, SELECT,
// WITH Clause: without RECURSIVE an entry sees only those before it.
void UseWalker::PushCtes(const Node* with) {
  if (with == nullptr) return;
  NodeList entries = with->Children(tree::WithClause::kCtes);
  bool recursive = with->Value(tree::WithClause::kRecursive) != 0;
  auto push = [&](const Node* entry) {
    Name name = entry->Text(tree::CommonTableExpr::kCtename);
    ctes_.push_back(name);
    found_.ctes.insert(name);
  };
  for (const Node* entry : entries) {
    if (recursive) push(entry);
  }
  for (const Node* entry : entries) {
    VisitChildren(*entry);
    if (!recursive) push(entry);
  }
}

void UseWalker::VisitSelect(const Node& node) {
  size_t visible = ctes_.size();
  PushCtes(node.Child(tree::SelectStmt::kWithClause));
  if (node.Value(tree::SelectStmt::kOp) <= tree::kSetopNone) {
    VisitSimpleSelect(node);
  } else {
    Scope scope{scope_, {}, true};
    for (int side : {tree::SelectStmt::kLarg, tree::SelectStmt::kRarg}) {
      if (const Node* arm = node.Child(side)) VisitSelect(*arm);
    }
    scope_ = &scope;
    VisitChildren(
        node, {tree::SelectStmt::kWithClause, tree::SelectStmt::kLarg, tree::SelectStmt::kRarg});
    scope_ = scope.outer;
  }
  ctes_.resize(visible);
}

void UseWalker::VisitSimpleSelect(const Node& node) {
  Scope scope{scope_, {}, false};
  NodeList from = node.Children(tree::SelectStmt::kFromClause);
  for (const Node* item : from) Collect(*item, &scope);
  Scope* outer = scope_;
  scope_ = &scope;
  for (const Node* item : from) VisitFromItem(*item);
  for (const Node* target : node.Children(tree::SelectStmt::kTargetList)) {
    const Node* value = target->Child(tree::ResTarget::kVal);
    if (value != nullptr && value->Is(NodeType::kColumnRef)) {
      VisitColumn(*value, /*output=*/!target->Has(tree::ResTarget::kName));
    } else {
      Visit(*target);
    }
  }
  VisitGroupBy(node);
  VisitLocking(node);
  VisitChildren(node, {tree::SelectStmt::kWithClause, tree::SelectStmt::kFromClause,
                       tree::SelectStmt::kTargetList, tree::SelectStmt::kGroupClause,
                       tree::SelectStmt::kLockingClause});
  scope_ = outer;
}

// GROUP BY 1 and GROUP BY output_name mean an item of the target list.
void UseWalker::VisitGroupBy(const Node& select) {
  NodeList targets = select.Children(tree::SelectStmt::kTargetList);
  bool outer = grouped_;
  grouped_ = true;
  for (const Node* item : select.Children(tree::SelectStmt::kGroupClause)) {
    Visit(*item);
    if (const Node* number =
            item->Is(NodeType::kAConst) ? item->Child(tree::AConst::kIval) : nullptr) {
      auto place = static_cast<size_t>(number->Value(tree::Integer::kIval));
      if (place >= 1 && place <= targets.size()) Visit(*targets[place - 1]);
    }
    if (!item->Is(NodeType::kColumnRef)) continue;
    std::vector<std::string_view> parts = tree::Strings(*item, tree::ColumnRef::kFields);
    for (const Node* target : targets) {
      if (parts.size() == 1 && target->Text(tree::ResTarget::kName) == parts[0]) Visit(*target);
    }
  }
  grouped_ = outer;
}

// FOR UPDATE OF says names as columns do: an alias, or an unaliased relation's own.
void UseWalker::VisitLocking(const Node& select) {
  for (const Node* clause : select.Children(tree::SelectStmt::kLockingClause)) {
    for (const Node* relation : clause->Children(tree::LockingClause::kLockedRels)) {
      const FromItem* item = FindItem(relation->Text(tree::RangeVar::kRelname));
      std::optional<Extent> extent =
          text_.PartAt(Position(*relation, tree::RangeVar::kLocation), 0);
      if (item != nullptr && extent && item->begin != std::string_view::npos) {
        found_.qualifiers.push_back({*extent, item->begin});
      }
    }
  }
}

void UseWalker::AddTarget(const Node& relation, Scope* scope) {
  AddItem(RelationItem(relation, /*may_be_cte=*/false), scope);
}

void UseWalker::VisitInsert(const Node& node) {
  size_t visible = ctes_.size();
  PushCtes(node.Child(tree::InsertStmt::kWithClause));
  VisitField(node, tree::InsertStmt::kSelectStmt);
  const Node* relation = node.Child(tree::InsertStmt::kRelation);
  if (relation == nullptr) return;
  Scope scope{scope_, {}, false};
  AddTarget(*relation, &scope);
  std::vector<QualifiedName> target = scope.items.front().relations;
  FromItem excluded;
  excluded.alias = "excluded";
  excluded.relations = target;
  Scope* outer = scope_;
  scope_ = &scope;
  VisitAssignments(node.Children(tree::InsertStmt::kCols), target);
  if (!node.Has(tree::InsertStmt::kCols)) {  // without a list: all of them
    FoundColumn all;
    all.use.relations = target;
    found_.columns.push_back(all);
  }
  if (const Node* conflict = node.Child(tree::InsertStmt::kOnConflictClause)) {
    AddItem(excluded, &scope);
    VisitOnConflict(*conflict, target);
  }
  VisitField(node, tree::InsertStmt::kReturningList);
  scope_ = outer;
  ctes_.resize(visible);
}

void UseWalker::VisitOnConflict(const Node& node, const std::vector<QualifiedName>& target) {
  if (const Node* infer = node.Child(tree::OnConflictClause::kInfer)) {
    std::vector<Extent> places = text_.ItemsAt(Position(*infer, tree::InferClause::kLocation));
    size_t n = 0;
    for (const Node* element : infer->Children(tree::InferClause::kIndexElems)) {
      if (element->Has(tree::IndexElem::kName)) {
        FoundColumn column;
        column.use.column = element->Text(tree::IndexElem::kName);
        column.use.relations = target;
        if (n < places.size()) {
          column.extent = places[n];
          column.use.begin = places[n].begin;
          column.use.end = places[n].end;
        }
        found_.columns.push_back(column);
      }
      ++n;
      VisitField(*element, tree::IndexElem::kExpr);
    }
    VisitField(*infer, tree::InferClause::kWhereClause);
  }
  VisitAssignments(node.Children(tree::OnConflictClause::kTargetList), target);
  VisitField(node, tree::OnConflictClause::kWhereClause);
}

// Targets of INSERT (…) and of SET: their names are columns of the target.
void UseWalker::VisitAssignments(const NodeList& targets,
                                 const std::vector<QualifiedName>& relations) {
  for (const Node* target : targets) {
    FoundColumn column;
    column.use.column = target->Text(tree::ResTarget::kName);
    column.use.relations = relations;
    if (std::optional<Extent> extent =
            text_.PartAt(Position(*target, tree::ResTarget::kLocation), 0)) {
      column.use.begin = extent->begin;
      column.use.end = extent->end;
      column.extent = *extent;
    }
    found_.columns.push_back(column);
    VisitChildren(*target);
  }
}

void UseWalker::VisitUpdate(const Node& node) {
  size_t visible = ctes_.size();
  PushCtes(node.Child(tree::UpdateStmt::kWithClause));
  const Node* relation = node.Child(tree::UpdateStmt::kRelation);
  if (relation == nullptr) return;
  Scope scope{scope_, {}, false};
  AddTarget(*relation, &scope);
  std::vector<QualifiedName> target = scope.items.front().relations;
  NodeList from = node.Children(tree::UpdateStmt::kFromClause);
  for (const Node* item : from) Collect(*item, &scope);
  Scope* outer = scope_;
  scope_ = &scope;
  for (const Node* item : from) VisitFromItem(*item);
  VisitAssignments(node.Children(tree::UpdateStmt::kTargetList), target);
  VisitField(node, tree::UpdateStmt::kWhereClause);
  VisitField(node, tree::UpdateStmt::kReturningList);
  scope_ = outer;
  ctes_.resize(visible);
}

void UseWalker::VisitDelete(const Node& node) {
  size_t visible = ctes_.size();
  PushCtes(node.Child(tree::DeleteStmt::kWithClause));
  const Node* relation = node.Child(tree::DeleteStmt::kRelation);
  if (relation == nullptr) return;
  Scope scope{scope_, {}, false};
  AddTarget(*relation, &scope);
  NodeList from = node.Children(tree::DeleteStmt::kUsingClause);
  for (const Node* item : from) Collect(*item, &scope);
  Scope* outer = scope_;
  scope_ = &scope;
  for (const Node* item : from) VisitFromItem(*item);
  VisitField(node, tree::DeleteStmt::kWhereClause);
  VisitField(node, tree::DeleteStmt::kReturningList);
  scope_ = outer;
  ctes_.resize(visible);
}

void UseWalker::VisitMerge(const Node& node) {
  size_t visible = ctes_.size();
  PushCtes(node.Child(tree::MergeStmt::kWithClause));
  const Node* relation = node.Child(tree::MergeStmt::kRelation);
  const Node* source = node.Child(tree::MergeStmt::kSourceRelation);
  if (relation == nullptr || source == nullptr) return;
  Scope scope{scope_, {}, false};
  AddTarget(*relation, &scope);
  std::vector<QualifiedName> target = scope.items.front().relations;
  Collect(*source, &scope);
  Scope* outer = scope_;
  scope_ = &scope;
  VisitFromItem(*source);
  VisitField(node, tree::MergeStmt::kJoinCondition);
  for (const Node* when : node.Children(tree::MergeStmt::kMergeWhenClauses)) {
    VisitAssignments(when->Children(tree::MergeWhenClause::kTargetList), target);
    VisitField(*when, tree::MergeWhenClause::kCondition);
    VisitField(*when, tree::MergeWhenClause::kValues);
  }
  scope_ = outer;
  ctes_.resize(visible);
}

}  // namespace autogen
