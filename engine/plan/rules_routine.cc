#include <algorithm>
#include <array>

#include "engine/plan/rules.h"

namespace autogen {
namespace {

bool IsInput(ArgumentMode mode) {
  return mode == ArgumentMode::kIn || mode == ArgumentMode::kInOut ||
         mode == ArgumentMode::kVariadic;
}
bool IsOutput(ArgumentMode mode) {
  return mode == ArgumentMode::kOut || mode == ArgumentMode::kInOut || mode == ArgumentMode::kTable;
}

std::vector<const Argument*> Select(const Routine& routine, bool (*wanted)(ArgumentMode)) {
  std::vector<const Argument*> selected;
  for (const Argument& argument : routine.arguments) {
    if (wanted(argument.mode)) selected.push_back(&argument);
  }
  return selected;
}

// Names may be given where there were none; defaults may be added and changed.
bool InputsReplaceable(const Routine& before, const Routine& after) {
  std::vector<const Argument*> was = Select(before, IsInput), is = Select(after, IsInput);
  if (was.size() != is.size()) return false;
  for (size_t i = 0; i < was.size(); ++i) {
    if (was[i]->mode != is[i]->mode || was[i]->type != is[i]->type) return false;
    if (!was[i]->name.empty() && was[i]->name != is[i]->name) return false;
    if (!was[i]->default_value.empty() && is[i]->default_value.empty()) return false;
  }
  return true;
}

// OUT arguments and TABLE columns are the row that comes out, names included; a single OUT argument
// is no row, its name may change.
bool OutputsReplaceable(const Routine& before, const Routine& after) {
  std::vector<const Argument*> was = Select(before, IsOutput), is = Select(after, IsOutput);
  if (was.size() != is.size()) return false;
  for (size_t i = 0; i < was.size(); ++i) {
    if (was[i]->mode != is[i]->mode || was[i]->type != is[i]->type) return false;
    if (was[i]->name == is[i]->name) continue;
    if (was.size() > 1 || was[i]->mode != ArgumentMode::kOut) return false;
  }
  return true;
}

// What ALTER FUNCTION can change by itself.
bool IsAlterable(std::string_view attribute) {
  constexpr std::array<std::string_view, 9> kAlterable = {
      "volatility", "strict", "security_definer", "leakproof", "parallel",
      "cost",       "rows",   "support",          "set"};
  return IsCommonAttribute(attribute) ||
         std::find(kAlterable.begin(), kAlterable.end(), attribute) != kAlterable.end();
}

}  // namespace

// See: PostgreSQL manual, CREATE FUNCTION, Notes; ProcedureCreate in pg_proc.c.
Fate FateOfRoutine(const Routine& before, const Routine& after,
                   const ChangedAttributes& attributes) {
  if (before.window != after.window || before.returns != after.returns ||
      before.returns_set != after.returns_set) {
    return Fate::kRebuild;
  }
  if (!InputsReplaceable(before, after) || !OutputsReplaceable(before, after)) {
    return Fate::kRebuild;
  }
  return std::all_of(attributes.begin(), attributes.end(), IsAlterable) ? Fate::kAlter
                                                                        : Fate::kReplace;
}

}  // namespace autogen
