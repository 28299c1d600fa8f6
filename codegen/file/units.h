#pragma once

#include <string>
#include <vector>

#include "codegen/file/migration.h"

namespace autogen {

// Splits a file's text (from byte `begin` on, behind the header) into units of statements and
// reads the markers between them. All findings have their place in `file->path`.
void ReadUnits(size_t begin, MigrationFile* file, std::vector<Finding>* findings);

}  // namespace autogen
