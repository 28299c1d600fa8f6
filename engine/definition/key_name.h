#pragma once

#include "engine/definition/reader.h"

namespace autogen {

// Keys of the model format that are a name and something more: "app.add(a integer)". The name is as
// written (case kept; SQL's quotes where it has a dot, parenthesis or quote in it), what follows is
// SQL. See: the model format, rule 4.

std::string_view Trim(std::string_view text);
// One part of a name: `userId`, or `"odd.name"`.
absl::StatusOr<Name> ReadKeyPart(std::string_view part);
// Splits `key` before the first parenthesis outside quotes (or at its end): gives schema and name,
// and in `behind` where the rest begins.
absl::StatusOr<QualifiedName> ReadKeyName(std::string_view key, size_t* behind);
// A reader of what stands behind the name; its errors have the places of the whole key.
absl::StatusOr<Reader> OpenBehind(std::string_view key, size_t behind);

}  // namespace autogen
