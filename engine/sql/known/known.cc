#include "absl/container/flat_hash_map.h"
#include "engine/base/error.h"
#include "engine/sql/names.h"

namespace autogen {
namespace {

struct KnownName {
  const char* name;
  int first, last;  // major versions
};

constexpr KnownName kRelations[] = {
#include "engine/sql/known/builtin_relations.inc"
};
constexpr KnownName kTypes[] = {
#include "engine/sql/known/builtin_types.inc"
};
constexpr KnownName kFunctions[] = {
#include "engine/sql/known/builtin_functions.inc"
};
constexpr KnownName kOperators[] = {
#include "engine/sql/known/builtin_operators.inc"
};
constexpr KnownName kCollations[] = {
#include "engine/sql/known/builtin_collations.inc"
};

constexpr int kFirstVersion = 13;
constexpr int kLastVersion = 18;

using NameMap = absl::flat_hash_map<absl::string_view, const KnownName*>;

template <size_t n>
const NameMap* MakeMap(const KnownName (&names)[n]) {
  auto* map = new NameMap();
  for (const KnownName& name : names) map->emplace(name.name, &name);
  return map;
}

const KnownName* Find(NameRole role, std::string_view name) {
  static const NameMap& relations = *MakeMap(kRelations);
  static const NameMap& types = *MakeMap(kTypes);
  static const NameMap& functions = *MakeMap(kFunctions);
  static const NameMap& operators = *MakeMap(kOperators);
  static const NameMap& collations = *MakeMap(kCollations);
  auto find = [name](const NameMap& map) {
    auto found = map.find(ToAbsl(name));
    return found == map.end() ? nullptr : found->second;
  };
  switch (role) {
    case NameRole::kRelation:
      return find(relations);
    case NameRole::kType:
      return find(types);
    case NameRole::kFunction:
      return find(functions);
    case NameRole::kOperator:
      // The scanner knows != as another spelling of <>.
      if (name == "!=") name = "<>";
      return find(operators);
    case NameRole::kCollation:
      return find(collations);
  }
  Unreachable();
}

}  // namespace

bool IsBuiltin(NameRole role, std::string_view name) { return Find(role, name) != nullptr; }

bool IsBuiltinIn(NameRole role, std::string_view name, int major_version) {
  const KnownName* known = Find(role, name);
  if (known == nullptr) return false;
  if (major_version == 0) return known->first == kFirstVersion && known->last == kLastVersion;
  // What comes after the last version that was looked at has what that one had.
  bool last = known->last == kLastVersion || major_version <= known->last;
  return known->first <= major_version && last;
}

bool IsBuiltinRelation(std::string_view name) { return IsBuiltin(NameRole::kRelation, name); }
bool IsBuiltinType(std::string_view name) { return IsBuiltin(NameRole::kType, name); }
bool IsBuiltinFunction(std::string_view name) { return IsBuiltin(NameRole::kFunction, name); }
bool IsBuiltinOperator(std::string_view name) { return IsBuiltin(NameRole::kOperator, name); }

}  // namespace autogen
