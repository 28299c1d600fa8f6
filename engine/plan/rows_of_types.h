#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/plan/decision.h"

// What columns that hold values of a type bind it to.
namespace autogen {

// A type that goes while one of another kind takes its name and its columns is made anew as that:
// before -> after, with one decision for both.
std::map<ObjectId, ObjectId> ReplaceTypes(const Planning& planning, Decisions* decisions);

// Where other tables hold rows of a table's type, its columns' types stay: what is in the way of a
// column that is to change its type.
std::vector<Finding> RowsInTheWay(const Planning& planning, const Decisions& decisions,
                                  const ObjectId& column, const std::string& because);

}  // namespace autogen
