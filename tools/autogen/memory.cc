#include "tools/autogen/memory.h"

#include <sys/types.h>

#include <cstddef>

// See: jemalloc(3), MALLCTL NAMESPACE. A sanitizer has an allocator of its own, and no such thing.
extern "C" {
__attribute__((weak)) int mallctl(const char* name, void* old_value, size_t* old_size,
                                  void* new_value, size_t new_size);
// Read by jemalloc when it starts: two threads make one schema each, so one heap for both, and what
// is freed goes back. See: jemalloc(3), TUNING.
extern const char* malloc_conf;
const char* malloc_conf = "narenas:1,dirty_decay_ms:10,muzzy_decay_ms:0";
}

namespace autogen {

void GiveBackAtOnce() {
  if (mallctl == nullptr) return;
  ssize_t at_once = 0;
  mallctl("arena.0.dirty_decay_ms", nullptr, nullptr, &at_once, sizeof at_once);
}

}  // namespace autogen
