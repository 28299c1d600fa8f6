#pragma once

#include <map>
#include <set>

#include "engine/sql/normal/coercion.h"
#include "engine/sql/normal/scope.h"
#include "engine/sql/tree/node.h"

namespace autogen::normal {

using tree::Node;
using tree::NodeType;

// Where bare names are looked up.
struct NamePath {
  std::vector<Name> schemas;  // besides pg_catalog, which comes first
  // False: bare names of functions and operators may mean those of other schemas too, since texts
  // name them by themselves. Where there are any, only what nobody can take the place of counts.
  bool complete = true;
};

// Parse analysis of one text. Where something cannot be told, Failed() is true afterwards, and what
// was returned means nothing. See: PostgreSQL source, parser/parse_*.c. One file a concern.
class Analyzer {
 public:
  Analyzer(const Catalog& catalog, const NamePath& path, int depth = 0)
      : catalog_(catalog), rules_(catalog), path_(path), depth_(depth) {}

  bool Failed() const { return failed_; }
  const Catalog& catalog() const { return catalog_; }
  const Coercion& rules() const { return rules_; }

  // expression.cc
  Expr* Transform(const Node& node, Scope* scope);
  // A condition, whose implicit cast is never shown.
  Expr* Condition(const Node& node, Scope* scope);

  // coerce.cc: to a type as PostgreSQL does unasked, where its printer shows the cast …
  Expr* Shown(Expr* expr, TypeId type);
  // … and where it does not: only literals get the type.
  Expr* Hidden(Expr* expr, TypeId type);
  Expr* Hidden(Expr* expr, TypeId type, Name modifier);
  // CAST, written.
  Expr* Explicit(Expr* expr, TypeId type, Name modifier);
  Expr* Settled(Expr* expr);  // a literal that nothing gives a type is text

  // operator.cc
  Expr* Operation(const std::vector<std::string_view>& name, Expr* left, Expr* right,
                  std::string_view label = "op");

  // select.cc
  struct SelectOptions {
    bool top = false;     // a view's own query: names in further arms of a UNION do not count
    bool named = true;    // whether its columns' names count
    bool settles = true;  // literals that nothing gives a type are text
    const ShownNames* names = nullptr;  // those around it, where they are not its outer level's
  };
  struct Output {
    Name name;
    Expr* expr = nullptr;
  };
  struct Query {
    Expr* tree = nullptr;
    std::vector<Output> columns;
  };
  Query Select(const Node& select, Scope* outer, const SelectOptions& options);
  // statement.cc: INSERT, UPDATE, DELETE, SELECT, NOTIFY of rules and function bodies.
  Expr* Statement(const Node& statement, Scope* outer);

  // types.cc
  TypeId TypeOfNode(const Node& type_name, Name* modifier);
  // index.cc
  Expr* IndexElement(const Node& element, std::string_view method, Scope* scope);

  Expr* Make(Tag tag, TypeId type, std::string text = {}, std::vector<Expr*> args = {}) {
    return arena_.Make(tag, type, std::move(text), std::move(args));
  }
  Expr* Fail() {
    failed_ = true;
    return Make(Tag::kNode, known::t_none, "failed");
  }
  ScopeItem RelationItem(Name schema, Name name, Name alias, std::string shown);

 private:
  // expression.cc
  Expr* Constant(const Node& node);
  Expr* BoolExpr(const Node& node, Scope* scope);
  Expr* Case(const Node& node, Scope* scope);
  Expr* Common(const Node& node, int field, std::string label, Scope* scope);
  Expr* Row(const Node& node, Scope* scope);
  Expr* Parameter(const Node& node, Scope* scope);
  Expr* ValueFunction(const Node& node);
  Expr* Collate(const Node& node, Scope* scope);
  Expr* Sublink(const Node& node, Scope* scope);
  Expr* Raw(const Node& node, Scope* scope);
  Expr* ArrayOf(const Node& node, TypeId array, TypeId element, Name modifier, Scope* scope);
  Expr* Cast(const Node& node, Scope* scope);
  Expr* Test(const Node& node, Scope* scope);
  Expr* And(std::vector<Expr*> args) { return Flat(Tag::kAnd, std::move(args)); }
  Expr* Or(std::vector<Expr*> args) { return Flat(Tag::kOr, std::move(args)); }
  Expr* Not(Expr* argument);
  Expr* Flat(Tag tag, std::vector<Expr*> args);
  std::vector<Expr*> ToCommonType(std::vector<Expr*> exprs, TypeId* type);

  // operator.cc
  Expr* AnyExpr(const Node& node, Scope* scope);
  Expr* In(const Node& node, Scope* scope);
  Expr* Between(const Node& node, Scope* scope);
  Expr* Distinct(const Node& node, Scope* scope);
  Expr* ArrayOperation(const std::vector<std::string_view>& name, Expr* left, Expr* right,
                       bool any);
  Expr* RowOperation(const std::vector<std::string_view>& name, Expr* left, Expr* right);
  std::optional<known::Candidate> FindOperator(const std::vector<std::string_view>& name,
                                               TypeId left, TypeId right, bool prefix);

  // function.cc
  Expr* Call(const Node& node, Scope* scope);
  Expr* Window(const Node& node, Scope* scope);

  // column.cc
  Expr* ColumnReference(const Node& node, Scope* scope);
  Expr* Indirection(const Node& node, Scope* scope);
  Expr* Field(Expr* value, std::string_view name);
  Expr* WholeRow(const ScopeItem& item, const Scope* scope);
  Expr* ColumnOf(const ScopeColumn& column, const Scope* scope);
  Expr* NewColumn(std::string_view shown, Name name, TypeId type, Name modifier);

  // from.cc
  void NameItems(const Node& item, Scope* scope);
  Expr* FromItem(const Node& item, Scope* scope);
  Expr* RangeVariable(const Node& node, Scope* scope);
  Expr* Subselect(const Node& node, Scope* scope);
  Expr* RangeFunction(const Node& node, Scope* scope);
  std::vector<ScopeColumn> FunctionColumns(const Node& call, const Expr& made,
                                           const std::string& shown, std::string_view alias,
                                           bool* known);
  Expr* TableSample(const Node& node, Scope* scope);
  Expr* Join(const Node& node, Scope* scope);
  Expr* MergedColumn(Name name, Expr* left, Expr* right, int64_t join_type);
  std::vector<ScopeColumn> ColumnsOf(const known::Relation& relation, const std::string& shown,
                                     bool* known);
  void With(const Node& with, Scope* scope, std::vector<Expr*>* parts);
  std::optional<QualifiedName> FindRelationName(std::string_view schema, std::string_view name);
  const Cte* FindCte(std::string_view name, const Scope* scope) const;

  // select.cc
  Query Plain(const Node& select, Scope* scope, const SelectOptions& options);
  Query SetOperation(const Node& select, Scope* scope, const SelectOptions& options);
  Query SetArm(const Node& select, Scope* scope, const SelectOptions& options);
  Query Values(const Node& select, Scope* scope, const SelectOptions& options);
  std::vector<Output> Targets(const std::vector<const Node*>& targets, Scope* scope, bool settles);
  std::vector<Expr*> GroupKeys(const Node& key, Scope* scope, const std::vector<Output>& outputs);
  Expr* SortBy(const Node& node, Scope* scope, const std::vector<Output>& outputs, bool group);
  Expr* SortKey(const Node& node, Scope* scope, const std::vector<Output>& outputs, bool group);
  void Tail(const Node& select, Scope* scope, const std::vector<Output>& outputs,
            std::vector<Expr*>* parts);
  void Expand(const Node& star, Scope* scope, std::vector<Output>* outputs);

  std::string Literal(TypeId type, Name modifier, std::string_view text);
  std::string NameLiteral(std::string_view text);
  Expr* MakeConstant(TypeId type, Name modifier, std::string_view text);
  Expr* Coerce(Expr* expr, TypeId type, Name modifier, Asked asked, bool hidden);
  bool PushIntoArray(Expr** expr, TypeId type, Name modifier, Asked asked);

  const Catalog& catalog_;
  Coercion rules_;
  const NamePath& path_;
  int depth_;
  int nesting_ = 0;
  bool failed_ = false;
  // OUT columns of the call that was resolved last, for FROM.
  std::vector<std::pair<std::string_view, TypeId>> last_out_;
  Arena arena_;
};

}  // namespace autogen::normal
