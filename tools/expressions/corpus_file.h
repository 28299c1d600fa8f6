#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace autogen {

// A row of an expressions file: texts that are one expression, or are not.
struct CorpusRow {
  std::string id, context, where;
  std::vector<std::string> texts;  // written, catalog; restored
  bool same = true;
};

// Tab-separated with a header; \n, \t and \\ are escaped. The last column is "relation" (same or
// different) or "restored" (a third text that is the same).
absl::StatusOr<std::vector<CorpusRow>> ReadCorpusFile(const std::string& path);

}  // namespace autogen
