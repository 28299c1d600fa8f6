#pragma once

#include <sys/types.h>

#include "runner/scratch/program.h"

namespace autogen {

inline constexpr char kLaunchCommand = 'L';

// All that the reaper needs, made before the fork: after it only async-signal-safe calls are
// allowed, for other threads may have held any lock.
struct ReaperPlan {
  const char* folder;
  const char* log;
  ExecVectors* server;  // nullptr: nothing to launch
  ServerAccount account;
  pid_t parent;
  int command;  // to read: 'L' launches, end of file (or the parent's end) ends
  int lock;     // kept open
  int life;     // passed on to the server, so that its end can be seen
};

// Runs in the forked child and does not return.
[[noreturn]] void RunReaper(const ReaperPlan& plan);

}  // namespace autogen
