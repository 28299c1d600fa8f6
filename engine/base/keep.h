#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace autogen {

// Keeps a value until the process ends, and gives nothing back then: to destroy a big schema object
// by object just before the system takes all memory at once is time for nothing. For what a command
// has in hand to its end, from one thread.
template <class T>
T& KeepToTheEnd(T value) {
  static auto& kept = *new std::vector<std::unique_ptr<T>>();  // found by leak checkers
  return *kept.emplace_back(std::make_unique<T>(std::move(value)));
}

}  // namespace autogen
