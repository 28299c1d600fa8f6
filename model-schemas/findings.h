#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace autogen {

// Collects what is wrong: readers do not stop at the first.
class Findings {
 public:
  void Add(Place place, std::string message, std::string hint = "", std::string detail = "") {
    list_.push_back({std::move(message), std::move(hint), std::move(detail), std::move(place),
                     Blame::kInput, ""});
  }
  void Add(Finding finding) { list_.push_back(std::move(finding)); }

  const std::vector<Finding>& list() const { return list_; }
  size_t size() const { return list_.size(); }
  bool empty() const { return list_.empty(); }

 private:
  std::vector<Finding> list_;
};

// `x`, as names stand in messages.
inline std::string Ticked(std::string_view text) { return "`" + std::string(text) + "`"; }

// The word of the list that `word` was probably meant to be, or empty.
std::string_view Nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace autogen
