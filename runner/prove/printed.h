#pragma once

#include <set>

#include "engine/compare/compare.h"

namespace autogen {

// A schema in which some objects are as a server printed them.
struct Printed {
  Database database;
  std::set<ObjectId> replaced;
};

// `target`, with what the server printed in place of those of `whole` that the models reworded: the
// starting point of the downgrade, whose texts and dependencies are then as exact as a live
// catalog's.
Printed AsPrinted(const Database& target, const Database& live, const std::set<ObjectId>& whole,
                  const Database& reached);

// The changes of these objects alone.
Changes CompareThese(const Database& before, const Database& after, const std::set<ObjectId>& ids);

}  // namespace autogen
