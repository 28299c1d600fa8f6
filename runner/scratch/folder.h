#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "runner/scratch/program.h"

namespace autogen {

// A private temporary folder that is gone with this object, and also when the process ends in any
// other way: a small process beside us (the reaper) waits on a pipe for our end, then stops what it
// launched and removes the folder. What outlives even that (both killed, the machine restarted)
// is found by the lock that nobody holds any more, and removed by the next Make.
class ScratchFolder {
 public:
  // `server_in(path)`: the program that Launch will run; may be empty (no Launch then). The folder
  // belongs to `account`; its path is short enough for a socket.
  static absl::StatusOr<std::unique_ptr<ScratchFolder>> Make(
      const ServerAccount& account, const std::function<Program(const std::string&)>& server_in);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }
  // Starts the program with its output in <path>/log.
  absl::Status Launch();
  // What was launched ends and the folder goes, while the caller goes on: the destructor waits for
  // less.
  void BeginEnd();
  // Whether what was launched still runs.
  bool Running() const;
  pid_t reaper() const { return reaper_; }

 private:
  ScratchFolder() = default;

  std::string path_;
  int lock_ = -1;     // held as long as we or the reaper live
  int command_ = -1;  // our end of the reaper's pipe
  int life_ = -1;     // reads end of file once the launched program has ended
  pid_t reaper_ = -1;
  pid_t owner_ = -1;  // the process that made it: a fork of it does not clean up
};

// Removes the folders that processes left behind which are no more.
void SweepStaleFolders(const std::string& base, const ServerAccount& account);

}  // namespace autogen
