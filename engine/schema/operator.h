#pragma once

#include "engine/schema/common_attributes.h"

namespace autogen {

// See: CREATE OPERATOR.
struct Operator {
  Name schema, name;  // name: the symbol
  TypeRef left;       // empty: a prefix operator
  TypeRef right;
  QualifiedName function;
  QualifiedName commutator, negator;  // operators; their operand types follow from this one's
  QualifiedName restrict_function, join_function;
  bool hashes = false;
  bool merges = false;
  Common common;
  friend bool operator==(const Operator&, const Operator&) = default;
};

template <>
struct AttributesOf<Operator> {
  static constexpr auto kList =
      std::tuple(Attribute{"function", &Operator::function, Alters::kRebuild},
                 Attribute{"commutator", &Operator::commutator, Alters::kRebuild},
                 Attribute{"negator", &Operator::negator, Alters::kRebuild},
                 Attribute{"restrict", &Operator::restrict_function, Alters::kInPlace},
                 Attribute{"join", &Operator::join_function, Alters::kInPlace},
                 Attribute{"hashes", &Operator::hashes, Alters::kRebuild},
                 Attribute{"merges", &Operator::merges, Alters::kRebuild});
};

}  // namespace autogen
