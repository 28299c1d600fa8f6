#pragma once

#include <map>

#include "engine/compare/compare.h"

namespace autogen {

// Renames are applied level by level, parents first; each level's identities stand in the names
// that the levels above it have left.
enum class RenameLevel : uint8_t { kNamespaces, kWhole, kRoutines, kParts };
inline constexpr RenameLevel kRenameLevels[] = {RenameLevel::kNamespaces, RenameLevel::kWhole,
                                                RenameLevel::kRoutines, RenameLevel::kParts};
RenameLevel LevelOf(Kind kind);

// The renames of one level, by what they are looked up with.
struct LevelRenames {
  RenameLevel level = RenameLevel::kWhole;
  std::map<ObjectId, ObjectId> ids;
  std::map<Name, Name> namespaces;
  std::map<QualifiedName, QualifiedName> relations, types;

  LevelRenames(RenameLevel of_level, const std::map<ObjectId, ObjectId>& renames);

  // The identity after this level, whatever it names: itself, its parents or its input types.
  ObjectId NewId(const ObjectId& id) const;
  QualifiedName NewRelation(const QualifiedName& name) const;
  Name NewNamespace(Name name) const;
  // "(integer, app.mood)" with its types' new names.
  Name NewSignature(Name signature) const;
};

}  // namespace autogen
