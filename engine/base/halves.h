#pragma once

#include <algorithm>
#include <atomic>
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

inline constexpr size_t kPiece = 1024;

// The same where some take far longer than others, and those stand together: over pieces, of which
// each thread takes the next. All but the last have kPiece. `make_run` makes a `run` for a thread,
// with what is its own.
template <class MakeRun>
void InPieces(size_t size, const MakeRun& make_run) {
  if (size < kWorthAThread) return make_run()(size_t{0}, size);
  std::atomic<size_t> next = 0;
  auto work = [&] {
    auto run = make_run();
    for (size_t begin; (begin = next.fetch_add(kPiece)) < size;) {
      run(begin, std::min(begin + kPiece, size));
    }
  };
  auto second = std::async(std::launch::async, work);
  work();
  second.get();
}

}  // namespace autogen
