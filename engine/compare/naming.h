#pragma once

#include "absl/status/statusor.h"
#include "engine/compare/declared.h"
#include "engine/compare/default_names.h"

namespace autogen {

// The name that a constraint or an index without one gets: by the models' pattern for its type
// (`fk_{table}_{columns}`), else by PostgreSQL's own algorithm; numbered where it is taken. A
// pattern's name over 63 bytes is an error that asks for one.
absl::StatusOr<Name> NameFor(const Object& constraint_or_index, const Naming& naming,
                             const TakenNames& taken);

}  // namespace autogen
