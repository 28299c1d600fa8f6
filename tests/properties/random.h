#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace autogen::testing {

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  // The standard's distributions differ between libraries; a remainder does not.
  int Below(int n) { return static_cast<int>(engine_() % static_cast<uint32_t>(n)); }
  bool Chance(int percent) { return Below(100) < percent; }
  template <class T>
  const T& Of(const std::vector<T>& choices) {
    return choices[static_cast<size_t>(Below(static_cast<int>(choices.size())))];
  }

 private:
  std::mt19937 engine_;
};

}  // namespace autogen::testing
