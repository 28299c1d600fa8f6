#pragma once

#include <span>

#include "absl/status/statusor.h"
#include "engine/schema/value.h"
#include "engine/sql/lexer.h"

namespace autogen {

// Reads a type at tokens[*position] and moves behind it: "varchar(20)[]", "timestamp(3) with time
// zone", "double precision", "app.\"Mood\"", "numeric(10, 2)", "interval day to second(3)", "bit
// varying(3)". SQL's own spellings become pg_catalog's at once, as in the server's grammar (int ->
// integer, dec -> numeric, float(24) -> real, varchar -> character varying, char -> character(1));
// any other bare name keeps an empty schema until resolved.
absl::StatusOr<TypeRef> ReadTypeName(std::span<const Token> tokens, size_t* position);

// The whole text is one type (as format_type prints it, or as a user writes it).
absl::StatusOr<TypeRef> ParseTypeName(std::string_view text);

// The same, of a text that format_type() printed with an empty search path: a bare name is a type
// of pg_catalog.
absl::StatusOr<TypeRef> ParseCatalogType(std::string_view text);

// The type without its modifier, as a function's argument or an operator's operand has it:
// character(1) -> character.
TypeRef WithoutModifier(TypeRef type);

// If `name` is a type of pg_catalog (by catalog name: int4, timestamptz, text, name, _text …), its
// TypeRef.
std::optional<TypeRef> BuiltinType(std::string_view name);

}  // namespace autogen
