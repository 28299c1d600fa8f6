#pragma once

#include "engine/schema/common_attributes.h"

namespace autogen {

// See: CREATE TYPE … AS ENUM. Values in order.
struct Enum {
  Name schema, name;
  std::vector<std::string> values;
  Common common;
  friend bool operator==(const Enum&, const Enum&) = default;
};

template <>
struct AttributesOf<Enum> {
  static constexpr auto kList = std::tuple(Attribute{"values", &Enum::values, Alters::kInPlace});
};

struct DomainConstraint {
  Name name;  // empty in a model: any
  Expression check;
  bool not_valid = false;
  Name comment;
  friend bool operator==(const DomainConstraint&, const DomainConstraint&) = default;
};

template <>
struct AttributesOf<DomainConstraint> {
  static constexpr auto kList =
      std::tuple(Attribute{"check", &DomainConstraint::check, Alters::kInPlace},
                 Attribute{"not_valid", &DomainConstraint::not_valid, Alters::kInPlace},
                 Attribute{"comment", &DomainConstraint::comment, Alters::kInPlace});
};

// See: CREATE DOMAIN. A domain over a domain has its own default: it copied the base's when it was
// made.
struct Domain {
  Name schema, name;
  TypeRef type;
  QualifiedName collation;  // empty: the base type's
  bool not_null = false;
  Expression default_value;                   // empty: none
  std::vector<DomainConstraint> constraints;  // sorted by name; unnamed ones in written order
  Common common;
  friend bool operator==(const Domain&, const Domain&) = default;
};

template <>
struct AttributesOf<Domain> {
  static constexpr auto kList =
      std::tuple(Attribute{"type", &Domain::type, Alters::kRebuild},
                 Attribute{"collate", &Domain::collation, Alters::kRebuild},
                 Attribute{"not_null", &Domain::not_null, Alters::kInPlace},
                 Attribute{"default", &Domain::default_value, Alters::kInPlace},
                 Attribute{"constraints", &Domain::constraints, Alters::kInPlace});
};

struct CompositeAttribute {
  Name name;
  TypeRef type;
  QualifiedName collation;  // empty: the type's
  Name comment;
  friend bool operator==(const CompositeAttribute&, const CompositeAttribute&) = default;
};

template <>
struct AttributesOf<CompositeAttribute> {
  static constexpr auto kList =
      std::tuple(Attribute{"name", &CompositeAttribute::name, Alters::kInPlace},
                 Attribute{"type", &CompositeAttribute::type, Alters::kInPlace},
                 Attribute{"collate", &CompositeAttribute::collation, Alters::kInPlace},
                 Attribute{"comment", &CompositeAttribute::comment, Alters::kInPlace});
};

// See: CREATE TYPE … AS (…). The order of attributes is a difference.
struct CompositeType {
  Name schema, name;
  std::vector<CompositeAttribute> attributes;
  Common common;
  friend bool operator==(const CompositeType&, const CompositeType&) = default;
};

template <>
struct AttributesOf<CompositeType> {
  static constexpr auto kList =
      std::tuple(Attribute{"attributes", &CompositeType::attributes, Alters::kInPlace});
};

// See: CREATE TYPE … AS RANGE. Nothing of it can be altered.
struct RangeType {
  Name schema, name;
  TypeRef subtype;
  QualifiedName subtype_opclass;  // empty: the default one
  QualifiedName collation;        // empty: the subtype's
  QualifiedName canonical;
  QualifiedName subtype_diff;
  QualifiedName multirange;  // always set once complete
  Common common;
  friend bool operator==(const RangeType&, const RangeType&) = default;
};

template <>
struct AttributesOf<RangeType> {
  static constexpr auto kList =
      std::tuple(Attribute{"subtype", &RangeType::subtype, Alters::kRebuild},
                 Attribute{"subtype_opclass", &RangeType::subtype_opclass, Alters::kRebuild},
                 Attribute{"collation", &RangeType::collation, Alters::kRebuild},
                 Attribute{"canonical", &RangeType::canonical, Alters::kRebuild},
                 Attribute{"subtype_diff", &RangeType::subtype_diff, Alters::kRebuild},
                 Attribute{"multirange_type_name", &RangeType::multirange, Alters::kRebuild});
};

}  // namespace autogen
