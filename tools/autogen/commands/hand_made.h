#pragma once

#include "tools/autogen/session.h"

namespace autogen {

// A finding where the database, which stands at the folder's heads, is not what they build:
// somebody changed it by hand. Where no server can be started to find out, a notice says so.
absl::Status CheckHandMade(Session& session, const MigrationsFolder& folder, const Sides& sides);

}  // namespace autogen
