#pragma once

#include <set>
#include <string>
#include <string_view>

#include "engine/compare/compare.h"
#include "runner/scratch/server.h"

// The states that a proof passes through, compared.
namespace autogen {

// `sqlstate`: of the statement that failed.
absl::Status ProofFailed(std::string message, std::string detail, std::string sqlstate = "");

// What differs between two states, but for `ignored`. An extension may stay where the plan was not
// allowed to drop it.
Changes Difference(const Database& got, const Database& wanted, const std::set<ObjectId>& ignored);

// Two states as one server printed them. Text that only moves by being read once more is no
// difference.
absl::Status ExpectSame(ScratchServer& server, const Database& got, const Database& wanted,
                        const std::set<ObjectId>& ignored, std::string_view what);

}  // namespace autogen
