#include "runner/scratch/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "engine/base/error.h"

namespace autogen {
namespace {

// A file in memory: neither side of it can block the other, however much is written.
class MemoryFile {
 public:
  MemoryFile() : fd_(memfd_create("autogen", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (fd_ >= 0) close(fd_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  int fd() const { return fd_; }

  bool Fill(std::string_view text) {
    while (!text.empty()) {
      ssize_t n = write(fd_, text.data(), text.size());
      if (n <= 0) return false;
      text.remove_prefix(static_cast<size_t>(n));
    }
    return lseek(fd_, 0, SEEK_SET) == 0;
  }
  std::string Text() {
    std::string text;
    char buffer[4096];
    lseek(fd_, 0, SEEK_SET);
    for (ssize_t n; (n = read(fd_, buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<size_t>(n));
    }
    return text;
  }

 private:
  int fd_;
};

}  // namespace

ExecVectors::ExecVectors(const Program& program) {
  texts_ = program.arguments;
  size_t arguments = texts_.size();
  for (const char* fixed : {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}) {
    texts_.emplace_back(fixed);
  }
  // Server builds outside the system's folders may find their libraries by this alone.
  if (const char* path = std::getenv("LD_LIBRARY_PATH")) {
    texts_.push_back(std::string("LD_LIBRARY_PATH=") + path);
  }
  for (size_t i = 0; i < texts_.size(); ++i) {
    (i < arguments ? arguments_ : environment_).push_back(texts_[i].data());
  }
  arguments_.push_back(nullptr);
  environment_.push_back(nullptr);
}

absl::StatusOr<ProgramResult> RunProgram(const Program& program, std::string_view input) {
  MemoryFile in, out;
  if (in.fd() < 0 || out.fd() < 0 || !in.Fill(input)) {
    return InternalError(std::string("no file in memory: ") + std::strerror(errno));
  }
  ExecVectors vectors(program);
  pid_t child = fork();
  if (child < 0) return DatabaseError(std::string("cannot fork: ") + std::strerror(errno));
  if (child == 0) {
    dup2(in.fd(), STDIN_FILENO);
    dup2(out.fd(), STDOUT_FILENO);
    dup2(out.fd(), STDERR_FILENO);
    if (!Become(program.account) || chdir(program.folder.c_str()) != 0) _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execve(vectors.arguments()[0], vectors.arguments(), vectors.environment());
    _exit(127);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ProgramResult{code, out.Text()};
}

}  // namespace autogen
