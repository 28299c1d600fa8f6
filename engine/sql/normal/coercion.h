#pragma once

#include <span>

#include "engine/sql/normal/expr.h"

namespace autogen::normal {

// How much a cast may do unasked. See: PostgreSQL source, primnodes.h, CoercionContext.
enum class Asked : uint8_t { kImplicitly, kByAssignment, kExplicitly };

// What a value goes through on its way to another type.
enum class Pathway : uint8_t { kNone, kRelabel, kFunction, kThroughText, kElements };

// PostgreSQL's rules of which type can become which. See: parse_coerce.c.
class Coercion {
 public:
  explicit Coercion(const Catalog& catalog) : catalog_(catalog) {}

  const Catalog& catalog() const { return catalog_; }

  Pathway FindPathway(TypeId source, TypeId target, Asked asked) const;
  bool CanCoerce(TypeId source, TypeId target, Asked asked) const;
  // can_coerce_type for all arguments of a call, polymorphic ones with each other.
  bool CanCoerceAll(std::span<const TypeId> sources, std::span<const TypeId> targets) const;
  bool IsBinaryCoercible(TypeId source, TypeId target) const;

  // select_common_type; none: there is no such type. Each type may be t_unknown.
  TypeId CommonType(std::span<const TypeId> types) const;

  // enforce_generic_type_consistency: replaces polymorphic types of `declared` where an argument's
  // own type does not stand, and gives the result's. False: this is not a call.
  bool Enforce(std::span<const TypeId> actual, std::vector<TypeId>* declared, TypeId* result) const;

  TypeId ElementOf(TypeId type) const { return catalog_.Type(type).element; }
  TypeId ArrayOf(TypeId type) const { return catalog_.Type(type).array; }
  TypeId BaseOf(TypeId type) const { return catalog_.BaseType(type); }
  bool IsComposite(TypeId type) const { return catalog_.Type(BaseOf(type)).kind == 'c'; }

 private:
  const Catalog& catalog_;
};

bool IsPolymorphic(TypeId type);

}  // namespace autogen::normal
