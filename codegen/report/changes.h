#pragma once

#include <string>
#include <vector>

#include "engine/compare/compare.h"

namespace autogen {

// A change in people's words: "added", "column", "users.email_verified", "boolean not null default
// false".
struct ChangeLine {
  std::string verb;  // added dropped changed renamed
  std::string kind;
  std::string label;
  std::string detail;  // the definition, or "default: false -> true"; may be empty
};

std::vector<ChangeLine> ChangeLines(const Changes& changes, const Database& before,
                                    const Database& after, const RenameMap& renames);

// Aligned, one line a change.
std::string ChangesText(const std::vector<ChangeLine>& lines);
// A JSON array.
std::string ChangesJson(const std::vector<ChangeLine>& lines);

}  // namespace autogen
