#include <algorithm>
#include <map>
#include <set>

#include "engine/base/error.h"
#include "engine/sql/names.h"
#include "engine/sql/nested_connectives.h"
#include "engine/sql/parse.h"
#include "engine/sql/type_name.h"
#include "engine/sql/uses/text_names.h"

// PostgreSQL prints some trees as texts that it reads as other trees. Three rules of its reader are
// behind that: a cast over ARRAY[…] goes to the elements (transformTypeCast), a minus before a
// number is part of the number (doNegate), and an AND in front of an AND is one with it
// (makeAndExpr). They are kept from what is not theirs. So are names from columns without one.
namespace autogen {
namespace {

using tree::Node;
using tree::NodeType;

// Types whose implicit cast to another gives the printed tree again, so that the cast can be left
// out beside an operator. See: catalog pg_cast, castcontext i.
bool IsImplicitCast(const TypeRef& from, const TypeRef& to) {
  static const auto& kCasts = *new std::map<std::string_view, std::set<std::string_view>>{
      {"character varying", {"text"}},
      {"name", {"text"}},
      {"smallint", {"integer", "bigint", "numeric", "real", "double precision"}},
      {"integer", {"bigint", "numeric", "real", "double precision"}},
      {"bigint", {"numeric", "real", "double precision"}},
      {"numeric", {"real", "double precision"}},
      {"real", {"double precision"}},
      {"date", {"timestamp without time zone", "timestamp with time zone"}},
      {"timestamp without time zone", {"timestamp with time zone"}}};
  if (from.schema != Name("pg_catalog") || to.schema != from.schema || from.array) return false;
  auto casts = kCasts.find(from.name);
  return casts != kCasts.end() && casts->second.contains(to.name);
}

// A bare name is one of pg_catalog in a printed text.
TypeRef Canonical(TypeRef type) {
  if (!type.schema.empty()) return type;
  std::optional<TypeRef> builtin = BuiltinType(type.name);
  if (!builtin) return type;
  type.schema = builtin->schema;
  type.name = builtin->name;
  return type;
}

class Fixer {
 public:
  Fixer(const ParsedSql& parsed, const TextNames& names, const ColumnTypes& columns)
      : parsed_(parsed), names_(names), columns_(columns) {}

  std::string Run() {
    FindArrays(*parsed_.root, false);
    FindNegations();
    FindUnnamed(*parsed_.root);
    for (size_t at : NestedConnectives(names_.text(), names_.tokens())) {
      edits_[at] = {at, "::boolean"};
    }
    std::string text;
    size_t at = 0;
    for (const auto& [begin, edit] : edits_) {
      text.append(names_.text().substr(at, begin - at)).append(edit.text);
      at = edit.end;
    }
    return text.append(names_.text().substr(at));
  }

 private:
  struct Edit {
    size_t end;
    std::string text;
  };
  // "(ARRAY[…])::type[]": tokens of it by index.
  struct CastArray {
    size_t open, close, cast, end;  // the parentheses; the ::; behind the type
    TypeRef type;
  };

  const Token& At(size_t index) const { return names_.tokens()[index]; }
  size_t Count() const { return names_.tokens().size(); }

  // `compared`: the node is what stands inside of = ANY (…).
  void FindArrays(const Node& node, bool compared) {
    if (node.Is(NodeType::kTypeCast)) {
      const Node* argument = node.Child(tree::TypeCast::kArg);
      if (argument != nullptr && argument->Is(NodeType::kAArrayExpr)) FixArray(*argument, compared);
    }
    int64_t kind = node.Is(NodeType::kAExpr) ? node.Value(tree::AExpr::kKind) : 0;
    for (const tree::Field& field : node.fields) {
      if (field.node == nullptr) continue;
      FindArrays(*field.node, (kind == tree::kAexprOpAny || kind == tree::kAexprOpAll) &&
                                  field.number == tree::AExpr::kRexpr);
    }
  }

  void FixArray(const Node& array, bool compared) {
    std::optional<CastArray> cast = ReadCast(array);
    if (!cast) return;
    std::string spelled;
    bool one_length = true;
    TypeRef element = ElementType(array, &spelled, &one_length);
    if (element.empty()) return;
    TypeRef target = cast->type;
    target.array = false;
    if (element == target && !element.schema.empty()) return;
    if (compared && IsImplicitCast(element, target)) {
      edits_[At(cast->open).begin] = {At(cast->open).end, ""};
      edits_[At(cast->close).begin] = {At(cast->end - 1).end, ""};
      return;
    }
    if (spelled.empty() || !one_length) return;
    // A cast to what it is already, which keeps the next one off the elements.
    edits_[At(cast->open).begin] = {At(cast->open).begin, "("};
    edits_[At(cast->close).end] = {At(cast->close).end, "::" + spelled + "[])"};
  }

  std::optional<CastArray> ReadCast(const Node& array) const {
    const Token* word = names_.TokenAt(parsed_.Position(array.Value(tree::AArrayExpr::kLocation)));
    if (word == nullptr || !word->Is("array")) return std::nullopt;
    size_t at = static_cast<size_t>(word - names_.tokens().data());
    if (at == 0 || !At(at - 1).Is("(")) return std::nullopt;
    CastArray cast;
    cast.open = at - 1;
    int depth = 0;
    for (++at; at < Count(); ++at) {
      if (At(at).Is("[")) ++depth;
      if (At(at).Is("]") && --depth == 0) break;
    }
    cast.close = at + 1;
    cast.cast = at + 2;
    if (cast.cast >= Count() || !At(cast.close).Is(")") || !At(cast.cast).Is("::")) {
      return std::nullopt;
    }
    cast.end = cast.cast + 1;
    absl::StatusOr<TypeRef> type = ReadTypeName(names_.tokens(), &cast.end);
    if (!type.ok() || !type->array) return std::nullopt;
    cast.type = Canonical(*type);
    return cast;
  }

  // The type that all elements have, with its text where they say it; empty where they do not.
  TypeRef ElementType(const Node& array, std::string* spelled, bool* one_length) const {
    TypeRef common;
    for (const Node* element : array.Children(tree::AArrayExpr::kElements)) {
      std::string text;
      TypeRef type = TypeOf(*element, &text);
      if (type.empty()) return {};
      bool first = common.empty();
      if (!first && type.modifier != common.modifier) *one_length = false;
      type.modifier = first ? type.modifier : common.modifier;
      if (!first && type != common) return {};
      common = type;
      *spelled = text;
    }
    return common;
  }

  TypeRef TypeOf(const Node& node, std::string* spelled) const {
    if (node.Is(NodeType::kTypeCast)) {
      const Node* type = node.Child(tree::TypeCast::kTypeName);
      const Token* token =
          type == nullptr
              ? nullptr
              : names_.TokenAt(parsed_.Position(type->Value(tree::TypeName::kLocation)));
      if (token == nullptr) return {};
      size_t end = static_cast<size_t>(token - names_.tokens().data());
      absl::StatusOr<TypeRef> read = ReadTypeName(names_.tokens(), &end);
      if (!read.ok() || read->array) return {};
      *spelled = names_.text().substr(token->begin, At(end - 1).end - token->begin);
      return Canonical(*read);
    }
    if (node.Is(NodeType::kColumnRef)) {
      std::vector<std::string_view> name = tree::Strings(node, tree::ColumnRef::kFields);
      const TypeRef* type = columns_ && !name.empty() ? columns_(name.back()) : nullptr;
      return type == nullptr ? TypeRef() : *type;
    }
    if (!node.Is(NodeType::kAConst)) return {};
    if (node.Has(tree::AConst::kIval)) *spelled = "integer";
    if (node.Has(tree::AConst::kFval)) *spelled = "numeric";
    return spelled->empty() ? TypeRef() : TypeRef{"pg_catalog", *spelled, {}, false};
  }

  // "(- 1)" is what PostgreSQL prints for minus applied to 1; the number -1 prints as
  // '-1'::integer.
  void FindNegations() {
    for (size_t i = 0; i + 3 < Count(); ++i) {
      bool printed = At(i).Is("(") && At(i + 1).Is("-") && At(i + 3).Is(")") &&
                     At(i + 2).type == TokenType::kNumber && At(i + 1).end < At(i + 2).begin &&
                     (i == 0 || !At(i - 1).IsName());
      if (!printed) continue;
      const std::string& number = At(i + 2).value;
      bool whole = number.find_first_not_of("0123456789") == number.npos;
      edits_[At(i + 2).begin] = {At(i + 2).end,
                                 "(" + number + (whole ? ")::integer" : ")::numeric")};
    }
  }

  // "( SELECT 'a'::text)" is what PostgreSQL prints where the column has no name; read again, it
  // has its type's. See: ruleutils.c, get_target_list; parse_target.c, FigureColname.
  void FindUnnamed(const Node& node) {
    for (const tree::Field& field : node.fields) {
      if (field.node != nullptr) FindUnnamed(*field.node);
    }
    const Node* query =
        node.Is(NodeType::kSubLink) ? node.Child(tree::SubLink::kSubselect) : nullptr;
    if (query == nullptr || !query->Is(NodeType::kSelectStmt)) return;
    for (const Node* target : query->Children(tree::SelectStmt::kTargetList)) {
      const Node* value = target->Child(tree::ResTarget::kVal);
      bool unnamed = target->Text(tree::ResTarget::kName).empty() && value != nullptr &&
                     value->Is(NodeType::kTypeCast);
      const Node* constant = unnamed ? value->Child(tree::TypeCast::kArg) : nullptr;
      if (constant == nullptr || !constant->Is(NodeType::kAConst)) continue;
      const Token* token =
          names_.TokenAt(parsed_.Position(target->Value(tree::ResTarget::kLocation)));
      if (token == nullptr) continue;
      size_t end = static_cast<size_t>(token - names_.tokens().data()) + 2;
      bool printed =
          end < Count() && At(end - 1).Is("::") && ReadTypeName(names_.tokens(), &end).ok();
      if (printed) edits_[At(end - 1).end] = {At(end - 1).end, " AS \"?column?\""};
    }
  }

  const ParsedSql& parsed_;
  const TextNames& names_;
  const ColumnTypes& columns_;
  std::map<size_t, Edit> edits_;
};

}  // namespace

std::string FixpointText(std::string_view text, SqlForm form, const ColumnTypes& columns) {
  // Most texts hold none of them; they are not parsed.
  bool may_move = false;
  for (const char* part : {"ARRAY[", "(- ", "( SELECT ", ") OR ", ") AND ", ") OR\n", ") AND\n"}) {
    may_move = may_move || text.find(part) != text.npos;
  }
  if (!may_move) return std::string(text);
  absl::StatusOr<ParsedSql> parsed = ParseSql(text, form);
  absl::StatusOr<TextNames> names = TextNames::Read(text);
  if (!parsed.ok() || !names.ok()) return std::string(text);
  return Fixer(*parsed, *names, columns).Run();
}

}  // namespace autogen
