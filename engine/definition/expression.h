#pragma once

#include "engine/definition/reader.h"

namespace autogen {

// The value behind DEFAULT, which has no end of its own: it ends where the next clause of a column
// or a domain begins. `owner` ("status") is for the message about a bare word, which SQL would take
// for a column. See: PostgreSQL's grammar, b_expr.
absl::StatusOr<Expression> ReadDefault(Reader& reader, std::string_view owner);
// An error if the text is a bare word that names a column, as in `default: active` for 'active'.
absl::Status CheckNoColumn(const Reader& reader, size_t begin, size_t end, std::string_view owner);

// All that is left of the text, without parentheses around the whole. For a clause that comes last.
absl::StatusOr<Expression> ReadToEnd(Reader& reader, std::string_view what);

// Whether the expression is one function call, which an index takes without parentheses.
// See: PostgreSQL's grammar, func_expr_windowless.
bool IsFunctionCall(const Expression& expression);
// Whether such a call begins here, `name(` or `schema.name(`; moves nothing.
bool AtFunctionCall(const Reader& reader);
// Moves behind that call and gives its text.
absl::StatusOr<Expression> ReadFunctionCall(Reader& reader);

}  // namespace autogen
