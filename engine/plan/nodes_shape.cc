#include "engine/plan/nodes.h"

namespace autogen {
namespace {

// The shape comes first, on which others may rest, and then what itself may rest on these.
void CreateInTwo(const Planning& planning, const ObjectId& id,
                 const std::vector<std::string_view>& left_out, Step rest, Nodes* nodes) {
  Step shape = StepOf(planning, Verb::kCreate, id, nullptr);
  shape.left_out = left_out;
  rest.before = nullptr;
  int made = nodes->Add(std::move(shape), MakeKey(planning, id));
  int completed = nodes->Add(std::move(rest), MakeKey(planning, id));
  nodes->Make(id, completed);
  nodes->made[id] = made;
  nodes->shaped_list.push_back({id, made});
  nodes->edges.push_back({made, completed});
}

}  // namespace

// What needs the domain does with its type.
void CreateDomainInTwo(const Planning& planning, const ObjectId& id, Nodes* nodes) {
  Step rest = StepOf(planning, Verb::kAlter, id, nullptr);
  rest.attributes = {"default", "constraints"};
  CreateInTwo(planning, id, rest.attributes, rest, nodes);
}

// What needs the view does with its columns. See: repairViewRuleLoop() in pg_dump's source.
void CreateViewInTwo(const Planning& planning, const ObjectId& id, Nodes* nodes) {
  Step query = StepOf(planning, Verb::kReplace, id, nullptr);
  query.attributes = {"sql", "columns"};
  CreateInTwo(planning, id, {"sql"}, std::move(query), nodes);
}

void DropViewInTwo(const Planning& planning, Step drop, Nodes* nodes) {
  const ObjectId id = drop.id;
  Step empty = StepOf(planning, Verb::kReplace, id, nullptr);
  empty.attributes = {"sql"};
  empty.takes_away = true;
  int emptied = nodes->Add(std::move(empty), DropKey(planning, id));
  int gone = nodes->Add(std::move(drop), DropKey(planning, id));
  nodes->Leave(id, emptied);
  nodes->gone[id] = gone;
  nodes->shaped_left_list.push_back({id, gone});
  nodes->edges.push_back({emptied, gone});
}

void AlterDomainInTwo(const Planning& planning, const ObjectId& id, const Decision& decision,
                      Nodes* nodes) {
  Step away = StepOf(planning, Verb::kAlter, id, &decision);
  away.attributes = {"default", "constraints"};
  away.takes_away = true;
  int first = nodes->Add(std::move(away), MakeKey(planning, id));
  int then = nodes->Add(StepOf(planning, Verb::kAlter, id, &decision), MakeKey(planning, id));
  nodes->Leave(id, first);
  nodes->Make(id, then);
  nodes->made.erase(id);  // it is there all the while
  nodes->edges.push_back({first, then});
}

}  // namespace autogen
