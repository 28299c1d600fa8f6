#pragma once

#include <string>

#include "codegen/file/migration.h"

namespace autogen {

// The upgrade file's text with `key: value` in its header; all else stays as it is. A line that is
// missing is added at the header's end.
std::string WithHeaderLine(const std::string& text, const std::string& key,
                           const std::string& value);

}  // namespace autogen
