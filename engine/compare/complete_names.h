#pragma once

#include "absl/status/status.h"
#include "engine/compare/completing.h"

namespace autogen {

// Gives every constraint, index and domain check without a name one: that of an object of the same
// definition that live has (each once, those that the models name first), else of one that may mean
// the same, else `naming`'s or PostgreSQL's own.
absl::Status CompleteNames(const Database& live, const Naming& naming,
                           const CompletingObjects& objects);

}  // namespace autogen
