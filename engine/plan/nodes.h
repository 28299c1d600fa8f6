#pragma once

#include <compare>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/plan/let_go.h"

namespace autogen {

// Where a step stands among those that could come next: a total order, so that the same changes
// always give the same plan.
struct SortKey {
  int rank = 0;   // values of enums that end a unit, drops, all else, drops of schemas
  int order = 0;  // by kind
  Name schema, relation;
  int part = 0;      // of a table: dropped columns, new columns, altered ones, the table itself
  int position = 0;  // of a column in its table
  int stage = 0;     // of a column's alteration
  Name name, scope;
  friend auto operator<=>(const SortKey&, const SortKey&) = default;
};

// Columns and the table itself: one ALTER TABLE where the steps stand together.
bool SameTable(const SortKey& a, const SortKey& b);

// The steps, not yet in order, and at which of them what ends and begins.
struct Nodes {
  struct Node {
    Step step;
    SortKey key;
  };
  using AtNode = absl::flat_hash_map<ObjectId, int>;

  std::vector<Node> nodes;
  AtNode made;  // the object is in after's form from here on
  AtNode left;  // what it needs in before is needed until here
  AtNode gone;  // it is no longer in before's form: nothing may rest on it
  // The same in the order of insertion, for walks.
  std::vector<std::pair<ObjectId, int>> made_list, left_list;
  // Shapes that stand before the whole does (domains and views in a cycle): structural needs alone.
  std::vector<std::pair<ObjectId, int>> shaped_list;
  std::vector<std::pair<ObjectId, int>> shaped_left_list;  // and after it was
  AtNode common;                                           // tables: their owner, grants, comment
  AtNode owned;                            // sequences: the step that ties it to its column
  AtNode not_null;                         // columns: SET or DROP NOT NULL
  AtNode unlogged;                         // tables: SET LOGGED or UNLOGGED
  std::vector<std::pair<int, int>> edges;  // (first, then) within one object
  // Names of relations that come free or are taken where no object of that name is made or dropped:
  // an identity's sequence.
  std::vector<std::pair<QualifiedName, int>> names_freed, names_taken;

  int Add(Step step, SortKey key);
  void Make(const ObjectId& id, int node);
  void Leave(const ObjectId& id, int node);
};

Nodes BuildNodes(const Planning& planning, const Decisions& decisions, const LetGo& let_go,
                 const Detours& detours);

// Parts of BuildNodes.
void BuildColumnNodes(const Planning& planning, const Decisions& decisions, const LetGo& let_go,
                      Nodes* nodes);

// Domains and views that are in a cycle with others are made and dropped in two steps each: their
// shape (the type, the columns) stands before and after what they hold of these others.
void CreateDomainInTwo(const Planning& planning, const ObjectId& id, Nodes* nodes);
void AlterDomainInTwo(const Planning& planning, const ObjectId& id, const Decision& decision,
                      Nodes* nodes);
void CreateViewInTwo(const Planning& planning, const ObjectId& id, Nodes* nodes);
void DropViewInTwo(const Planning& planning, Step drop, Nodes* nodes);

// A step with both sides, and what the decision (may be null) says of it.
Step StepOf(const Planning& planning, Verb verb, const ObjectId& id, const Decision* decision);

// Keys.
SortKey DropKey(const Planning& planning, const ObjectId& id);
SortKey MakeKey(const Planning& planning, const ObjectId& id);

}  // namespace autogen
