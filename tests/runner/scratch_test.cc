#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runner/scratch/archive.h"
#include "runner/scratch/binaries.h"
#include "runner/scratch/build.h"
#include "runner/scratch/folder.h"
#include "runner/scratch/server.h"

namespace autogen {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string FolderOf(const ScratchServer& server) {
  std::string conninfo = server.Conninfo("x");
  size_t begin = conninfo.find('\'') + 1;
  return conninfo.substr(begin, conninfo.find('\'', begin) - begin);
}

bool ProcessLives(pid_t pid) { return kill(pid, 0) == 0; }

pid_t ServerPid(const std::string& folder) {
  std::ifstream file(folder + "/data/postmaster.pid");
  pid_t pid = 0;
  file >> pid;
  return pid;
}

// Waits (ten seconds at most) until it holds.
template <class F>
bool Eventually(F holds) {
  for (int i = 0; i < 1000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// Starts a server in a process of its own; `*child` is that process.
std::string StartInChild(pid_t* child) {
  int channel[2];
  if (pipe(channel) != 0) return "";
  *child = fork();
  if (*child == 0) {
    auto server = ScratchServer::Start({});
    std::string folder = server.ok() ? FolderOf(**server) : "failed";
    if (write(channel[1], folder.data(), folder.size()) > 0) close(channel[1]);
    for (;;) pause();
  }
  close(channel[1]);
  char buffer[256];
  ssize_t n = read(channel[0], buffer, sizeof buffer);
  close(channel[0]);
  return std::string(buffer, n > 0 ? static_cast<size_t>(n) : 0);
}

TEST(ScratchServer, GivesEmptyDatabasesAndIsGoneAfterwards) {
  std::string folder;
  pid_t pid = 0;
  {
    auto server = ScratchServer::Start({});
    ASSERT_TRUE(server.ok()) << Describe(ToFinding(server.status()));
    folder = FolderOf(**server);
    pid = ServerPid(folder);
    EXPECT_TRUE(ProcessLives(pid));
    auto conninfo = (*server)->CreateDatabase("app owner");
    ASSERT_TRUE(conninfo.ok()) << conninfo.status();
    auto connection = Connection::Open(*conninfo);
    ASSERT_TRUE(connection.ok()) << connection.status();
    auto result = connection->Query(
        "SELECT pg_catalog.pg_get_userbyid(datdba), pg_catalog.pg_encoding_to_char(encoding), "
        "current_user FROM pg_catalog.pg_database WHERE datname = current_database()");
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->rows[0][0], "app owner");
    EXPECT_EQ(result->rows[0][1], "UTF8");
    EXPECT_EQ(result->rows[0][2], "postgres");
    EXPECT_EQ(connection->server_version() / 10000, (*server)->major());

    auto second = (*server)->CreateDatabase("");
    ASSERT_TRUE(second.ok()) << second.status();
    EXPECT_NE(*conninfo, *second);
    EXPECT_TRUE((*server)->DropDatabase(connection->database()).ok());
  }
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_FALSE(ProcessLives(pid));
}

TEST(ScratchServer, TwoAtOnce) {
  auto first = ScratchServer::Start({});
  auto second = ScratchServer::Start({});
  ASSERT_TRUE(first.ok() && second.ok());
  std::string folder = FolderOf(**first);
  first->reset();
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_TRUE((*second)->CreateDatabase("").ok());
}

TEST(ScratchServer, ADamagedCacheIsMadeAnew) {
  std::string cache = testing::TempDir() + "autogen-cache-" + std::to_string(getpid());
  const char* before = std::getenv("XDG_CACHE_HOME");
  std::string saved = before == nullptr ? "" : before;
  setenv("XDG_CACHE_HOME", cache.c_str(), 1);
  ASSERT_TRUE(ScratchServer::Start({}).ok());
  std::string file;
  for (const auto& entry : fs::directory_iterator(cache + "/autogen")) file = entry.path().string();
  auto text = ReadWholeFile(file);
  ASSERT_TRUE(text.ok());
  std::string damaged = *text;
  damaged.replace(damaged.find("\nf ", 1000), 3, "\nx ");
  ASSERT_TRUE(WriteWholeFile(file, damaged).ok());
  auto server = ScratchServer::Start({});
  EXPECT_TRUE(server.ok()) << server.status();
  EXPECT_NE(*ReadWholeFile(file), damaged);
  if (before != nullptr)
    setenv("XDG_CACHE_HOME", saved.c_str(), 1);
  else
    unsetenv("XDG_CACHE_HOME");
  fs::remove_all(cache);
}

TEST(ScratchServer, OutlivesTheThreadThatStartedIt) {
  absl::StatusOr<std::unique_ptr<ScratchServer>> server;
  std::thread([&] { server = ScratchServer::Start({}); }).join();
  ASSERT_TRUE(server.ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_TRUE((*server)->CreateDatabase("").ok());
}

class EndedBy : public testing::TestWithParam<int> {};

TEST_P(EndedBy, LeavesNoServerAndNoFolder) {
  pid_t child = 0;
  std::string folder = StartInChild(&child);
  ASSERT_TRUE(fs::exists(folder)) << folder;
  pid_t server = ServerPid(folder);
  ASSERT_TRUE(ProcessLives(server));
  kill(child, GetParam());
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(Eventually([&] { return !ProcessLives(server); }));
  EXPECT_TRUE(Eventually([&] { return !fs::exists(folder); }));
}

INSTANTIATE_TEST_SUITE_P(Signals, EndedBy, testing::Values(SIGINT, SIGTERM, SIGHUP, SIGKILL));

TEST(ScratchServer, NextStartCleansWhatTwoKillsLeft) {
  auto account = FindServerAccount();
  ASSERT_TRUE(account.ok());
  int channel[2];
  ASSERT_EQ(pipe(channel), 0);
  pid_t child = fork();
  if (child == 0) {
    auto folder = ScratchFolder::Make(*account, nullptr);
    std::string line = std::to_string((*folder)->reaper()) + " " + (*folder)->path();
    if (write(channel[1], line.data(), line.size()) < 0) _exit(1);
    kill((*folder)->reaper(), SIGKILL);
    kill(getpid(), SIGKILL);
  }
  waitpid(child, nullptr, 0);
  char buffer[256] = {};
  ASSERT_GT(read(channel[0], buffer, sizeof buffer - 1), 0);
  std::string folder = strchr(buffer, ' ') + 1;
  EXPECT_TRUE(fs::exists(folder));
  absl::StatusOr<std::unique_ptr<ScratchFolder>> another;
  // The killed reaper may need a moment to let go of its lock.
  EXPECT_TRUE(Eventually([&] {
    another = ScratchFolder::Make(*account, nullptr);
    return !fs::exists(folder);
  }));
  ASSERT_TRUE(another.ok());
  auto third = ScratchFolder::Make(*account, nullptr);
  EXPECT_TRUE(fs::exists((*another)->path())) << "one that lives is left alone";
}

TEST(Binaries, MissingOnesAreNamed) {
  auto found = FindBinaries({0, "/nowhere/bin"});
  EXPECT_EQ(Describe(ToFinding(found.status())),
            "error: no postgres and initdb in /nowhere/bin\n"
            "  hint: name the folder of a PostgreSQL server's programs\n");
}

// What was found with one extension's files is not to be believed of another's.
TEST(Build, IsAnotherOnceAnExtensionIs) {
  fs::path home = testing::TempDir() + "autogen-build";
  fs::path bin = home / "bin", extensions = home / "share/extension";
  fs::create_directories(bin);
  for (const char* program : {"postgres", "initdb"}) {
    std::ofstream(bin / program) << "#!/bin/false\n";
    fs::permissions(bin / program, fs::perms::owner_all);
  }
  setenv("AUTOGEN_POSTGRES_BIN", bin.c_str(), 1);
  EXPECT_FALSE(BuildOf(15).ok()) << "nobody knows which extensions there are";
  fs::create_directories(extensions);
  std::set<std::string> seen;
  auto expect_another = [&](const char* what) {
    absl::StatusOr<std::string> build = BuildOf(15);
    ASSERT_TRUE(build.ok()) << build.status();
    EXPECT_EQ(*BuildOf(15), *build);
    EXPECT_TRUE(seen.insert(*build).second) << what;
  };
  std::ofstream(extensions / "plpgsql.control") << "default_version = '1.0'\n";
  expect_another("the first");
  std::ofstream(extensions / "citext.control") << "default_version = '1.5'\n";
  expect_another("installed");
  std::ofstream(extensions / "citext--1.5--1.6.sql") << "SELECT 1;\n";
  expect_another("a new version");
  std::ofstream(extensions / "citext--1.5--1.6.sql") << "SELECT 1, 2;\n";
  expect_another("the version's script changed");
  fs::remove(extensions / "citext.control");
  expect_another("gone");
  std::ofstream(bin / "postgres") << "#!/bin/true # another\n";
  expect_another("the server upgraded");
  unsetenv("AUTOGEN_POSTGRES_BIN");
  fs::remove_all(home);
}

TEST(Archive, DamageIsNoticed) {
  ServerAccount same{geteuid(), getegid(), false};
  std::string folder = testing::TempDir() + "autogen-archive";
  fs::create_directories(folder);
  EXPECT_FALSE(UnpackFolder("f 10 a\nshort", folder, same).ok());
  EXPECT_FALSE(UnpackFolder("d a", folder, same).ok());
  fs::remove_all(folder);
}

}  // namespace
}  // namespace autogen
