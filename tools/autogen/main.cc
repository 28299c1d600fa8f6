#include <malloc.h>

#include "tools/autogen/command_line.h"

int main(int argc, char** argv) {
  // Two threads make one schema each: one heap for both, and what is freed goes back.
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 64 << 10);
  return autogen::RunCommandLine(argc, argv);
}
