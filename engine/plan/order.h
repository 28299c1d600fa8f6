#pragma once

#include "engine/plan/edges.h"

namespace autogen {

struct Order {
  std::vector<int> sequence;  // of nodes; all of them, unless there is a cycle
  std::vector<int> cycle;     // nodes of which each waits for another, sorted; empty: none
};

// The nodes in an order that keeps all edges: smallest key first, but the steps of one table
// together.
Order Sort(const Nodes& nodes, const Edges& edges);

}  // namespace autogen
