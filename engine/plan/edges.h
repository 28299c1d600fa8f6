#pragma once

#include <utility>
#include <vector>

#include "engine/plan/nodes.h"

namespace autogen {

using Edges = std::vector<std::pair<int, int>>;  // (first, then), numbers of nodes

// What must come first, by the dependencies of both sides and by PostgreSQL's own wants.
Edges HardEdges(const Planning& planning, const Nodes& nodes);

// What string bodies of functions mention by word: better made before them, but it need not be.
Edges SoftEdges(const Planning& planning, const Nodes& nodes);

}  // namespace autogen
