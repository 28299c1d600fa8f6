#pragma once

#include <cstddef>

#include "introspect/connection.h"

namespace autogen {

// Splits a line of COPY's text format into fields and undoes its escapes, in place: the row's views
// point into `line`. See: PostgreSQL manual, COPY, Text Format.
void ReadCopyLine(char* line, size_t length, Row* row);

}  // namespace autogen
