#include <algorithm>

#include "engine/sql/normal/analyzer.h"
#include "engine/sql/normal/candidates.h"

// Function calls. See: PostgreSQL source, parse_func.c, func_get_detail, ParseFuncOrColumn;
// namespace.c, FuncnameGetCandidates.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

// A candidate with its arguments as this call fills them.
struct Fitting {
  const Candidate* candidate = nullptr;
  std::vector<TypeId> arguments;  // in the order of the call
  bool expanded = false;          // VARIADIC, written one by one
  bool defaults = false;
};

struct CallShape {
  std::vector<TypeId> actual;
  std::vector<std::string_view> names;  // of the last arguments; empty: by place
  bool variadic = false;                // VARIADIC is written
};

// See: PostgreSQL source, namespace.c, MatchNamedCall.
std::optional<Fitting> FitNamed(const Candidate& candidate, const CallShape& call) {
  size_t places = call.actual.size() - call.names.size();
  if (candidate.names.empty() || candidate.arguments.size() < call.actual.size()) {
    return std::nullopt;
  }
  std::vector<bool> given(candidate.arguments.size());
  Fitting fitting;
  fitting.candidate = &candidate;
  for (size_t i = 0; i < places; ++i) {
    given[i] = true;
    fitting.arguments.push_back(candidate.arguments[i]);
  }
  for (std::string_view name : call.names) {
    auto found = std::find(candidate.names.begin(), candidate.names.end(), name);
    if (found == candidate.names.end()) return std::nullopt;
    auto at = static_cast<size_t>(found - candidate.names.begin());
    if (at >= given.size() || given[at]) return std::nullopt;
    given[at] = true;
    fitting.arguments.push_back(candidate.arguments[at]);
  }
  size_t first_default = candidate.arguments.size() - static_cast<size_t>(candidate.defaults);
  for (size_t i = 0; i < given.size(); ++i) {
    if (!given[i] && i < first_default) return std::nullopt;
  }
  fitting.defaults = call.actual.size() < candidate.arguments.size();
  return fitting;
}

std::optional<Fitting> Fit(const Candidate& candidate, const CallShape& call) {
  if (!call.names.empty()) return FitNamed(candidate, call);
  size_t count = call.actual.size(), declared = candidate.arguments.size();
  Fitting fitting;
  fitting.candidate = &candidate;
  fitting.arguments = candidate.arguments;
  if (candidate.variadic != t_none && !call.variadic && declared <= count) {
    fitting.expanded = true;
    fitting.arguments.resize(declared - 1);
    fitting.arguments.resize(count, candidate.variadic);
    return fitting;
  }
  if (declared < count) return std::nullopt;
  if (declared > count + static_cast<size_t>(candidate.defaults)) return std::nullopt;
  fitting.defaults = declared > count;
  fitting.arguments.resize(count);
  return fitting;
}

// Of two with the same arguments the nearer schema counts, then the one written out.
void Add(Fitting fitting, std::vector<Fitting>* all) {
  for (Fitting& other : *all) {
    if (other.arguments != fitting.arguments) continue;
    if (other.candidate->schema != fitting.candidate->schema) return;
    if (other.expanded != fitting.expanded) {
      if (other.expanded) other = std::move(fitting);
      return;
    }
    if (other.defaults && !fitting.defaults) other = std::move(fitting);
    return;
  }
  all->push_back(std::move(fitting));
}

// What SQL's own syntax calls and PostgreSQL prints in that syntax again.
// See: PostgreSQL source, ruleutils.c, get_func_sql_syntax.
bool PrintsAsSyntax(std::string_view name, size_t arguments, int version) {
  if (version < 14) return false;
  if (name == "substring") return arguments == 3;  // of two, it depends on their types
  return name == "timezone" || name == "overlaps" || name == "extract" || name == "is_normalized" ||
         name == "pg_collation_for" || name == "normalize" || name == "overlay" ||
         name == "position" || name == "btrim" || name == "ltrim" || name == "rtrim" ||
         name == "xmlexists" || name == "system_user";
}

// A name that is a cast, where there is no such function: date(x), float8(x).
bool IsPlainName(const std::vector<std::string_view>& name) { return name.size() <= 2; }

}  // namespace

Expr* Analyzer::Window(const Node& node, Scope* scope) {
  std::vector<Expr*> parts;
  for (const Node* key : node.Children(tree::WindowDef::kPartitionClause)) {
    parts.push_back(Make(Tag::kNode, t_none, "by", {Settled(Transform(*key, scope))}));
  }
  for (const Node* key : node.Children(tree::WindowDef::kOrderClause)) {
    parts.push_back(SortBy(*key, scope, {}, false));
  }
  for (int bound : {tree::WindowDef::kStartOffset, tree::WindowDef::kEndOffset}) {
    const Node* offset = node.Child(bound);
    parts.push_back(offset == nullptr ? nullptr : Settled(Transform(*offset, scope)));
  }
  std::string text = "window " + std::to_string(node.Value(tree::WindowDef::kFrameOptions));
  // Named ones are told apart by whether they add anything.
  text.append(" ").append(node.Text(tree::WindowDef::kName));
  text.append(" ").append(node.Text(tree::WindowDef::kRefname));
  return Make(Tag::kNode, t_none, text, std::move(parts));
}

Expr* Analyzer::Call(const Node& node, Scope* scope) {
  std::vector<std::string_view> name = tree::Strings(node, tree::FuncCall::kFuncname);
  if (name.empty() || name.size() > 2) return Fail();
  last_out_.clear();
  bool syntax = node.Value(tree::FuncCall::kFuncformat) == tree::kCoerceSqlSyntax;
  CallShape call;
  call.variadic = node.Has(tree::FuncCall::kFuncVariadic);
  std::vector<Expr*> args;
  for (const Node* argument : node.Children(tree::FuncCall::kArgs)) {
    if (argument->Is(NodeType::kNamedArgExpr)) {
      call.names.push_back(argument->Text(tree::NamedArgExpr::kName));
      argument = argument->Child(tree::NamedArgExpr::kArg);
      if (argument == nullptr) return Fail();
    }
    args.push_back(Transform(*argument, scope));
  }
  bool within = node.Has(tree::FuncCall::kAggWithinGroup);
  std::vector<Expr*> extras;
  size_t direct = args.size();
  std::vector<const Node*> order = node.Children(tree::FuncCall::kAggOrder);
  for (const Node* key : order) {
    const Node* value = key->Child(tree::SortBy::kNode);
    if (within && value != nullptr) args.push_back(Transform(*value, scope));
  }
  if (failed_) return Fail();
  for (const Expr* argument : args) call.actual.push_back(argument->type);

  std::string_view bare = name.back();
  if (syntax && bare == "extract" && catalog_.version() < 14) bare = "date_part";
  std::vector<Candidate> all;
  bool open = false;
  if (name.size() == 2) {
    catalog_.AddFunctions(name[0], bare, &all);
    open = name[0] != "pg_catalog" && catalog_.HasForeignFunction(bare);
  } else {
    catalog_.AddFunctions("pg_catalog", bare, &all);
    for (Name schema : path_.schemas) catalog_.AddFunctions(schema, bare, &all);
    open = catalog_.HasForeignFunction(bare) || (!path_.complete && catalog_.HasOwnFunction(bare));
  }
  bool unknown_types = std::count(call.actual.begin(), call.actual.end(), TypeId{t_none}) > 0;
  std::vector<Fitting> fittings;
  for (const Candidate& candidate : all) {
    if (std::optional<Fitting> fitting = Fit(candidate, call)) {
      Add(*std::move(fitting), &fittings);
    }
  }

  // What the call has besides its arguments.
  std::string text = "call";
  if (node.Has(tree::FuncCall::kAggStar)) text += " star";
  if (node.Has(tree::FuncCall::kAggDistinct)) text += " distinct";
  if (within) text += " within" + std::to_string(direct);
  std::vector<Expr*> tail;
  if (!within) {
    for (const Node* key : order) tail.push_back(SortBy(*key, scope, {}, false));
  } else {
    for (const Node* key : order) {
      // Its value stands among the arguments.
      bool descending = key->Value(tree::SortBy::kSortbyDir) == tree::kSortbyDesc;
      int64_t nulls = key->Value(tree::SortBy::kSortbyNulls);
      bool first =
          nulls == tree::kSortbyNullsFirst || (nulls != tree::kSortbyNullsLast && descending);
      tail.push_back(Make(Tag::kNode, t_none,
                          std::string(descending ? "desc" : "asc") + (first ? " first" : "")));
    }
  }
  if (const Node* filter = node.Child(tree::FuncCall::kAggFilter)) {
    tail.push_back(Make(Tag::kNode, t_none, "filter", {Condition(*filter, scope)}));
  }
  if (const Node* over = node.Child(tree::FuncCall::kOver)) tail.push_back(Window(*over, scope));
  for (std::string_view argument : call.names) text.append(" ").append(argument).append("=>");

  auto finish = [&](TypeId result) {
    if (!tail.empty()) args.push_back(Make(Tag::kNode, t_none, "with", std::move(tail)));
    return Make(Tag::kNode, result, text, std::move(args));
  };
  // Of types or a function that are not known: the same name over the same arguments.
  auto unresolved = [&]() -> Expr* {
    if (name.size() == 1 && (open || !all.empty() || path_.complete)) {
      if (open || path_.complete) return Fail();
    }
    text += syntax ? "? syntax" : "?";
    if (call.variadic) text += " variadic";
    for (std::string_view part : name) text.append(" ").append(part);
    // One result whatever the arguments are is the result.
    TypeId result = t_none;
    for (size_t i = 0; i < fittings.size(); ++i) {
      TypeId one = fittings[i].candidate->result;
      if (i > 0 && one != result) return finish(t_none);
      result = one;
    }
    return finish(IsPolymorphic(result) ? TypeId{t_none} : result);
  };
  if (unknown_types) return unresolved();

  const Fitting* chosen = nullptr;
  for (const Fitting& fitting : fittings) {
    if (fitting.arguments == call.actual) {
      chosen = &fitting;
      break;
    }
  }
  if (chosen == nullptr && call.actual.size() == 1 && call.names.empty() && !syntax &&
      tail.empty() && IsPlainName(name)) {
    TypeId type = t_none;
    if (name.size() == 2) {
      type = catalog_.FindType(name[0], bare);
    } else {
      type = catalog_.FindType("pg_catalog", bare);
      for (size_t i = 0; i < path_.schemas.size() && type == t_none; ++i) {
        type = catalog_.FindType(path_.schemas[i], bare);
      }
    }
    bool can_be =
        type != t_none && catalog_.Type(type).kind != 'c' && catalog_.Type(type).kind != 'p';
    if (can_be) {
      Pathway pathway = call.actual[0] == t_unknown
                            ? Pathway::kRelabel
                            : rules_.FindPathway(call.actual[0], type, Asked::kExplicitly);
      bool row = call.actual[0] == t_record || rules_.IsComposite(call.actual[0]);
      bool is_cast =
          pathway == Pathway::kRelabel ||
          (pathway == Pathway::kThroughText && !(row && catalog_.Type(type).category == 'S'));
      if (is_cast) return open ? Fail() : Explicit(args[0], type, Name());
    }
  }
  if (chosen == nullptr) {
    if (open) return Fail();
    if (fittings.empty()) return all.empty() && name.size() == 2 ? unresolved() : Fail();
    std::vector<const Fitting*> fitting_types;
    std::vector<std::span<const TypeId>> types;
    for (const Fitting& fitting : fittings) {
      for (TypeId type : fitting.arguments) {
        if (type == t_none) return Fail();
      }
      if (!rules_.CanCoerceAll(call.actual, fitting.arguments)) continue;
      fitting_types.push_back(&fitting);
      types.push_back(fitting.arguments);
    }
    size_t at = SelectCandidate(rules_, call.actual, types);
    if (at == std::string::npos) return Fail();
    chosen = fitting_types[at];
  }

  const Candidate& candidate = *chosen->candidate;
  last_out_ = candidate.out;
  std::vector<TypeId> declared = chosen->arguments;
  TypeId result = candidate.result;
  std::vector<TypeId> actual = call.actual;
  if (IsPolymorphic(result)) {
    // Defaults count where they alone say what the result is: not told here.
    bool any = std::any_of(declared.begin(), declared.end(), IsPolymorphic);
    if (!any) return Fail();
  }
  if (!rules_.Enforce(actual, &declared, &result)) return Fail();
  bool as_syntax = syntax && PrintsAsSyntax(bare, args.size(), catalog_.version());
  if (as_syntax && bare == "substring") as_syntax = declared[1] != t_text || declared[2] == t_text;
  if (syntax && bare == "substring" && args.size() == 2) {
    as_syntax = catalog_.version() >= 14 && declared[1] == t_int4;
  }
  for (size_t i = 0; i < args.size(); ++i) {
    args[i] = as_syntax ? Hidden(args[i], declared[i]) : Shown(args[i], declared[i]);
  }
  bool variadic = call.variadic && candidate.variadic != t_none;
  if (chosen->expanded && candidate.variadic != t_any) {
    size_t fixed = candidate.arguments.size() - 1;
    TypeId element = declared.back();
    if (IsPolymorphic(element)) element = args[fixed]->type;
    TypeId array_type = rules_.ArrayOf(element);
    if (array_type == t_none) return Fail();
    Expr* array =
        Make(Tag::kArray, array_type, {}, {args.begin() + static_cast<long>(fixed), args.end()});
    args.resize(fixed);
    args.push_back(array);
    variadic = true;
  }
  if (variadic) text += " variadic";
  if (as_syntax) text += " syntax";
  if (candidate.schema != Name("pg_catalog")) text.append(" ").append(candidate.schema.view());
  text.append(" ").append(bare).append("(");
  for (TypeId type : candidate.arguments) {
    const TypeInfo& info = catalog_.Type(type);
    text.append(info.schema == "pg_catalog" ? "" : info.schema);
    text.append(".").append(info.name).append(",");
  }
  text += ")";
  return finish(result);
}

}  // namespace autogen::normal
