#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace autogen {

// The candidate that is fewest edits away from `word`; empty where there is none.
inline std::string Nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  size_t best_distance = std::string::npos;
  for (const std::string& candidate : candidates) {
    std::vector<size_t> row(candidate.size() + 1);
    for (size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= word.size(); ++i) {
      size_t diagonal = row[0];
      row[0] = i;
      for (size_t j = 1; j < row.size(); ++j) {
        size_t above = row[j];
        size_t replaced = diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1);
        row[j] = std::min({replaced, above + 1, row[j - 1] + 1});
        diagonal = above;
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

}  // namespace autogen
