#pragma once

#include <map>
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
  std::map<std::pair<bool, Name>, bool> known_;  // by: is it the schema itself, or in one
};

}  // namespace autogen
