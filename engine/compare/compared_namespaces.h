#pragma once

#include <map>
#include <optional>
#include <utility>

#include "engine/compare/compare.h"

namespace autogen {

// Whether an object is looked at: its schema is compared, or it has none.
bool IsCompared(const ObjectId& id, const CompleteOptions& options);

// The same of many: each schema is held against the patterns once.
class ComparedNamespaces {
 public:
  explicit ComparedNamespaces(const CompleteOptions& options) : options_(options) {}
  bool Hold(const ObjectId& id);

 private:
  const CompleteOptions& options_;
  // By: is it the schema itself, or in one. Neighbours nearly always stand in one schema.
  std::map<std::pair<bool, Name>, bool> known_;
  std::pair<bool, Name> last_;
  std::optional<bool> holds_last_;
};

}  // namespace autogen
