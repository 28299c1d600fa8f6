#pragma once

#include <string>

namespace autogen {

// One throw-away PostgreSQL for a test program: started at the first call, gone when the program
// ends (killed too: a watcher process waits for its death). No fsync, a socket in a folder of its
// own, as the user postgres when we are root. Aborts with a message where there is no PostgreSQL.
class TestServer {
 public:
  static TestServer& Get();

  // A new empty database of its own; its conninfo (role postgres, a superuser).
  std::string CreateDatabase();
  std::string Conninfo(const std::string& database, const std::string& user = "postgres") const;
  // Runs SQL in a database by conninfo; aborts with the server's words on an error.
  void Run(const std::string& conninfo, const std::string& sql);
  // Runs a program of this PostgreSQL (psql, pg_dump …) with `arguments` (shell words); its output.
  // Its exit status is not looked at.
  std::string RunProgram(const std::string& program, const std::string& arguments) const;

  const std::string& binaries() const { return binaries_; }
  const std::string& folder() const { return folder_; }

 private:
  TestServer();

  std::string binaries_;
  std::string folder_;
  int databases_ = 0;
};

}  // namespace autogen
