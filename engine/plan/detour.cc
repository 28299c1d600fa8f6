#include "engine/plan/detour.h"

#include <algorithm>

#include "engine/plan/structure.h"

namespace autogen {
namespace {

using InCycle = std::set<int>;

bool Reaches(const Nodes::AtNode& at, const std::vector<ObjectId>& needs, int own,
             const InCycle& cycle) {
  return std::any_of(needs.begin(), needs.end(), [&](const ObjectId& need) {
    auto it = at.find(need);
    return it != at.end() && it->second != own && cycle.contains(it->second);
  });
}

bool CanUnfold(const ObjectId& id) {
  return id.kind == Kind::kConstraint || id.kind == Kind::kDefault;
}

// Parts of a table that is made or dropped, which tie it into the cycle.
bool Unfold(const Planning& planning, const Nodes& nodes, const InCycle& cycle, Detours* detours) {
  bool found = false;
  auto unfold = [&](const std::vector<std::pair<ObjectId, int>>& list, const Nodes::AtNode& at,
                    const DependencyIndex& index, const Database& database) {
    for (const auto& [id, node] : list) {
      if (!CanUnfold(id) || !cycle.contains(node)) continue;
      if (nodes.nodes[node].step.id.kind != Kind::kTable) continue;
      std::vector<ObjectId> needs = index.Needs(id);
      if (const Object* object = database.Find(id)) {
        for (const ObjectId& need : StructuralNeeds(*object)) needs.push_back(need);
      }
      if (!Reaches(at, needs, node, cycle)) continue;
      found = detours->unfolded.insert(id).second || found;
    }
  };
  unfold(nodes.made_list, nodes.made, planning.after_needs, planning.after);
  unfold(nodes.left_list, nodes.gone, planning.before_needs, planning.before);
  return found;
}

// What is done in one go would have to be both before and after something else.
bool SplitInTwo(const Decisions& decisions, const Nodes& nodes, const InCycle& cycle,
                Detours* detours) {
  bool found = false;
  for (int node : cycle) {
    const Step& step = nodes.nodes[node].step;
    if (step.verb == Verb::kReplace) {
      found = detours->rebuilt.insert(step.id).second || found;
    }
    if (step.id.kind != Kind::kColumn || !Contains(step.attributes, "default")) continue;
    ObjectId id = DefaultId(step.id.schema, step.id.scope, step.id.name);
    auto it = decisions.find(id);
    if (it == decisions.end() || it->second.fate != Fate::kReplace) continue;
    found = detours->rebuilt.insert(id).second || found;
  }
  return found;
}

bool DelayDomains(const Nodes& nodes, const InCycle& cycle, Detours* detours) {
  bool found = false;
  for (int node : cycle) {
    const Step& step = nodes.nodes[node].step;
    if (step.verb != Verb::kCreate || step.id.kind != Kind::kDomain) continue;
    found = detours->later.insert(step.id).second || found;
  }
  return found;
}

bool HasTypes(const Object* object) {
  const View* view = object == nullptr ? nullptr : std::get_if<View>(object);
  return view != nullptr && !view->columns.empty() &&
         std::none_of(view->columns.begin(), view->columns.end(),
                      [](const Column& column) { return column.type.empty(); });
}

// A view can have its columns first and its query later, as pg_dump does it. One is enough for a
// cycle, and more cycles are found one after the other.
bool EmptyView(const Nodes& nodes, const InCycle& cycle, Detours* detours) {
  for (int node : cycle) {
    const Step& step = nodes.nodes[node].step;
    const bool made = step.verb == Verb::kCreate && HasTypes(step.after);
    const bool gone = step.verb == Verb::kDrop && HasTypes(step.before);
    if ((made || gone) && detours->emptied.insert(step.id).second) return true;
  }
  return false;
}

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (c & 0x80) != 0;
}

// As a whole word: alone in quotes, or in an array's '{a,b}'.
bool Mentions(const std::string& text, const std::string& value) {
  if (value.empty()) return text.find("''") != std::string::npos;
  std::string wanted;
  for (char c : value) wanted.append(c == '\'' ? 2 : 1, c);
  for (size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) {
    const size_t end = at + wanted.size();
    const bool begins = at == 0 || !IsWordCharacter(text[at - 1]) || !IsWordCharacter(wanted[0]);
    const bool ends =
        end == text.size() || !IsWordCharacter(text[end]) || !IsWordCharacter(wanted.back());
    if (begins && ends) return true;
  }
  return false;
}

std::vector<std::string> AddedValues(const Step& step) {
  std::vector<std::string> added;
  if (step.verb != Verb::kAlter || step.rebuilds_type || step.id.kind != Kind::kEnum) return added;
  if (!Contains(step.attributes, "values")) return added;
  const std::vector<std::string>& was = std::get<Enum>(*step.before).values;
  for (const std::string& value : std::get<Enum>(*step.after).values) {
    if (std::find(was.begin(), was.end(), value) == was.end()) added.push_back(value);
  }
  return added;
}

std::string WrittenBy(const Step& step) {
  if (step.column_after != nullptr) {
    return "\n" + step.column_after->default_value.text.str() + "\n" +
           step.column_after->generated.text.str();
  }
  if (step.id.kind == Kind::kColumn || step.after == nullptr) return "";
  std::string text = TextsOf(*step.after);
  for (const Constraint* constraint : step.folded) text += TextsOf(Object(*constraint));
  return text;
}

}  // namespace

bool FindDetour(const Planning& planning, const Decisions& decisions, const Nodes& nodes,
                const std::vector<int>& cycle, Detours* detours) {
  InCycle in_cycle(cycle.begin(), cycle.end());
  return Unfold(planning, nodes, in_cycle, detours) ||
         SplitInTwo(decisions, nodes, in_cycle, detours) ||
         DelayDomains(nodes, in_cycle, detours) || EmptyView(nodes, in_cycle, detours);
}

void PutUsedValuesFirst(Nodes* nodes) {
  std::vector<std::pair<int, std::vector<std::string>>> enums;
  for (size_t i = 0; i < nodes->nodes.size(); ++i) {
    std::vector<std::string> added = AddedValues(nodes->nodes[i].step);
    if (!added.empty()) enums.push_back({static_cast<int>(i), std::move(added)});
  }
  if (enums.empty()) return;
  std::string text;
  for (const Nodes::Node& node : nodes->nodes) text += WrittenBy(node.step);
  for (const auto& [node, values] : enums) {
    const bool used = std::any_of(values.begin(), values.end(),
                                  [&](const std::string& value) { return Mentions(text, value); });
    if (used) nodes->nodes[node].key.rank = 0;
  }
}

}  // namespace autogen
