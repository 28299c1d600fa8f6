#pragma once

#include <cstddef>
#include <future>

namespace autogen {

// From here on another thread is worth its start, where each of `size` things takes a fraction of a
// microsecond.
inline constexpr size_t kWorthAThread = 10000;

// Runs `run(begin, end)` over [0, size): where that is long, over each half on a thread of its own.
template <class Run>
void InHalves(size_t size, const Run& run) {
  if (size < kWorthAThread) return run(size_t{0}, size);
  auto second = std::async(std::launch::async, [&] { run(size / 2, size); });
  run(size_t{0}, size / 2);
  second.get();
}

}  // namespace autogen
