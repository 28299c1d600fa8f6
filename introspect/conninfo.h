#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace autogen {

// libpq's connection parameters by keyword; those that are not said are absent.
using Conninfo = std::map<std::string, std::string>;

// The hint of every error about an address.
inline constexpr char kAddressForms[] =
    "write postgresql://user@host:5432/database or host=… dbname=…; in a URL's user and password "
    "@ is %40, : is %3A, / is %2F, ? is %3F and % is %25";

// Reads a URL or a keyword string as libpq does. The error shows nothing of the text: it may hold a
// password.
absl::StatusOr<Conninfo> ParseConninfo(const std::string& text);

// The keyword string, each value quoted.
std::string WriteConninfo(const Conninfo& settings);

}  // namespace autogen
