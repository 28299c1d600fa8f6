#include "engine/plan/rules.h"

namespace autogen {
namespace {

// Before 17 an expression cannot be set, only dropped.
// See: PostgreSQL manual, ALTER TABLE, SET EXPRESSION, DROP EXPRESSION.
bool RemakesColumn(const Planning& planning, const Column& before, const Column& after,
                   const ChangedAttributes& attributes) {
  if (!Contains(attributes, "generated") && !Contains(attributes, "generated_virtual")) {
    return false;
  }
  if (before.generated.empty()) return true;
  if (after.generated.empty()) return before.generated_virtual;
  if (before.generated_virtual != after.generated_virtual) return true;
  return planning.server_version < 170000;
}

bool IsPlainNumber(const Expression& expression) {
  return expression.text.view().find_first_of("(:'\"") == std::string::npos;
}

// ALTER … TYPE wraps the old default in a cast: for another type it is set anew, lest it prints
// (and computes: nextval through integer) as before. Another length leaves it as it is.
bool RetypeMovesDefault(const Column& before, const Column& after) {
  if (before.type.schema == after.type.schema && before.type.name == after.type.name &&
      before.type.array == after.type.array) {
    return false;
  }
  return before.default_value != after.default_value || !IsPlainNumber(before.default_value);
}

void DecideDefault(const ObjectId& column, const Column& before, const Column& after,
                   const ChangedAttributes& attributes, const Detours& detours,
                   Decisions* decisions) {
  const bool was = !before.default_value.empty() && before.generated.empty();
  const bool is = !after.default_value.empty() && after.generated.empty();
  const bool moved = was && Contains(attributes, "type") && RetypeMovesDefault(before, after);
  if (!moved && !Contains(attributes, "default")) return;
  if (!was && !is) return;
  ObjectId id = DefaultId(column.schema, column.scope, column.name);
  Fate fate = Fate::kCreate;
  if (was && !is) fate = Fate::kDrop;
  if (was && is) fate = moved || detours.rebuilt.contains(id) ? Fate::kRebuild : Fate::kReplace;
  (*decisions)[id].fate = fate;
}

}  // namespace

void DecideColumn(const Planning& planning, const ObjectId& column,
                  const ChangedAttributes& attributes, const Detours& detours,
                  Decisions* decisions) {
  const Column* before = FindColumn(planning.before, column);
  const Column* after = FindColumn(planning.after, column);
  if (before == nullptr || after == nullptr) return;
  if (RemakesColumn(planning, *before, *after, attributes)) {
    (*decisions)[column].fate = Fate::kRebuild;
    return;
  }
  DecideDefault(column, *before, *after, attributes, detours, decisions);
  ChangedAttributes others = attributes;
  std::erase(others, "default");
  std::erase(others, "generated_virtual");
  if (Contains(others, "type") || Contains(others, "collate")) {
    // A new type starts with its own storage and no compression. What is to have others gets them
    // again. See: ATExecAlterColumnType in tablecmds.c.
    std::erase(others, "storage");
    std::erase(others, "compression");
    if (!after->storage.empty()) others.push_back("storage");
    if (!after->compression.empty()) others.push_back("compression");
  }
  if (others.empty()) return;
  Decision& decision = (*decisions)[column];
  decision.fate = Fate::kAlter;
  decision.attributes = std::move(others);
}

}  // namespace autogen
