#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "codegen/file/migration.h"

namespace autogen {

// The comment block on top of a file: the message, an empty comment line, `key: value` lines.
struct HeaderText {
  MigrationHeader header;
  bool has_created = false;  // as every upgrade has; not so where it is cut short
  int revision_line = 0;
  size_t end = 0;  // bytes of the file that it takes
};
// Reads it; findings have their line. `file` is for the places.
HeaderText ReadHeader(const std::string& file, std::string_view text,
                      std::vector<Finding>* findings);

std::string UpgradeHeader(const MigrationHeader& header);
std::string DowngradeHeader(const MigrationHeader& header);

// "public, \"My Schema\"" <-> names.
std::string JoinNames(const std::vector<std::string>& names);
std::vector<std::string> SplitNames(std::string_view text);

// The place of a line (from 1) in a file's text, with the line itself.
Place PlaceOfLine(const std::string& file, std::string_view text, int line);

}  // namespace autogen
