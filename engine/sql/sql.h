#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/value.h"
#include "engine/sql/names.h"

namespace autogen {

// How SQL is to be spelled.
struct SqlStyle {
  bool lower_keywords = false;  // models; migrations are upper case
  // The search path's first schema. Its objects are written without their schema wherever
  // pg_catalog has no such name; everything else is qualified. Empty: everything is qualified.
  Name first_schema;
  // Expressions as they stand, to learn what PostgreSQL reads; else in a form that it prints again
  // (FixpointText).
  bool as_written = false;
};

// A keyword or punctuation, known at compile time: a run-time string cannot become SQL by accident.
struct SqlKeyword {
  std::string_view text;
  consteval SqlKeyword(const char* t) : text(t) {}  // NOLINT(runtime/explicit)
};
struct Ident {
  std::string_view name;
  explicit Ident(std::string_view n) : name(n) {}
};
struct Literal {
  std::string_view text;
  explicit Literal(std::string_view t) : text(t) {}
};
struct Number {
  int64_t value;
  explicit Number(int64_t v) : value(v) {}
};
// SQL text that is already in its final form (made by another Sql of the same style).
struct RawSql {
  std::string text;
};

// The only maker of SQL text. Keywords are written in upper case in the source, and lower-cased by
// style.
class Sql {
 public:
  explicit Sql(const SqlStyle& style) : style_(style) {}

  Sql& operator<<(SqlKeyword keyword);
  Sql& operator<<(Ident identifier);  // quoted where needed
  Sql& operator<<(Literal literal);
  Sql& operator<<(Number number);
  Sql& operator<<(
      const QualifiedName& name);  // schema left out by style, and where it is pg_catalog or empty
  Sql& operator<<(const TypeRef& type);
  Sql& operator<<(
      const Expression& expression);  // `first_schema.` taken off its names where that is safe
  Sql& operator<<(const RawSql& sql);

  // The name of something of a known role: its schema is left out where pg_catalog has no such name
  // in that role. `<<` does not know the role and looks at all of them.
  Sql& Append(const QualifiedName& name, NameRole role);
  // An expression, query or statement list; `<<` takes an expression.
  Sql& Append(const Expression& expression, SqlForm form);

  // "(a, b)", quoted. Writes nothing for an empty list.
  Sql& Columns(const std::vector<Name>& names);
  // "(key='value', …)" as WITH and opclass parameters want it; in models "(key = value)", bare
  // where it can be. Writes nothing for no options.
  Sql& WithOptions(const Options& options);

  const SqlStyle& style() const { return style_; }
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  std::string Take() { return std::move(text_); }

 private:
  SqlStyle style_;
  std::string text_;
};

}  // namespace autogen
