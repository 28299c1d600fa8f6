#include "engine/base/error.h"
#include "engine/sql/normal/analyzer.h"

// Expressions but for operators, calls and columns. See: PostgreSQL source, parse_expr.c.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

// What stands in a tree is deeper than any person's; the parser's own limit is higher.
constexpr int kMaxNesting = 1000;

}  // namespace

Expr* Analyzer::Transform(const Node& node, Scope* scope) {
  if (failed_) return Fail();
  if (++nesting_ > kMaxNesting) return Fail();
  Expr* made = nullptr;
  switch (node.type) {
    case NodeType::kAConst:
      made = Constant(node);
      break;
    case NodeType::kColumnRef:
      made = ColumnReference(node, scope);
      break;
    case NodeType::kParamRef:
      made = Parameter(node, scope);
      break;
    case NodeType::kTypeCast:
      made = Cast(node, scope);
      break;
    case NodeType::kAExpr:
      made = AnyExpr(node, scope);
      break;
    case NodeType::kBoolExpr:
      made = BoolExpr(node, scope);
      break;
    case NodeType::kNullTest:
    case NodeType::kBooleanTest:
      made = Test(node, scope);
      break;
    case NodeType::kCaseExpr:
      made = Case(node, scope);
      break;
    case NodeType::kCoalesceExpr:
      made = Common(node, tree::CoalesceExpr::kArgs, "coalesce", scope);
      break;
    case NodeType::kMinMaxExpr: {
      bool least = node.Value(tree::MinMaxExpr::kOp) == tree::kIsLeast;
      made = Common(node, tree::MinMaxExpr::kArgs, least ? "least" : "greatest", scope);
      break;
    }
    case NodeType::kAArrayExpr:
      made = ArrayOf(node, t_none, t_none, Name(), scope);
      break;
    case NodeType::kRowExpr:
      made = Row(node, scope);
      break;
    case NodeType::kSQLValueFunction:
      made = ValueFunction(node);
      break;
    case NodeType::kCollateClause:
      made = Collate(node, scope);
      break;
    case NodeType::kAIndirection:
      made = Indirection(node, scope);
      break;
    case NodeType::kFuncCall:
      made = Call(node, scope);
      break;
    case NodeType::kSubLink:
      made = Sublink(node, scope);
      break;
    case NodeType::kGroupingFunc: {
      std::vector<Expr*> args;
      for (const Node* argument : node.Children(tree::GroupingFunc::kArgs)) {
        args.push_back(Transform(*argument, scope));
      }
      made = Make(Tag::kNode, t_int4, "grouping", std::move(args));
      break;
    }
    case NodeType::kSetToDefault:
      made = Make(Tag::kNode, t_none, "default");
      break;
    default:
      made = Raw(node, scope);
      break;
  }
  --nesting_;
  return made;
}

Expr* Analyzer::Condition(const Node& node, Scope* scope) {
  Expr* made = Transform(node, scope);
  return made->type == t_none ? made : Hidden(made, t_bool);
}

// See: PostgreSQL source, parse_node.c, make_const.
Expr* Analyzer::Constant(const Node& node) {
  if (node.Has(tree::AConst::kIsnull)) return Make(Tag::kNull, t_unknown);
  if (const Node* value = node.Child(tree::AConst::kIval)) {
    return MakeConstant(t_int4, Name(), std::to_string(value->Value(tree::Integer::kIval)));
  }
  if (const Node* value = node.Child(tree::AConst::kFval)) {
    std::string text(value->Text(tree::Float::kFval));
    size_t digits = text.starts_with("-") ? 1 : 0;
    bool whole = text.find_first_not_of("0123456789", digits) == std::string::npos;
    if (!whole || text.size() > 20) return MakeConstant(t_numeric, Name(), text);
    errno = 0;
    long long number = std::strtoll(text.c_str(), nullptr, 10);
    if (errno != 0) return MakeConstant(t_numeric, Name(), text);
    bool small = number >= INT32_MIN && number <= INT32_MAX;
    return MakeConstant(small ? t_int4 : t_int8, Name(), std::to_string(number));
  }
  if (const Node* value = node.Child(tree::AConst::kBoolval)) {
    bool is_true = value->Value(tree::Boolean::kBoolval) != 0;
    return MakeConstant(t_bool, Name(), is_true ? "t" : "f");
  }
  if (const Node* value = node.Child(tree::AConst::kBsval)) {
    return MakeConstant(t_bit, Name(), value->Text(tree::BitString::kBsval));
  }
  const Node* value = node.Child(tree::AConst::kSval);
  std::string text(value == nullptr ? std::string_view() : value->Text(tree::String::kSval));
  return Make(Tag::kUnknown, t_unknown, text);
}

Expr* Analyzer::Not(Expr* argument) { return Make(Tag::kNot, t_bool, {}, {argument}); }

// Read again, an AND in front of an AND is one with it. See: PostgreSQL's grammar, makeAndExpr.
Expr* Analyzer::Flat(Tag tag, std::vector<Expr*> args) {
  if (!args.empty() && args[0]->tag == tag) {
    std::vector<Expr*> first = args[0]->args;
    first.insert(first.end(), args.begin() + 1, args.end());
    args = std::move(first);
  }
  return Make(tag, t_bool, {}, std::move(args));
}

Expr* Analyzer::BoolExpr(const Node& node, Scope* scope) {
  std::vector<Expr*> args;
  for (const Node* argument : node.Children(tree::BoolExpr::kArgs)) {
    args.push_back(Condition(*argument, scope));
  }
  if (failed_ || args.empty()) return Fail();
  switch (node.Value(tree::BoolExpr::kBoolop)) {
    case tree::kAndExpr:
      return And(std::move(args));
    case tree::kOrExpr:
      return Or(std::move(args));
    default:
      return Not(args[0]);
  }
}

Expr* Analyzer::Test(const Node& node, Scope* scope) {
  if (node.Is(NodeType::kBooleanTest)) {
    Expr* argument = Condition(*node.Child(tree::BooleanTest::kArg), scope);
    std::string text = "is " + std::to_string(node.Value(tree::BooleanTest::kBooltesttype));
    return Make(Tag::kNode, t_bool, text, {argument});
  }
  Expr* argument = Settled(Transform(*node.Child(tree::NullTest::kArg), scope));
  bool is_null = node.Value(tree::NullTest::kNulltesttype) == tree::kIsNull;
  return Make(Tag::kNode, t_bool, is_null ? "is null" : "is not null", {argument});
}

std::vector<Expr*> Analyzer::ToCommonType(std::vector<Expr*> exprs, TypeId* type) {
  std::vector<TypeId> types;
  for (const Expr* expr : exprs) {
    types.push_back(expr->type);
    if (expr->type == t_none) {
      *type = t_none;
      return exprs;
    }
  }
  *type = types.empty() ? TypeId{t_none} : rules_.CommonType(types);
  if (*type == t_none) {
    Fail();
    return exprs;
  }
  for (Expr*& expr : exprs) expr = Shown(expr, *type);
  return exprs;
}

namespace {

// exprTypmod of what chooses one of several: theirs, if they have one and the same.
Name CommonModifier(const std::vector<Expr*>& exprs, TypeId type) {
  Name modifier = exprs.empty() ? Name() : exprs[0]->modifier;
  for (const Expr* expr : exprs) {
    if (expr->type != type || expr->modifier != modifier) return Name();
  }
  return modifier;
}

}  // namespace

Expr* Analyzer::Common(const Node& node, int field, std::string label, Scope* scope) {
  std::vector<Expr*> args;
  for (const Node* argument : node.Children(field)) args.push_back(Transform(*argument, scope));
  TypeId type = t_none;
  args = ToCommonType(std::move(args), &type);
  Expr* made = Make(Tag::kNode, type, std::move(label), std::move(args));
  made->modifier = CommonModifier(made->args, type);
  return made;
}

// The default result comes first when the common type is looked for.
// See: PostgreSQL source, parse_expr.c, transformCaseExpr.
Expr* Analyzer::Case(const Node& node, Scope* scope) {
  Expr* subject = nullptr;
  if (const Node* argument = node.Child(tree::CaseExpr::kArg)) {
    subject = Settled(Transform(*argument, scope));
  }
  std::vector<Expr*> conditions, results;
  const Node* otherwise = node.Child(tree::CaseExpr::kDefresult);
  results.push_back(otherwise == nullptr ? Make(Tag::kNull, t_unknown)
                                         : Transform(*otherwise, scope));
  for (const Node* when : node.Children(tree::CaseExpr::kArgs)) {
    const Node* condition = when->Child(tree::CaseWhen::kExpr);
    const Node* result = when->Child(tree::CaseWhen::kResult);
    if (condition == nullptr || result == nullptr) return Fail();
    if (subject == nullptr) {
      conditions.push_back(Condition(*condition, scope));
    } else {
      Expr* value = Transform(*condition, scope);
      if (subject->type == t_none || value->type == t_none) return Fail();
      conditions.push_back(Operation({"="}, subject, value, "case"));
    }
    results.push_back(Transform(*result, scope));
  }
  if (failed_) return Fail();
  TypeId type = t_none;
  results = ToCommonType(std::move(results), &type);
  std::vector<Expr*> args{subject};
  args.insert(args.end(), conditions.begin(), conditions.end());
  args.insert(args.end(), results.begin(), results.end());
  Expr* made = Make(Tag::kNode, type, "case", std::move(args));
  made->modifier = CommonModifier(results, type);
  return made;
}

Expr* Analyzer::Row(const Node& node, Scope* scope) {
  std::vector<Expr*> args;
  for (const Node* argument : node.Children(tree::RowExpr::kArgs)) {
    if (argument->Is(NodeType::kColumnRef) &&
        !argument->Children(tree::ColumnRef::kFields).empty() &&
        argument->Children(tree::ColumnRef::kFields).back()->Is(NodeType::kAStar)) {
      std::vector<Output> outputs;
      Expand(*argument, scope, &outputs);
      for (const Output& output : outputs) args.push_back(output.expr);
      continue;
    }
    args.push_back(Transform(*argument, scope));
  }
  return Make(Tag::kRow, t_record, {}, std::move(args));
}

Expr* Analyzer::Parameter(const Node& node, Scope* scope) {
  const Scope* outermost = scope;
  while (outermost->outer != nullptr) outermost = outermost->outer;
  auto number = static_cast<size_t>(node.Value(tree::ParamRef::kNumber));
  if (number == 0 || number > outermost->parameters.size()) return Fail();
  return outermost->parameters[number - 1].expr;
}

// See: PostgreSQL source, parse_expr.c, transformSQLValueFunction.
Expr* Analyzer::ValueFunction(const Node& node) {
  TypeId type = t_name;
  switch (node.Value(tree::SQLValueFunction::kOp)) {
    case tree::kSvfopCurrentDate:
      type = t_date;
      break;
    case tree::kSvfopCurrentTime:
    case tree::kSvfopCurrentTimeN:
      type = t_timetz;
      break;
    case tree::kSvfopCurrentTimestamp:
    case tree::kSvfopCurrentTimestampN:
      type = t_timestamptz;
      break;
    case tree::kSvfopLocaltime:
    case tree::kSvfopLocaltimeN:
      type = t_time;
      break;
    case tree::kSvfopLocaltimestamp:
    case tree::kSvfopLocaltimestampN:
      type = t_timestamp;
      break;
    default:  // roles and the like
      break;
  }
  int64_t modifier = node.Value(tree::SQLValueFunction::kTypmod);
  std::string text = "value " + std::to_string(node.Value(tree::SQLValueFunction::kOp)) + " " +
                     std::to_string(modifier);
  Expr* made = Make(Tag::kNode, type, text);
  // The tree leaves out a length of 0.
  if (modifier >= 0 && type != t_name && type != t_date) {
    made->modifier = "(" + std::to_string(modifier) + ")";
  }
  return made;
}

Expr* Analyzer::Collate(const Node& node, Scope* scope) {
  Expr* argument = Transform(*node.Child(tree::CollateClause::kArg), scope);
  std::vector<std::string_view> name = tree::Strings(node, tree::CollateClause::kCollname);
  if (name.empty()) return Fail();
  // Collations of users are known by name only: one that is built in is found first.
  std::string text;
  if (name.size() == 2 && name[0] != "pg_catalog") text = std::string(name[0]) + ".";
  text += name.back();
  Expr* made = Make(Tag::kCollate, argument->type, text, {argument});
  made->modifier = argument->modifier;
  return made;
}

// See: PostgreSQL source, parse_expr.c, transformArrayExpr.
Expr* Analyzer::ArrayOf(const Node& node, TypeId array, TypeId element, Name modifier,
                        Scope* scope) {
  std::vector<Expr*> items;
  bool nested = false;
  for (const Node* item : node.Children(tree::AArrayExpr::kElements)) {
    if (item->Is(NodeType::kAArrayExpr)) {
      items.push_back(ArrayOf(*item, array, element, modifier, scope));
      nested = true;
      continue;
    }
    Expr* made = Transform(*item, scope);
    bool is_array = rules_.ElementOf(made->type) != t_none && made->type != t_int2vector &&
                    made->type != t_oidvector;
    nested = nested || is_array;
    items.push_back(made);
  }
  if (failed_) return Fail();
  if (array != t_none) {
    for (Expr*& item : items) item = Explicit(item, nested ? array : element, modifier);
    Expr* made = Make(Tag::kArray, array, nested ? "nested" : "", std::move(items));
    made->modifier = nested ? Name() : modifier;
    return made;
  }
  if (items.empty()) return Fail();
  TypeId common = t_none;
  items = ToCommonType(std::move(items), &common);
  if (failed_) return Fail();
  TypeId type = nested ? common : rules_.ArrayOf(common);
  if (common != t_none && type == t_none) return Fail();
  Expr* made = Make(Tag::kArray, type, nested ? "nested" : "", std::move(items));
  if (!nested) made->modifier = CommonModifier(made->args, common);
  return made;
}

// See: PostgreSQL source, parse_expr.c, transformTypeCast.
Expr* Analyzer::Cast(const Node& node, Scope* scope) {
  const Node* type_name = node.Child(tree::TypeCast::kTypeName);
  const Node* argument = node.Child(tree::TypeCast::kArg);
  if (type_name == nullptr || argument == nullptr) return Fail();
  Name modifier;
  TypeId type = TypeOfNode(*type_name, &modifier);
  if (type == t_none) {
    // A type that is not known: its name stands, and what is cast as it is.
    if (failed_) return Fail();
    std::vector<std::string_view> names = tree::Strings(*type_name, tree::TypeName::kNames);
    if (names.size() == 1 && path_.complete) return Fail();
    std::string text = "cast?";
    for (std::string_view name : names) text.append(" ").append(name);
    text.append(modifier.view());
    if (type_name->Has(tree::TypeName::kArrayBounds)) text += "[]";
    return Make(Tag::kNode, t_none, text, {Transform(*argument, scope)});
  }
  Name base_modifier = modifier;
  TypeId base = catalog_.BaseType(type, &base_modifier);
  TypeId element = rules_.ElementOf(base);
  if (argument->Is(NodeType::kAArrayExpr) && element != t_none) {
    Expr* array = ArrayOf(*argument, base, element, base_modifier, scope);
    return base == type ? array : Explicit(array, type, Name());
  }
  return Explicit(Transform(*argument, scope), type, modifier);
}

// See: PostgreSQL source, parse_expr.c, transformSubLink.
Expr* Analyzer::Sublink(const Node& node, Scope* scope) {
  const Node* query = node.Child(tree::SubLink::kSubselect);
  if (query == nullptr || !query->Is(NodeType::kSelectStmt)) return Fail();
  Query made = Select(*query, scope, {});
  if (failed_) return Fail();
  int64_t kind = node.Value(tree::SubLink::kSubLinkType);
  std::string text = "sublink " + std::to_string(kind);
  if (kind == tree::kExistsSublink) return Make(Tag::kNode, t_bool, text, {made.tree});
  if (kind == tree::kExprSublink || kind == tree::kArraySublink) {
    if (made.columns.size() != 1) return Fail();
    const Expr* column = made.columns[0].expr;
    TypeId type = column->type;
    if (kind == tree::kArraySublink && type != t_none) {
      type = rules_.ElementOf(type) != t_none ? type : rules_.ArrayOf(type);
      if (type == t_none) return Fail();
    }
    Expr* result = Make(Tag::kNode, type, text, {made.tree});
    result->modifier = column->modifier;
    return result;
  }
  const Node* test = node.Child(tree::SubLink::kTestexpr);
  if (test == nullptr || (kind != tree::kAnySublink && kind != tree::kAllSublink)) return Fail();
  std::vector<std::string_view> name = tree::Strings(node, tree::SubLink::kOperName);
  if (name.empty()) name = {"="};
  Expr* left = Transform(*test, scope);
  std::vector<Expr*> lefts = left->tag == Tag::kRow ? left->args : std::vector<Expr*>{left};
  if (failed_ || lefts.size() != made.columns.size()) return Fail();
  std::vector<Expr*> args;
  for (size_t i = 0; i < lefts.size(); ++i) {
    // The query's column is a parameter: its cast is not printed.
    Expr* column = Make(Tag::kNode, made.columns[i].expr->type, "column");
    args.push_back(Operation(name, lefts[i], column));
  }
  args.push_back(made.tree);
  return Make(Tag::kNode, t_bool, text, std::move(args));
}

// Nodes that have no rules here: as they stand, with what is inside them told where it can be.
Expr* Analyzer::Raw(const Node& node, Scope* scope) {
  switch (node.type) {
    case NodeType::kXmlExpr:
    case NodeType::kXmlSerialize:
    case NodeType::kResTarget:
    case NodeType::kList:
      break;
    default:
      return Fail();
  }
  std::string text = "raw ";
  text.append(tree::NameOf(node.type));
  std::vector<Expr*> args;
  for (const tree::Field& field : node.fields) {
    std::string_view name = tree::FieldName(node.type, field.number);
    if (name == "location") continue;
    text.append(" ").append(std::to_string(field.number));
    if (field.node != nullptr) {
      const Node& inside = *field.node;
      if (inside.Is(NodeType::kTypeName)) {
        Name modifier;
        TypeId type = TypeOfNode(inside, &modifier);
        if (type == t_none) return Fail();
        Expr* made = Make(Tag::kNull, type);
        made->modifier = modifier;
        text.append(modifier.view());
        args.push_back(made);
      } else {
        args.push_back(Settled(Transform(inside, scope)));
      }
    } else if (field.text.data() != nullptr) {
      text.append("=").append(std::to_string(field.text.size())).append("\"").append(field.text);
    } else {
      text.append("=").append(std::to_string(field.value));
    }
  }
  TypeId type = t_none;
  if (node.Is(NodeType::kXmlExpr)) {
    bool is_test = node.Value(tree::XmlExpr::kOp) == tree::kIsDocument;
    type = is_test ? t_bool : t_xml;
  }
  if (node.Is(NodeType::kXmlSerialize)) {
    Name modifier;
    if (const Node* name = node.Child(tree::XmlSerialize::kTypeName)) {
      type = TypeOfNode(*name, &modifier);
    }
  }
  return Make(Tag::kNode, type, text, std::move(args));
}

}  // namespace autogen::normal
