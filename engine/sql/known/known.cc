#include "absl/container/flat_hash_set.h"
#include "engine/base/error.h"
#include "engine/sql/names.h"

namespace autogen {
namespace {

constexpr const char* kRelations[] = {
#include "engine/sql/known/builtin_relations.inc"
};
constexpr const char* kTypes[] = {
#include "engine/sql/known/builtin_types.inc"
};
constexpr const char* kFunctions[] = {
#include "engine/sql/known/builtin_functions.inc"
};
constexpr const char* kOperators[] = {
#include "engine/sql/known/builtin_operators.inc"
};
constexpr const char* kCollations[] = {
#include "engine/sql/known/builtin_collations.inc"
};

using NameSet = absl::flat_hash_set<absl::string_view>;

template <size_t n>
const NameSet* MakeSet(const char* const (&names)[n]) {
  return new NameSet(std::begin(names), std::end(names));
}

}  // namespace

bool IsBuiltinRelation(std::string_view name) {
  static const NameSet& names = *MakeSet(kRelations);
  return names.contains(ToAbsl(name));
}

bool IsBuiltinType(std::string_view name) {
  static const NameSet& names = *MakeSet(kTypes);
  return names.contains(ToAbsl(name));
}

bool IsBuiltinFunction(std::string_view name) {
  static const NameSet& names = *MakeSet(kFunctions);
  return names.contains(ToAbsl(name));
}

bool IsBuiltinOperator(std::string_view name) {
  static const NameSet& names = *MakeSet(kOperators);
  // The scanner knows != as another spelling of <>.
  return names.contains(ToAbsl(name)) || name == "!=";
}

bool IsBuiltin(NameRole role, std::string_view name) {
  static const NameSet& collations = *MakeSet(kCollations);
  switch (role) {
    case NameRole::kRelation:
      return IsBuiltinRelation(name);
    case NameRole::kType:
      return IsBuiltinType(name);
    case NameRole::kFunction:
      return IsBuiltinFunction(name);
    case NameRole::kOperator:
      return IsBuiltinOperator(name);
    case NameRole::kCollation:
      return collations.contains(ToAbsl(name));
  }
  Unreachable();
}

}  // namespace autogen
