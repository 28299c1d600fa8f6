#include "tools/autogen/command_line.h"

// Read by jemalloc: two threads make one schema each, so one heap for both, and what is freed goes
// back. See: jemalloc(3), TUNING.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:1,dirty_decay_ms:10,muzzy_decay_ms:0";
}

int main(int argc, char** argv) { return autogen::RunCommandLine(argc, argv); }
