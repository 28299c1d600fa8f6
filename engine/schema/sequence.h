#pragma once

#include <cstdint>

#include "engine/schema/common_attributes.h"

namespace autogen {

// Explicit numbers: elaboration fills in what PostgreSQL would (by type and direction). See: CREATE
// SEQUENCE.
struct SequenceOptions {
  TypeRef type{"pg_catalog", "bigint", {}, false};
  int64_t increment = 1;
  int64_t min_value = 1;
  int64_t max_value = INT64_MAX;
  int64_t start = 1;
  int64_t cache = 1;
  bool cycle = false;
  friend bool operator==(const SequenceOptions&, const SequenceOptions&) = default;
};

template <>
struct AttributesOf<SequenceOptions> {
  static constexpr auto kList =
      std::tuple(Attribute{"as", &SequenceOptions::type, Alters::kInPlace},
                 Attribute{"increment_by", &SequenceOptions::increment, Alters::kInPlace},
                 Attribute{"minvalue", &SequenceOptions::min_value, Alters::kInPlace},
                 Attribute{"maxvalue", &SequenceOptions::max_value, Alters::kInPlace},
                 Attribute{"start_with", &SequenceOptions::start, Alters::kInPlace},
                 Attribute{"cache", &SequenceOptions::cache, Alters::kInPlace},
                 Attribute{"cycle", &SequenceOptions::cycle, Alters::kInPlace});
};

// What a sequence of the type can hold.
struct SequenceBounds {
  int64_t least, most;
};

inline SequenceBounds BoundsOf(const TypeRef& type) {
  if (type.name == Name("smallint")) return {INT16_MIN, INT16_MAX};
  if (type.name == Name("integer")) return {INT32_MIN, INT32_MAX};
  return {INT64_MIN, INT64_MAX};
}

inline bool HoldsLess(const TypeRef& type, const TypeRef& than) {
  return BoundsOf(type).most < BoundsOf(than).most;
}

// The column that a sequence belongs to and goes with (OWNED BY); same schema as the sequence by
// PostgreSQL's rule.
struct OwnedBy {
  Name table;
  Name column;
  bool empty() const { return table.empty(); }
  friend bool operator==(const OwnedBy&, const OwnedBy&) = default;
};

// A sequence of its own or of a serial column; an identity column's is part of the column
// (Identity). Its current value is data.
struct Sequence {
  Name schema, name;
  SequenceOptions options;
  bool unlogged = false;
  OwnedBy owned_by;
  Common common;
  friend bool operator==(const Sequence&, const Sequence&) = default;
};

template <>
struct AttributesOf<Sequence> {
  static constexpr auto kList =
      std::tuple(Attribute{"options", &Sequence::options, Alters::kInPlace},
                 Attribute{"unlogged", &Sequence::unlogged, Alters::kInPlace},
                 Attribute{"owned_by", &Sequence::owned_by, Alters::kInPlace});
};

}  // namespace autogen
