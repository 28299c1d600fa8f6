#pragma once

#include <string>
#include <vector>

#include "engine/plan/plan.h"
#include "engine/sql/sql.h"

namespace autogen {

// A hazard's names are the migration file's: data-loss rewrite scan lock breaking fails-on-rows
// revoke.
struct Hazard {
  std::string id;
  std::string words;  // "drops users.email_verified and what it holds"
  friend bool operator==(const Hazard&, const Hazard&) = default;
};

// One SQL statement of a migration, without its semicolon.
struct Statement {
  std::string text;
  std::vector<Hazard>
      hazards;      // what is known from the step; facts of the statement itself: engine/sql/facts
  size_t step = 0;  // of the plan
  bool begins_unit = false;  // a `-- transaction` marker stands before it (an enum's value that is
                             // used afterwards)
};

// The plan as SQL, in its order. Layout is pg_dump's where it has one. `version` is the server's
// (server_version_num).
std::vector<Statement> Render(const Plan& plan, const Database& before, const Database& after,
                              const SqlStyle& style);

}  // namespace autogen
