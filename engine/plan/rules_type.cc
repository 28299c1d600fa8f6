#include "engine/plan/rules.h"

namespace autogen {
namespace {

const CompositeAttribute* FindAttribute(const CompositeType& type, Name name) {
  for (const CompositeAttribute& attribute : type.attributes) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

// Whether the attributes that stay are in after's order and the new ones behind them all.
bool KeepsOrder(const CompositeType& before, const CompositeType& after) {
  size_t next = 0;
  for (const CompositeAttribute& attribute : before.attributes) {
    if (FindAttribute(after, attribute.name) == nullptr) continue;
    if (after.attributes[next].name != attribute.name) return false;
    ++next;
  }
  return true;
}

bool RetypesAttribute(const CompositeType& before, const CompositeType& after) {
  for (const CompositeAttribute& was : before.attributes) {
    const CompositeAttribute* is = FindAttribute(after, was.name);
    if (is != nullptr && (is->type != was.type || is->collation != was.collation)) return true;
  }
  return false;
}

bool HeldByColumn(const Planning& planning, const ObjectId& type) {
  for (const auto& dependent : planning.before_needs.Dependents(type)) {
    if (dependent.id.kind == Kind::kColumn || IsType(dependent.id.kind)) return true;
  }
  return false;
}

}  // namespace

bool OnlyAddsValues(const Enum& before, const Enum& after) {
  size_t next = 0;
  for (const std::string& value : after.values) {
    if (next < before.values.size() && before.values[next] == value) ++next;
  }
  return next == before.values.size();
}

Fate FateOfEnum(const Enum& before, const Enum& after) {
  return OnlyAddsValues(before, after) ? Fate::kAlter : Fate::kRebuild;
}

// ALTER TYPE … ATTRIBUTE adds at the end, drops and retypes; the last not while a column has the
// type. See: PostgreSQL manual, ALTER TYPE; find_composite_type_dependencies in tablecmds.c.
Fate FateOfComposite(const Planning& planning, const CompositeType& before,
                     const CompositeType& after) {
  if (!KeepsOrder(before, after)) return Fate::kRebuild;
  if (RetypesAttribute(before, after) && HeldByColumn(planning, IdOf(Object(before)))) {
    return Fate::kRebuild;
  }
  return Fate::kAlter;
}

}  // namespace autogen
