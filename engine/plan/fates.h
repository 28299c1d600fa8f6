#pragma once

#include <string>

#include "engine/plan/decision.h"

// What the decisions so far say of one object.
namespace autogen {

// nullptr: nothing was decided, it stays.
const Fate* FateOrNull(const Decisions& decisions, const ObjectId& id);
// Whether it goes anyway, by itself or with its relation.
bool Vanishes(const Decisions& decisions, const ObjectId& id);
// Whether a change of its own ends the dependency.
bool Releases(const Planning& planning, const Decisions& decisions, const ObjectId& from,
              const ObjectId& to);

// "view reports.daily"
std::string Named(const ObjectId& id);

}  // namespace autogen
