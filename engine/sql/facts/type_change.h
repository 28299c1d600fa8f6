#pragma once

#include "engine/schema/database.h"

namespace autogen {

// What a change of a column's type does to its rows. See: ALTER TABLE, ALTER COLUMN TYPE; casts in
// pg_cast; the support functions of length coercions (varchar_support …).
struct TypeChange {
  bool needs_using = false;  // no assignment cast: the column must be converted explicitly
  bool via_text = false;     // by way of text, since there is no cast at all
  bool rewrites = false;     // the table is written anew
  bool may_fail = false;     // a value may not fit
  bool may_lose = false;     // a value may be rounded or cut
};
TypeChange ClassifyTypeChange(const TypeRef& from, const TypeRef& to, const Database& before,
                              const Database& after);

// The type under a domain, through domains over domains, and itself for any other.
TypeRef BaseType(const TypeRef& type, const Database& database);

}  // namespace autogen
