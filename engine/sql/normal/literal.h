#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/sql/known/catalog.h"

// The value that a type's input function reads from a literal, spelled in one way: what PostgreSQL
// keeps. Where a spelling is not understood the text itself stands, so that only the same text is
// the same value.
namespace autogen::normal {

std::string CanonicalLiteral(const known::Catalog& catalog, known::TypeId type, Name modifier,
                             std::string_view text);

// Parts of it, by family; nullopt: not understood.
std::optional<std::string> CanonicalNumber(std::string_view text);  // numeric
std::optional<std::string> CanonicalBoolean(std::string_view text);
std::optional<std::string> CanonicalTime(known::TypeId type, std::string_view text);
std::optional<std::string> CanonicalInterval(std::string_view text, std::string_view modifier);
std::optional<std::string> CanonicalJson(std::string_view text);  // jsonb

}  // namespace autogen::normal
