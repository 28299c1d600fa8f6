#include "runner/scratch/reaper.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

namespace autogen {
namespace {

// No file of the parent stays open here: a pipe that somebody reads to its end must end with us
// gone.
void CloseAllBut(int a, int b, int c) {
  int keep[] = {a, b, c};
  std::sort(keep, keep + 3);
  unsigned next = 3;
  for (int fd : keep) {
    if (static_cast<unsigned>(fd) > next) close_range(next, static_cast<unsigned>(fd) - 1, 0);
    next = static_cast<unsigned>(fd) + 1;
  }
  close_range(next, ~0U, 0);
  int nothing = open("/dev/null", O_RDWR);
  for (int fd = 0; fd < 3; ++fd) dup2(nothing, fd);
  if (nothing > 2) close(nothing);
}

void IgnoreSignals(void (*action)(int)) {
  for (int signal_number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT}) {
    signal(signal_number, action);
  }
}

pid_t Launch(const ReaperPlan& plan) {
  pid_t reaper = getpid();
  pid_t child = fork();
  if (child != 0) {
    close(plan.life);
    return child;
  }
  setpgid(0, 0);
  IgnoreSignals(SIG_DFL);
  int log = open(plan.log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (log >= 0 && plan.account.switches && fchown(log, plan.account.uid, plan.account.gid) != 0) {
    _exit(126);
  }
  dup2(log, 1);
  dup2(log, 2);
  if (!Become(plan.account) || chdir(plan.folder) != 0) _exit(126);
  close(plan.command);
  close(plan.lock);
  if (log > 2) close(log);
  // Set after the change of user, which would clear it. SIGQUIT is PostgreSQL's immediate shutdown.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (getppid() != reaper) _exit(126);
  execve(plan.server->arguments()[0], plan.server->arguments(), plan.server->environment());
  _exit(127);
}

void Stop(pid_t server) {
  kill(server, SIGQUIT);
  // PostgreSQL itself gives its children five seconds before it kills them.
  for (int waited_ms = 0; waited_ms < 8000; ++waited_ms) {
    if (waitpid(server, nullptr, WNOHANG) != 0) return;
    timespec pause = {0, 1000000};
    nanosleep(&pause, nullptr);
  }
  kill(server, SIGKILL);
  waitpid(server, nullptr, 0);
}

}  // namespace

void RunReaper(const ReaperPlan& plan) {
  setsid();
  IgnoreSignals(SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  CloseAllBut(plan.command, plan.lock, plan.life);
  if (chdir("/") != 0) _exit(1);
  pid_t server = 0;
  for (;;) {
    pollfd waiting = {plan.command, POLLIN, 0};
    int ready = poll(&waiting, 1, 500);
    // The pipe alone is not enough: a fork of the parent may hold its other end.
    if (getppid() != plan.parent) break;
    if (ready <= 0) continue;
    char command = 0;
    if (read(plan.command, &command, 1) != 1) break;
    if (command == kLaunchCommand && server == 0 && plan.server != nullptr) server = Launch(plan);
  }
  if (server > 0) Stop(server);
  const char* arguments[] = {"/bin/rm", "-rf", "--", plan.folder, nullptr};
  execv(arguments[0], const_cast<char* const*>(arguments));
  _exit(127);
}

}  // namespace autogen
