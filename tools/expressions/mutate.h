#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace autogen {

// What texts of one kind are made of: everything that was seen in them.
struct Pool {
  std::vector<std::string> texts;  // whole ones, and what stands in their parentheses
  std::vector<std::string> strings, numbers, operators, names, types;

  void Add(const std::string& text);
};

// Makes texts that are nearly another one: some mean the same, most do not, many are no SQL.
class Mutator {
 public:
  explicit Mutator(uint32_t seed) : random_(seed) {}

  // `columns`: names that may take each other's place.
  std::string Mutate(std::string text, const Pool& pool, const std::vector<std::string>& columns);
  size_t Below(size_t n) { return random_() % n; }

 private:
  std::string Once(const std::string& text, const Pool& pool,
                   const std::vector<std::string>& columns);
  const std::string& Of(const std::vector<std::string>& choices) {
    return choices[Below(choices.size())];
  }

  std::mt19937 random_;
};

}  // namespace autogen
