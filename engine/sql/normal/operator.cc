#include <algorithm>

#include "engine/sql/normal/analyzer.h"
#include "engine/sql/normal/candidates.h"

// Operators and what the grammar makes of them: IN, BETWEEN, IS DISTINCT FROM, ANY, rows.
// See: PostgreSQL source, parse_oper.c, parse_expr.c.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

using Names = std::vector<std::string_view>;

// What the number -1 and minus applied to 1 have in common: the second is printed "(- 1)" and read
// as the first again. Empty: no such number.
std::string Negated(const Expr& expr) {
  if (expr.tag != Tag::kConstant || expr.text.empty() || expr.text[0] == '-') return {};
  bool number = expr.text.find_first_not_of("0123456789.") == std::string::npos;
  bool fraction = expr.text.find('.') != std::string::npos;
  bool printed_bare = expr.type == t_int4 || (expr.type == t_numeric && fraction);
  return number && printed_bare ? "-" + expr.text : std::string();
}

}  // namespace

std::optional<Candidate> Analyzer::FindOperator(const Names& name, TypeId left, TypeId right,
                                                bool prefix) {
  std::vector<Candidate> all;
  Name symbol = name.back();
  bool open = false;
  if (name.size() > 1) {
    catalog_.AddOperators(name[0], symbol, &all);
    open = name[0] != "pg_catalog" && catalog_.HasForeignOperator(symbol);
  } else {
    catalog_.AddOperators("pg_catalog", symbol, &all);
    for (Name schema : path_.schemas) catalog_.AddOperators(schema, symbol, &all);
    open =
        catalog_.HasForeignOperator(symbol) || (!path_.complete && catalog_.HasOwnOperator(symbol));
  }
  std::erase_if(all, [prefix](const Candidate& c) { return (c.arguments[0] == t_none) != prefix; });
  std::vector<TypeId> actual{right};
  if (!prefix) actual.insert(actual.begin(), left);
  auto arguments = [prefix](const Candidate& candidate) {
    return std::span<const TypeId>(candidate.arguments).subspan(prefix ? 1 : 0);
  };
  auto exact = [&](TypeId l, TypeId r) -> const Candidate* {
    for (const Candidate& candidate : all) {
      if (candidate.arguments[1] == r && (prefix || candidate.arguments[0] == l)) {
        return &candidate;
      }
    }
    return nullptr;
  };
  TypeId l = left, r = right;
  bool unknown = !prefix && (left == t_unknown) != (right == t_unknown);
  if (unknown) l = r = left == t_unknown ? right : left;
  const Candidate* found = exact(l, r);
  if (found == nullptr && unknown) found = exact(rules_.BaseOf(l), rules_.BaseOf(r));
  if (found != nullptr) return *found;
  if (open) return std::nullopt;
  std::vector<const Candidate*> fitting;
  std::vector<std::span<const TypeId>> types;
  for (const Candidate& candidate : all) {
    // The first on the path hides those of the same operands.
    bool hidden = std::any_of(fitting.begin(), fitting.end(), [&](const Candidate* other) {
      return other->arguments == candidate.arguments;
    });
    if (std::count(candidate.arguments.begin() + prefix, candidate.arguments.end(), t_none) > 0) {
      return std::nullopt;
    }
    if (hidden || !rules_.CanCoerceAll(actual, arguments(candidate))) continue;
    fitting.push_back(&candidate);
    types.push_back(arguments(candidate));
  }
  size_t chosen = SelectCandidate(rules_, actual, types);
  if (chosen == std::string::npos) return std::nullopt;
  return *fitting[chosen];
}

Expr* Analyzer::Operation(const Names& written, Expr* left, Expr* right, std::string_view label) {
  Names name = written;
  if (name.back() == "!=") name.back() = "<>";
  bool prefix = left == nullptr;
  std::string text(label);
  if (right->type == t_none || (!prefix && left->type == t_none)) {
    // Of a type that is not known: the same name over the same operands is the same operator.
    if (name.size() == 1 && (catalog_.HasForeignOperator(name[0]) ||
                             (!path_.complete && catalog_.HasOwnOperator(name[0])))) {
      return Fail();
    }
    text += "?";
    for (std::string_view part : name) text.append(" ").append(part);
    return Make(Tag::kNode, t_none, text, {left, right});
  }
  std::optional<Candidate> op =
      FindOperator(name, prefix ? TypeId{t_none} : left->type, right->type, prefix);
  if (!op) return Fail();
  std::vector<TypeId> actual{right->type}, declared{op->arguments[1]};
  if (!prefix) {
    actual.insert(actual.begin(), left->type);
    declared.insert(declared.begin(), op->arguments[0]);
  }
  TypeId result = op->result;
  if (!rules_.Enforce(actual, &declared, &result) || result == t_none) return Fail();
  if (label == "case") {  // only the right side is printed
    return Hidden(right, declared.back());
  }
  right = Shown(right, declared.back());
  if (!prefix) left = Shown(left, declared[0]);
  if (prefix && name.back() == "-" && op->schema == Name("pg_catalog")) {
    if (std::string negated = Negated(*right); !negated.empty()) {
      return MakeConstant(right->type, Name(), negated);
    }
  }
  // What was found, not what was written: its schema, and (by the operands' types) which of them.
  if (op->schema != Name("pg_catalog")) text.append(" ").append(op->schema.view());
  text.append(" ").append(name.back());
  for (TypeId type : op->arguments) {
    const TypeInfo& info = catalog_.Type(type);
    text.append(" ").append(info.schema == "pg_catalog" ? "" : info.schema);
    text.append(".").append(info.name);
  }
  return Make(Tag::kNode, result, text, {left, right});
}

Expr* Analyzer::RowOperation(const Names& name, Expr* left, Expr* right) {
  if (left->args.size() != right->args.size() || left->args.empty()) return Fail();
  std::vector<Expr*> pairs;
  for (size_t i = 0; i < left->args.size(); ++i) {
    pairs.push_back(Operation(name, left->args[i], right->args[i]));
  }
  if (pairs.size() == 1) return pairs[0];
  if (name.back() == "=") return And(std::move(pairs));
  if (name.back() == "<>" || name.back() == "!=") return Or(std::move(pairs));
  return Make(Tag::kNode, t_bool, "rows " + std::string(name.back()), std::move(pairs));
}

// x = ANY (array). See: PostgreSQL source, parse_oper.c, make_scalar_array_op.
Expr* Analyzer::ArrayOperation(const Names& written, Expr* left, Expr* right, bool any) {
  Names name = written;
  if (name.back() == "!=") name.back() = "<>";
  std::string text = any ? "any" : "all";
  if (left->type == t_none || right->type == t_none) {
    if (name.size() == 1 && (catalog_.HasForeignOperator(name[0]) ||
                             (!path_.complete && catalog_.HasOwnOperator(name[0])))) {
      return Fail();
    }
    text += "?";
    for (std::string_view part : name) text.append(" ").append(part);
    return Make(Tag::kNode, t_bool, text, {left, right});
  }
  TypeId element =
      right->type == t_unknown ? TypeId{t_unknown} : rules_.ElementOf(rules_.BaseOf(right->type));
  if (element == t_none) return Fail();
  std::optional<Candidate> op = FindOperator(name, left->type, element, false);
  if (!op) return Fail();
  std::vector<TypeId> actual{left->type, element}, declared = op->arguments;
  TypeId result = op->result;
  if (!rules_.Enforce(actual, &declared, &result) || result != t_bool) return Fail();
  TypeId array = IsPolymorphic(declared[1]) ? right->type : rules_.ArrayOf(declared[1]);
  if (array == t_none) return Fail();
  left = Shown(left, declared[0]);
  right = Shown(right, array);
  if (op->schema != Name("pg_catalog")) text.append(" ").append(op->schema.view());
  text.append(" ").append(name.back());
  for (TypeId type : op->arguments) text.append(" ").append(catalog_.Type(type).name);
  return Make(Tag::kNode, t_bool, text, {left, right});
}

// A list of more than one item without columns is an array of the type common to all of them and
// the left side. See: PostgreSQL source, parse_expr.c, transformAExprIn.
Expr* Analyzer::In(const Node& node, Scope* scope) {
  Names name = tree::Strings(node, tree::AExpr::kName);
  bool any = name.back() == "=";
  const Node* left_node = node.Child(tree::AExpr::kLexpr);
  const Node* list = node.Child(tree::AExpr::kRexpr);
  if (left_node == nullptr || list == nullptr || !list->Is(NodeType::kList)) return Fail();
  Expr* left = Transform(*left_node, scope);
  std::vector<Expr*> all_items, plain, others;
  for (const Node* item : list->Children(tree::List::kItems)) {
    Expr* expr = Transform(*item, scope);
    all_items.push_back(expr);
    (Mentions(*expr, scope) ? others : plain).push_back(expr);
  }
  if (failed_) return Fail();
  Expr* result = nullptr;
  if (plain.size() > 1) {
    std::vector<TypeId> types{left->type};
    for (Expr* item : plain) types.push_back(item->type);
    bool known = std::count(types.begin(), types.end(), t_none) == 0;
    // What the common type is cannot be told without all of them.
    if (!known) {
      std::vector<Expr*> all{left};
      all.insert(all.end(), plain.begin(), plain.end());
      if (!others.empty()) return Fail();
      return Make(Tag::kNode, t_bool, "in? " + std::string(name.back()), std::move(all));
    }
    TypeId common = rules_.CommonType(types);
    bool fits = common != t_none && common != t_record;
    for (TypeId type : types) fits = fits && rules_.CanCoerce(type, common, Asked::kImplicitly);
    TypeId array_type = fits ? rules_.ArrayOf(common) : TypeId{t_none};
    if (array_type != t_none) {
      Expr* array = Make(Tag::kArray, array_type);
      for (Expr* item : plain) array->args.push_back(Shown(item, common));
      result = ArrayOperation(name, left, array, any);
      all_items = others;
    }
  }
  for (Expr* item : all_items) {
    bool rows = left->tag == Tag::kRow && item->tag == Tag::kRow;
    Expr* one = rows ? RowOperation(name, left, item) : Operation(name, left, item);
    if (result == nullptr) {
      result = one;
    } else {
      result = any ? Or({result, one}) : And({result, one});
    }
  }
  return result;
}

// See: PostgreSQL source, parse_expr.c, transformAExprBetween.
Expr* Analyzer::Between(const Node& node, Scope* scope) {
  const Node* value = node.Child(tree::AExpr::kLexpr);
  const Node* list = node.Child(tree::AExpr::kRexpr);
  std::vector<const Node*> ends = list->Children(tree::List::kItems);
  if (ends.size() != 2) return Fail();
  auto compare = [&](const char* op, const Node* end) {
    return Operation({op}, Transform(*value, scope), Transform(*end, scope));
  };
  auto inside = [&](const Node* low, const Node* high) {
    return And({compare(">=", low), compare("<=", high)});
  };
  auto outside = [&](const Node* low, const Node* high) {
    return Or({compare("<", low), compare(">", high)});
  };
  switch (node.Value(tree::AExpr::kKind)) {
    case tree::kAexprBetween:
      return inside(ends[0], ends[1]);
    case tree::kAexprNotBetween:
      return outside(ends[0], ends[1]);
    case tree::kAexprBetweenSym:
      return Or({inside(ends[0], ends[1]), inside(ends[1], ends[0])});
    default:
      return And({outside(ends[0], ends[1]), outside(ends[1], ends[0])});
  }
}

// See: PostgreSQL source, parse_expr.c, transformAExprDistinct.
Expr* Analyzer::Distinct(const Node& node, Scope* scope) {
  Names name = tree::Strings(node, tree::AExpr::kName);
  bool negated = node.Value(tree::AExpr::kKind) == tree::kAexprNotDistinct;
  Expr* left = Transform(*node.Child(tree::AExpr::kLexpr), scope);
  Expr* right = Transform(*node.Child(tree::AExpr::kRexpr), scope);
  auto is_null = [](const Expr* e) { return e->tag == Tag::kNull && e->type == t_unknown; };
  if (is_null(right) || is_null(left)) {
    Expr* value = is_null(right) ? left : right;
    // IS NULL of a row looks into it; this does not.
    std::string row = rules_.IsComposite(value->type) || value->type == t_record ? " whole" : "";
    return Make(Tag::kNode, t_bool, (negated ? "is null" : "is not null") + row, {Settled(value)});
  }
  Expr* result = nullptr;
  if (left->tag == Tag::kRow && right->tag == Tag::kRow) {
    if (left->args.size() != right->args.size()) return Fail();
    std::vector<Expr*> pairs;
    for (size_t i = 0; i < left->args.size(); ++i) {
      pairs.push_back(Operation(name, left->args[i], right->args[i], "distinct"));
    }
    if (pairs.empty()) return Fail();
    result = pairs.size() == 1 ? pairs[0] : Or(std::move(pairs));
  } else {
    result = Operation(name, left, right, "distinct");
  }
  return negated ? Not(result) : result;
}

Expr* Analyzer::AnyExpr(const Node& node, Scope* scope) {
  Names name = tree::Strings(node, tree::AExpr::kName);
  const Node* left_node = node.Child(tree::AExpr::kLexpr);
  const Node* right_node = node.Child(tree::AExpr::kRexpr);
  switch (node.Value(tree::AExpr::kKind)) {
    case tree::kAexprIn:
      return In(node, scope);
    case tree::kAexprBetween:
    case tree::kAexprNotBetween:
    case tree::kAexprBetweenSym:
    case tree::kAexprNotBetweenSym:
      return Between(node, scope);
    case tree::kAexprDistinct:
    case tree::kAexprNotDistinct:
      return Distinct(node, scope);
    default:
      break;
  }
  if (right_node == nullptr || name.empty()) return Fail();
  Expr* left = left_node == nullptr ? nullptr : Transform(*left_node, scope);
  // x = (SELECT a, b …) of a row is no operation of single values.
  bool row = left != nullptr && left->tag == Tag::kRow;
  if (row && right_node->Is(NodeType::kSubLink)) return Fail();
  Expr* right = Transform(*right_node, scope);
  switch (node.Value(tree::AExpr::kKind)) {
    case tree::kAexprOpAny:
      return ArrayOperation(name, left, right, true);
    case tree::kAexprOpAll:
      return ArrayOperation(name, left, right, false);
    case tree::kAexprNullif: {
      Expr* made = Operation(name, left, right, "nullif");
      if (failed_ || made->args.empty() || made->args[0] == nullptr) return made;
      made->type = made->args[0]->type;
      made->modifier = made->args[0]->modifier;
      return made;
    }
    default:  // LIKE and its kin are operators already
      if (row && right->tag == Tag::kRow) return RowOperation(name, left, right);
      return Operation(name, left, right);
  }
}

}  // namespace autogen::normal
