#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "runner/scratch/account.h"

namespace autogen {

// A program to be run: argv[0] is its full path. It gets a small, fixed environment (messages in
// English, UTC, none of the user's PG… variables).
struct Program {
  std::vector<std::string> arguments;
  std::string folder = "/";  // where it runs
  ServerAccount account;
};

// The argument and environment vectors that execve takes, made before a fork.
class ExecVectors {
 public:
  explicit ExecVectors(const Program& program);
  ExecVectors(const ExecVectors&) = delete;
  ExecVectors& operator=(const ExecVectors&) = delete;
  char* const* arguments() { return arguments_.data(); }
  char* const* environment() { return environment_.data(); }

 private:
  std::vector<std::string> texts_;
  std::vector<char*> arguments_, environment_;
};

struct ProgramResult {
  int exit_code = 0;   // 128 + the signal where one ended it
  std::string output;  // what it wrote, errors included
};

// Runs it to its end with `input` to read. An error only where it could not be started.
absl::StatusOr<ProgramResult> RunProgram(const Program& program, std::string_view input);

}  // namespace autogen
