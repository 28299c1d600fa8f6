#include "engine/plan/fates.h"

namespace autogen {

const Fate* FateOrNull(const Decisions& decisions, const ObjectId& id) {
  auto it = decisions.find(id);
  return it == decisions.end() ? nullptr : &it->second.fate;
}

bool Vanishes(const Decisions& decisions, const ObjectId& id) {
  const Fate* fate = FateOrNull(decisions, id);
  if (fate != nullptr) return *fate == Fate::kDrop || *fate == Fate::kRebuild;
  if (id.kind != Kind::kColumn && id.kind != Kind::kDefault) return false;
  const Fate* table = FateOrNull(decisions, RelationId(Kind::kTable, id.schema, id.scope));
  if (table != nullptr && *table == Fate::kDrop) return true;
  if (id.kind != Kind::kDefault) return false;
  const Fate* column = FateOrNull(decisions, ColumnId(id.schema, id.scope, id.name));
  return column != nullptr && (*column == Fate::kDrop || *column == Fate::kRebuild);
}

bool Releases(const Planning& planning, const Decisions& decisions, const ObjectId& from,
              const ObjectId& to) {
  auto it = decisions.find(from);
  if (it == decisions.end()) return false;
  const Fate fate = it->second.fate;
  // Of what is altered in place, these alone can come to rest on something else.
  const bool moves = from.kind == Kind::kColumn || from.kind == Kind::kSequence ||
                     from.kind == Kind::kDomain || from.kind == Kind::kCompositeType;
  if (fate != Fate::kReplace && !(fate == Fate::kAlter && moves)) return false;
  return !planning.after_needs.Has(from, to);
}

std::string Named(const ObjectId& id) { return std::string(KindName(id.kind)) + " " + Label(id); }

}  // namespace autogen
