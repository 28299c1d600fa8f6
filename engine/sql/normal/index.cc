#include "engine/sql/normal/analyzer.h"

// One key of an index or a partition key. See: PostgreSQL source, ruleutils.c,
// pg_get_indexdef_worker; indexcmds.c, ComputeIndexAttrs, GetDefaultOpClass.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

// See: PostgreSQL source, indexcmds.c, GetDefaultOpClass.
std::string_view DefaultOperatorClass(const Coercion& rules, std::string_view method, TypeId type) {
  type = rules.BaseOf(type);
  char category = rules.catalog().Type(type).category;
  std::string_view exact, preferred, compatible;
  int preferred_count = 0, compatible_count = 0;
  for (const OperatorClass& one : OperatorClasses()) {
    bool counts =
        one.is_default && one.access_method == method && IsIn(one, rules.catalog().version());
    if (!counts) continue;
    if (one.type == type) exact = one.name;
    if (one.type == type || !rules.IsBinaryCoercible(type, one.type)) continue;
    const TypeInfo& info = rules.catalog().Type(one.type);
    if (info.preferred && info.category == category) {
      preferred = one.name;
      ++preferred_count;
    }
    compatible = one.name;
    ++compatible_count;
  }
  if (!exact.empty()) return exact;
  if (preferred_count == 1) return preferred;
  return preferred_count == 0 && compatible_count == 1 ? compatible : std::string_view();
}

}  // namespace

Expr* Analyzer::IndexElement(const Node& element, std::string_view method, Scope* scope) {
  Expr* value = nullptr;
  std::string_view column = element.Text(tree::IndexElem::kName);
  if (!column.empty()) {
    for (const ScopeColumn& candidate : scope->items.front().columns) {
      if (candidate.name.view() == column) value = ColumnOf(candidate, scope);
    }
  } else if (const Node* expression = element.Child(tree::IndexElem::kExpr)) {
    value = Settled(Transform(*expression, scope));
  }
  if (failed_ || value == nullptr) return Fail();
  std::string text = "key";
  // One in the expression's own parentheses is the key's, unless that says another.
  // See: indexcmds.c, ComputeIndexAttrs.
  std::string own_collation;
  for (; value->tag == Tag::kCollate; value = value->args[0]) {
    if (own_collation.empty()) own_collation = value->text;
  }
  std::vector<std::string_view> collation = tree::Strings(element, tree::IndexElem::kCollation);
  if (!collation.empty()) {
    own_collation.clear();
    if (collation.size() == 2 && collation[0] != "pg_catalog") {
      own_collation.append(collation[0]).append(".");
    }
    own_collation += collation.back();
  }
  if (!own_collation.empty()) text += " collate " + own_collation;
  std::vector<std::string_view> opclass = tree::Strings(element, tree::IndexElem::kOpclass);
  if (!opclass.empty()) {
    bool built_in = opclass.size() == 1 || opclass[0] == "pg_catalog";
    bool implied = built_in && value->type != t_none &&
                   DefaultOperatorClass(rules_, method, value->type) == opclass.back();
    bool has_options = element.Has(tree::IndexElem::kOpclassopts);
    if (!implied || has_options) {
      text += " opclass ";
      if (!built_in) text.append(opclass[0]).append(".");
      text += opclass.back();
    }
  }
  std::vector<Expr*> args{value};
  for (const Node* option : element.Children(tree::IndexElem::kOpclassopts)) {
    std::string setting = "option " + std::string(option->Text(tree::DefElem::kDefname));
    const Node* to = option->Child(tree::DefElem::kArg);
    if (to != nullptr && to->Is(NodeType::kString)) {
      setting += "=" + std::string(to->Text(tree::String::kSval));
    } else if (to != nullptr && to->Is(NodeType::kInteger)) {
      setting += "=" + std::to_string(to->Value(tree::Integer::kIval));
    } else {
      return Fail();
    }
    args.push_back(Make(Tag::kNode, t_none, setting));
  }
  bool descending = element.Value(tree::IndexElem::kOrdering) == tree::kSortbyDesc;
  int64_t nulls = element.Value(tree::IndexElem::kNullsOrdering);
  bool first = nulls == tree::kSortbyNullsFirst || (nulls != tree::kSortbyNullsLast && descending);
  if (descending) text += " desc";
  if (first) text += " first";
  return Make(Tag::kNode, t_none, text, std::move(args));
}

}  // namespace autogen::normal
