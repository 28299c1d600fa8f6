#pragma once

#include "engine/schema/common_attributes.h"

namespace autogen {

// A schema in SQL's sense. See: CREATE SCHEMA.
struct Namespace {
  Name name;
  Common common;
  friend bool operator==(const Namespace&, const Namespace&) = default;
};

template <>
struct AttributesOf<Namespace> {
  static constexpr auto kList = std::tuple();
};

}  // namespace autogen
