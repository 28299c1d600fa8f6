#pragma once

#include <string_view>
#include <vector>

#include "introspect/connection.h"

namespace autogen {

// Runs statements one after the other within the transaction that the connection is in, in few
// messages. Where one fails, the error's detail begins with it, and the transaction is aborted.
// A server that is too small for them is an error of its own, without a sqlstate.
absl::Status RunTogether(Connection& connection, const std::vector<std::string_view>& statements);

}  // namespace autogen
