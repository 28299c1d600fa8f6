#include "engine/base/error.h"
#include "engine/sql/normal/analyzer.h"

// Casts, asked for or not. A cast that is made in several steps (type, length, domain) is one node,
// for PostgreSQL prints one. See: PostgreSQL source, parse_coerce.c, coerce_to_target_type.
namespace autogen::normal {

using namespace known;  // NOLINT: the names of types

Expr* Analyzer::MakeConstant(TypeId type, Name modifier, std::string_view text) {
  Expr* made = Make(Tag::kConstant, type, Literal(type, modifier, text));
  made->modifier = modifier;
  return made;
}

Expr* Analyzer::Settled(Expr* expr) {
  bool literal = expr->tag == Tag::kUnknown || (expr->tag == Tag::kNull && expr->type == t_unknown);
  return literal ? Hidden(expr, t_text) : expr;
}

Expr* Analyzer::Shown(Expr* expr, TypeId type) {
  return Coerce(expr, type, Name(), Asked::kImplicitly, false);
}

Expr* Analyzer::Hidden(Expr* expr, TypeId type) {
  return Coerce(expr, type, Name(), Asked::kByAssignment, true);
}

Expr* Analyzer::Hidden(Expr* expr, TypeId type, Name modifier) {
  return Coerce(expr, type, modifier, Asked::kByAssignment, true);
}

Expr* Analyzer::Explicit(Expr* expr, TypeId type, Name modifier) {
  return Coerce(expr, type, modifier, Asked::kExplicitly, false);
}

// ARRAY[…]::text[] gives its elements the type. An array that is cast unasked is printed so, and
// read so when it is read again.
// See: PostgreSQL source, parse_expr.c, transformTypeCast.
bool Analyzer::PushIntoArray(Expr** expr, TypeId type, Name modifier, Asked asked) {
  TypeId base = rules_.BaseOf(type);
  TypeId element = rules_.ElementOf(base);
  if ((*expr)->tag != Tag::kArray || element == t_none) return false;
  Pathway pathway = rules_.FindPathway((*expr)->type, base, asked);
  if (pathway != Pathway::kRelabel && pathway != Pathway::kElements) return false;
  Expr* array = Make(Tag::kArray, base);
  array->modifier = modifier;
  for (Expr* item : (*expr)->args) {
    bool nested = item->tag == Tag::kArray && rules_.ElementOf(item->type) != t_none;
    array->args.push_back(Explicit(item, nested ? base : element, modifier));
  }
  *expr = array;
  return true;
}

Expr* Analyzer::Coerce(Expr* expr, TypeId type, Name modifier, Asked asked, bool hidden) {
  bool keeps = type == t_any || type == t_anyelement || type == t_anynonarray ||
               type == t_anycompatible || type == t_anycompatiblenonarray;
  if (keeps || type == t_none) return expr;
  if (expr->tag == Tag::kCollate) {
    Expr* inside = Coerce(expr->args[0], type, modifier, asked, hidden);
    // What has any type keeps its own.
    TypeId made = IsPolymorphic(type) ? rules_.BaseOf(expr->type) : type;
    if (!catalog_.Type(made).collatable) return inside;
    Expr* collate = Make(Tag::kCollate, inside->type, expr->text, {inside});
    collate->modifier = inside->modifier;
    return collate;
  }
  if (expr->type == t_unknown && (expr->tag == Tag::kUnknown || expr->tag == Tag::kNull)) {
    Name length = modifier;
    TypeId base = catalog_.BaseType(type, &length);
    if (type != base && hidden) length = Name();
    Name inside = base == t_interval ? length : Name();
    Expr* constant =
        expr->tag == Tag::kNull ? Make(Tag::kNull, base) : MakeConstant(base, inside, expr->text);
    bool cast = type != base || (!length.empty() && base != t_interval);
    if (hidden || !cast) return constant;
    Expr* made = Make(Tag::kCast, type, {}, {constant});
    made->modifier = modifier;
    return made;
  }
  if (expr->type == t_none) {  // of a type that is not known: what is asked for stands
    if (asked != Asked::kExplicitly) return expr;
    Expr* made = Make(Tag::kCast, type, "?", {expr});
    made->modifier = modifier;
    return made;
  }
  if (IsPolymorphic(type)) {
    TypeId base = rules_.BaseOf(expr->type);
    return base == expr->type || hidden ? expr : Make(Tag::kCast, base, {}, {expr});
  }
  if (expr->type == type) {
    // Taking a length off is a cast of its own since PostgreSQL 14.
    bool takes_off = modifier.empty() && catalog_.version() < 14;
    // A constant just loses it.
    bool loses = expr->tag == Tag::kConstant && modifier.empty() && !takes_off;
    if (loses && asked != Asked::kImplicitly && !expr->modifier.empty()) {
      return Make(Tag::kConstant, type, expr->text);
    }
    bool unasked = asked == Asked::kImplicitly || hidden;
    if (unasked || expr->modifier == modifier || takes_off) return expr;
    if (PushIntoArray(&expr, type, modifier, asked)) return expr;
    Expr* made = Make(Tag::kCast, type, {}, {expr});
    made->modifier = modifier;
    return made;
  }
  Pathway pathway = rules_.FindPathway(expr->type, type, asked);
  bool rows = (expr->type == t_record && rules_.IsComposite(type)) ||
              (type == t_record && rules_.IsComposite(expr->type));
  if (pathway == Pathway::kNone && !rows) return Fail();
  if ((hidden && expr->tag != Tag::kRow) || (rows && type == t_record)) return expr;
  if (PushIntoArray(&expr, type, modifier, asked)) {
    return expr->type == type ? expr : Make(Tag::kCast, type, {}, {expr});
  }
  // The fields' casts are printed where the row's own is not.
  if (expr->tag == Tag::kRow && rows) {
    const auto* attributes = catalog_.Attributes(rules_.BaseOf(type));
    if (attributes == nullptr || attributes->size() != expr->args.size()) return Fail();
    Expr* row = Make(Tag::kRow, t_record);
    for (size_t i = 0; i < attributes->size(); ++i) {
      const TypeRef& attribute = (*attributes)[i].second;
      row->args.push_back(
          Coerce(expr->args[i], catalog_.TypeOf(attribute), attribute.modifier, asked, false));
    }
    expr = row;
  }
  if (hidden) return expr;
  Expr* made = Make(Tag::kCast, type, {}, {expr});
  made->modifier = modifier;
  return made;
}

}  // namespace autogen::normal
