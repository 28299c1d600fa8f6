#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace autogen {

// A database's address as libpq takes it, from any of the forms users have: postgresql://,
// postgres://, SQLAlchemy's postgresql+asyncpg:// (+psycopg2, +psycopg, +pg8000 …; the driver is
// dropped, asyncpg's ssl= becomes sslmode=, other driver-only parameters are dropped with a
// notice), a keyword string, service=….
struct Address {
  std::string conninfo;
  std::string shown;  // without password: for messages
  std::vector<std::string> notices;
  bool has_password = false;
};
absl::StatusOr<Address> ParseAddress(std::string_view text);

// The same address with another database name.
absl::StatusOr<std::string> WithDatabase(const std::string& conninfo, std::string_view database);

}  // namespace autogen
