#pragma once

#include "engine/compare/compare.h"
#include "engine/compare/completing.h"

namespace autogen {

// The implied sequence of a serial column takes the name of the one that live's column owns, and
// the column's default follows.
void CompleteImpliedSequences(const Database& live, const CompletingObjects& objects);

// What one object leaves to the others of its model: a foreign key its referenced columns, a
// primary key that its columns are not null.
void CompleteAcrossObjects(const Database& live, const CompletingObjects& objects);

// What an object of each kind leaves to live's: the order of columns, names of identity columns'
// sequences, the columns that a query gives, an extension's version …
void CompleteKinds(const Database& live, const CompleteOptions& options,
                   const CompletingObjects& objects);

}  // namespace autogen
