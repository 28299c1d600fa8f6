#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/schema/value.h"

namespace autogen {

// What an expression's text is, which decides how it is parsed.
enum class SqlForm : uint8_t {
  kExpression,  // 1 + f(a): checks, defaults, index keys, predicates, WHEN
  kQuery,       // a SELECT (or VALUES, TABLE, WITH): views
  kStatements,  // BEGIN ATOMIC … END, RETURN x: SQL-standard function bodies
};

enum class NameRole : uint8_t {
  kRelation,   // FROM users, and the string in 'users'::regclass
  kType,       // x::app.mood
  kFunction,   // app.f(x)
  kOperator,   // OPERATOR(app.+), or a bare symbol
  kCollation,  // COLLATE app.german
};

// A name in a text. [begin, end) are its bytes, dots included (for a regclass literal: inside the
// quotes).
struct NameUse {
  NameRole role;
  size_t begin, end;
  QualifiedName name;    // folded and unquoted; schema empty where none is written
  int arguments = -1;    // kFunction: how many; -1 unknown
  bool literal = false;  // inside a string constant ('app.seq'::regclass)
  bool implied = false;  // kOperator: no text (the = of IN, the ~~ of LIKE); begin == end
};

// A column in a text: as written, with the relation it belongs to where that can be told (through
// FROM's aliases).
struct ColumnUse {
  Name qualifier;  // alias or table as written; empty: none, or the expression's own table
  Name column;     // empty: every column (*, whole rows)
  std::vector<QualifiedName>
      relations;              // candidates, as written in FROM (schema empty where none is written)
  size_t begin = 0, end = 0;  // bytes of the reference as written, qualifier included; equal where
                              // there is none (USING)
  bool grouped = false;       // in a GROUP BY
};

struct Uses {
  std::vector<NameUse> names;  // sorted by begin
  std::vector<ColumnUse> columns;
};

// Finds every name that a text mentions. Names of CTEs and FROM aliases are no relations. The
// error's column is the byte in `text` + 1, its message the parser's. Syntax newer than the
// built-in parser's is an error too: the caller then leaves the text alone.
absl::StatusOr<Uses> FindUses(std::string_view text, SqlForm form);

// The same of a routine's string body in SQL, without the places.
absl::StatusOr<Uses> FindUsesInBody(std::string_view body);

// Rewrites the names of a text: `replace` gives the new qualified name, or nullopt to leave it.
// Names in pg_catalog are written bare. Where an unaliased relation of FROM gets another bare name,
// the columns' qualifiers that mean it follow. Returns the text unchanged where it does not parse.
std::string RewriteNames(
    std::string_view text, SqlForm form,
    const std::function<std::optional<QualifiedName>(const NameUse&)>& replace);

// The same; a text that does not parse is an error.
absl::StatusOr<std::string> TryRewriteNames(
    std::string_view text, SqlForm form,
    const std::function<std::optional<QualifiedName>(const NameUse&)>& replace);

// Rewrites the columns of a text likewise; a column that is a whole output of a query keeps its
// name there ("price" becomes "cost AS price"). Qualifiers stay.
std::string RewriteColumns(std::string_view text, SqlForm form,
                           const std::function<std::optional<Name>(const ColumnUse&)>& replace);

// Whether pg_catalog of any supported version has such a name, so that a bare use would find that
// one first.
bool IsBuiltinRelation(std::string_view name);
bool IsBuiltinType(std::string_view name);
bool IsBuiltinFunction(std::string_view name);
bool IsBuiltinOperator(std::string_view name);
bool IsBuiltin(NameRole role, std::string_view name);
// The same for one version (15); 0: whether all of them have it.
bool IsBuiltinIn(NameRole role, std::string_view name, int major_version);

// Takes "schema." off the names of a text where a bare name would find the same object with a path
// that begins with `schema`. Cheap where the text does not mention the schema.
std::string Unqualify(std::string_view text, SqlForm form, std::string_view schema);

// A parse error of the text, placed (column = byte + 1); OK also for what only a newer server could
// read.
absl::Status CheckSyntax(std::string_view text, SqlForm form);

// The type of a column that a text may name; nullptr: it has none of that name.
using ColumnTypes = std::function<const TypeRef*(Name)>;

// The form in which PostgreSQL's printed text reads back to itself: takes a `::text[]` off an ARRAY
// of varchar values, which IN over varchar prints and which would move its casts inwards when read
// again; and the like. `columns`: of the table that the text is about, where it is about one.
std::string FixpointText(std::string_view text, SqlForm form, const ColumnTypes& columns = {});

// First normal form: both texts parsed, white space, comments, needless parentheses, keyword case
// and spellings of built-in types folded. Equal forms mean equal trees. Sound: never equal of two
// that differ. nullopt: cannot tell.
std::optional<std::string> NormalForm(std::string_view text, SqlForm form);

}  // namespace autogen
