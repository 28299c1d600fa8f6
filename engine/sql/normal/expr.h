#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sql/known/catalog.h"

// An analysed expression: what PostgreSQL's parse analysis makes of a text, as far as its own
// printer shows it. Two texts whose trees are equal are printed alike once stored, dumped and
// restored. See: PostgreSQL source, parse_expr.c (analysis), ruleutils.c (printing).
namespace autogen::normal {

using known::Catalog;
using known::TypeId;

enum class Tag : uint8_t {
  kConstant,  // text: the value in its type's canonical form
  kNull,      // of a type; of none while it is not known
  kUnknown,   // a string whose type comes from where it stands; text
  kColumn,    // text: what calls it and its name
  kCast,      // to its type and modifier, shown or written
  kArray,     // ARRAY[…] of its type
  kRow,       // ROW(…)
  kAnd,
  kOr,
  kNot,
  kCollate,  // text: the collation
  kNode,     // everything else; text says what
};

struct Expr {
  Tag tag = Tag::kNode;
  TypeId type = known::t_none;  // none: not known
  Name modifier;                // exprTypmod as "(10,2)"; empty: none
  std::string text;
  std::vector<Expr*> args;
  const void* scope = nullptr;  // kColumn: the query level that it belongs to
};

// Whether a column of that query level stands in it (contain_vars_of_level).
bool Mentions(const Expr& expr, const void* scope);

// The tree as text. Types stand by schema and name, so that texts of two databases compare.
std::string Print(const Catalog& catalog, const Expr& expr);

// Owns the nodes of one text.
class Arena {
 public:
  Expr* Make(Tag tag, TypeId type, std::string text = {}, std::vector<Expr*> args = {}) {
    Expr& made = nodes_.emplace_back();
    made.tag = tag;
    made.type = type;
    made.text = std::move(text);
    made.args = std::move(args);
    return &made;
  }

 private:
  std::deque<Expr> nodes_;
};

}  // namespace autogen::normal
