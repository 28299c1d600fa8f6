#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/dependency_index.h"
#include "engine/plan/plan.h"

namespace autogen {

// What becomes of one object, column (kColumn) or default (kDefault). What has no decision stays
// untouched.
enum class Fate : uint8_t {
  kCreate,
  kDrop,
  kAlter,    // in place
  kReplace,  // CREATE OR REPLACE; a default: SET DEFAULT over the old one
  kRebuild,  // dropped and made anew, or a default let go and given back
};

struct Decision {
  Fate fate = Fate::kAlter;
  std::vector<std::string_view> attributes;  // what differs; kAlter, kReplace
  std::string because;                       // of a rebuild that nobody asked for
  bool taken_away = false;  // kAlter of a domain: its expressions go first and come back
};

using Decisions = std::map<ObjectId, Decision>;

// What all of planning looks at.
struct Planning {
  const Database& before;
  const Database& after;
  const PlanOptions& options;
  DependencyIndex before_needs, after_needs;
  int server_version;

  Planning(const Database& before_, const Database& after_, const PlanOptions& options_);
};

// Cycles that an earlier attempt ran into, and how the next one gets around them.
struct Detours {
  std::set<ObjectId> unfolded;  // constraints and defaults with a step apart from their table's
  std::set<ObjectId> rebuilt;   // what was to be replaced or altered, but cannot in one go
  std::set<ObjectId> later;     // domains whose expressions come in a step apart
  std::set<ObjectId> emptied;   // views that have their columns alone before they have their query
};

bool Contains(const std::vector<std::string_view>& attributes, std::string_view name);
// comment, owner, grants, security_labels.
bool IsCommonAttribute(std::string_view name);
bool IsType(Kind kind);
Finding Refusal(std::string message, std::string hint);

// One decision for each change, by the rules of its kind.
Decisions Decide(const Planning& planning, const Changes& changes, const Detours& detours);

}  // namespace autogen
