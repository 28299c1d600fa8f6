#include "engine/sql/known/builtins.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "engine/base/error.h"
#include "engine/base/name.h"

namespace autogen::known {
namespace {

struct TypeRow {
  TypeId id = t_none;
  TypeInfo info;
};

// Several rows of one type differ by version.
constexpr TypeRow kTypes[] = {
    {},
#define TYPE(id, name, kind, category, preferred, element, array, subtype, multirange, range,  \
             collatable, first, last)                                                          \
  {id,                                                                                         \
   {"pg_catalog", name, kind, category, preferred, element, array, subtype, multirange, range, \
    collatable, first, last}},
#include "engine/sql/known/type_rows.inc"
#undef TYPE
};

// Where each type's rows begin.
constexpr std::array<uint16_t, kBuiltinTypes> kFirstRows = [] {
  std::array<uint16_t, kBuiltinTypes> first{};
  for (size_t i = std::size(kTypes); i-- > 1;) first[kTypes[i].id] = static_cast<uint16_t>(i);
  return first;
}();

constexpr Function kFunctions[] = {
#include "engine/sql/known/function_rows.inc"
};
constexpr Operator kOperators[] = {
#include "engine/sql/known/operator_rows.inc"
};
constexpr Cast kCasts[] = {
#include "engine/sql/known/cast_rows.inc"
};
constexpr OperatorClass kOperatorClasses[] = {
#include "engine/sql/known/opclass_rows.inc"
};

struct SqlName {
  const char* name;
  const char* sql;
};
constexpr SqlName kSqlNames[] = {
#include "engine/sql/known/types.inc"
};

template <class Row>
std::span<const Row> Named(std::span<const Row> rows, std::string_view name) {
  auto range = std::ranges::equal_range(rows, name, {}, [](const Row& row) { return row.name; });
  return {range.begin(), range.end()};
}

using TypeMap = absl::flat_hash_map<absl::string_view, TypeId>;

const TypeMap& TypesByName() {
  static const TypeMap& map = *[] {
    auto* made = new TypeMap();
    for (const TypeRow& row : kTypes) made->emplace(ToAbsl(row.info.name), row.id);
    return made;
  }();
  return map;
}

TypeId Find(const TypeMap& map, std::string_view name) {
  auto found = map.find(ToAbsl(name));
  return found == map.end() ? TypeId{t_none} : found->second;
}

}  // namespace

const TypeInfo& Builtin(TypeId type, int version) {
  size_t row = kFirstRows[type];
  while (!IsIn(kTypes[row].info, version) && row + 1 < std::size(kTypes) &&
         kTypes[row + 1].id == type) {
    ++row;
  }
  return kTypes[row].info;
}

TypeId FindBuiltinType(std::string_view name) { return Find(TypesByName(), name); }

TypeId FindBuiltinSqlType(std::string_view name) {
  static const TypeMap& map = *[] {
    auto* made = new TypeMap(TypesByName());
    for (const SqlName& row : kSqlNames) {
      if (TypeId type = FindBuiltinType(row.name)) {
        made->insert_or_assign(row.sql, type);
      }
    }
    made->insert_or_assign("character", t_bpchar);
    return made;
  }();
  return Find(map, name);
}

std::span<const Function> FunctionsNamed(std::string_view name) {
  return Named(std::span<const Function>(kFunctions), name);
}

std::span<const Operator> OperatorsNamed(std::string_view name) {
  return Named(std::span<const Operator>(kOperators), name);
}

const Cast* FindCast(TypeId source, TypeId target, int version) {
  using Casts = absl::flat_hash_map<uint64_t, const Cast*>;
  static const Casts& casts = *[] {
    auto* made = new Casts();
    for (const Cast& cast : kCasts) made->emplace(uint64_t{cast.source} << 32 | cast.target, &cast);
    return made;
  }();
  auto found = casts.find(uint64_t{source} << 32 | target);
  return found == casts.end() || !IsIn(*found->second, version) ? nullptr : found->second;
}

std::span<const OperatorClass> OperatorClasses() { return kOperatorClasses; }

}  // namespace autogen::known
