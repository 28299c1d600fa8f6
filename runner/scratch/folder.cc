#include "runner/scratch/folder.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "engine/base/error.h"
#include "runner/scratch/archive.h"
#include "runner/scratch/reaper.h"

namespace autogen {
namespace {

namespace fs = std::filesystem;

constexpr char kPrefix[] = "autogen-scratch-";
// A socket's path has at most 107 bytes, "/autogen-scratch-XXXXXX/.s.PGSQL.5432" included.
constexpr size_t kLongestBase = 65;
// A loaded schema of 10,000 tables takes 0.9 GB: too much for a container's usual 64 MB of
// /dev/shm.
constexpr uint64_t kEnoughMemory = uint64_t{2} << 30;

uint64_t FreeBytes(const std::string& folder) {
  struct statvfs info;
  if (statvfs(folder.c_str(), &info) != 0) return 0;
  return uint64_t{info.f_bavail} * info.f_frsize;
}

std::vector<std::string> Bases(const ServerAccount& account) {
  std::vector<std::string> wished;
  if (FreeBytes("/dev/shm") >= kEnoughMemory) wished.emplace_back("/dev/shm");
  if (const char* variable = std::getenv("TMPDIR")) wished.emplace_back(variable);
  for (const char* folder : {"/tmp", "/var/tmp", "/dev/shm"}) wished.emplace_back(folder);
  std::vector<std::string> bases;
  for (const std::string& base : wished) {
    if (base.size() <= kLongestBase && !base.empty() && base[0] == '/' &&
        access(base.c_str(), W_OK | X_OK) == 0 && CanReach(account, base)) {
      bases.push_back(base);
    }
  }
  return bases;
}

// Takes the folder's lock; -1: somebody holds it, or it cannot be opened.
int Lock(const std::string& folder, int flags) {
  int fd = open((folder + "/lock").c_str(), flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

// A server whose reaper was killed has got its own signal; this is for one that did not hear it.
void KillServerOf(const std::string& folder) {
  absl::StatusOr<std::string> text = ReadWholeFile(folder + "/data/postmaster.pid");
  if (!text.ok()) return;
  pid_t pid = std::atoi(text->c_str());
  std::error_code error;
  fs::path cwd = fs::read_symlink("/proc/" + std::to_string(pid) + "/cwd", error);
  if (pid <= 1 || error || cwd.string() != folder + "/data") return;
  kill(pid, SIGKILL);
}

bool IsStale(const std::string& folder) {
  struct stat info;
  if (stat((folder + "/lock").c_str(), &info) == 0 && info.st_size > 0) {
    int fd = Lock(folder, 0);
    if (fd >= 0) close(fd);
    return fd >= 0;
  }
  // Being made at this moment, or left in that very moment long ago.
  return stat(folder.c_str(), &info) == 0 && info.st_mtime + 60 < time(nullptr);
}

}  // namespace

void SweepStaleFolders(const std::string& base, const ServerAccount& account) {
  std::error_code error;
  std::vector<std::string> stale;
  for (const fs::directory_entry& entry : fs::directory_iterator(base, error)) {
    if (entry.path().filename().string().rfind(kPrefix, 0) != 0) continue;
    struct stat info;
    if (lstat(entry.path().c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) continue;
    if (info.st_uid != geteuid() && info.st_uid != account.uid) continue;
    if (IsStale(entry.path().string())) stale.push_back(entry.path().string());
  }
  for (const std::string& folder : stale) {
    KillServerOf(folder);
    fs::remove_all(folder, error);
  }
}

absl::StatusOr<std::unique_ptr<ScratchFolder>> ScratchFolder::Make(
    const ServerAccount& account, const std::function<Program(const std::string&)>& server_in) {
  std::unique_ptr<ScratchFolder> folder(new ScratchFolder);
  std::vector<std::string> bases = Bases(account);
  for (const std::string& base : bases) SweepStaleFolders(base, account);
  for (const std::string& base : bases) {
    std::string path = base + "/" + kPrefix + "XXXXXX";
    if (mkdtemp(path.data()) == nullptr) continue;
    folder->path_ = path;
    break;
  }
  if (folder->path_.empty()) {
    return InputError("no temporary folder for a scratch server can be made",
                      "set TMPDIR to a folder that everybody may enter, with a short name");
  }
  const std::string& path = folder->path_;
  folder->owner_ = getpid();
  folder->lock_ = Lock(path, O_CREAT | O_EXCL);
  std::string pid = std::to_string(getpid()) + "\n";
  if (folder->lock_ < 0 || write(folder->lock_, pid.data(), pid.size()) < 0 ||
      (account.switches && chown(path.c_str(), account.uid, account.gid) != 0)) {
    return InputError("cannot use " + path + ": " + std::strerror(errno));
  }

  int command[2], life[2];
  if (pipe2(command, O_CLOEXEC) != 0) return InternalError("no pipe");
  if (pipe2(life, O_CLOEXEC) != 0) return InternalError("no pipe");
  fcntl(life[1], F_SETFD, 0);  // the server inherits it
  std::unique_ptr<ExecVectors> server;
  if (server_in) server = std::make_unique<ExecVectors>(server_in(path));
  std::string log = path + "/log";
  ReaperPlan plan = {path.c_str(), log.c_str(), server.get(),  account,
                     getpid(),     command[0],  folder->lock_, life[1]};
  folder->reaper_ = fork();
  if (folder->reaper_ == 0) RunReaper(plan);
  close(command[0]);
  close(life[1]);
  folder->command_ = command[1];
  folder->life_ = life[0];
  if (folder->reaper_ < 0)
    return InternalError(std::string("cannot fork: ") + std::strerror(errno));
  return folder;
}

void ScratchFolder::BeginEnd() {
  if (command_ >= 0) close(std::exchange(command_, -1));
}

ScratchFolder::~ScratchFolder() {
  BeginEnd();
  if (life_ >= 0) close(life_);
  if (lock_ >= 0) close(lock_);
  if (owner_ != getpid()) return;
  while (reaper_ > 0 && waitpid(reaper_, nullptr, 0) < 0 && errno == EINTR) {
  }
  std::error_code error;
  if (!path_.empty()) fs::remove_all(path_, error);  // only where the reaper could not
}

absl::Status ScratchFolder::Launch() {
  if (write(command_, &kLaunchCommand, 1) != 1) return InternalError("the reaper has gone");
  return absl::OkStatus();
}

bool ScratchFolder::Running() const {
  pollfd end = {life_, POLLIN, 0};
  return poll(&end, 1, 0) == 0;
}

}  // namespace autogen
