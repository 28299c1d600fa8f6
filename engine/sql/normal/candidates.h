#pragma once

#include "engine/sql/normal/coercion.h"

namespace autogen::normal {

// Which of several functions or operators a call means; npos: none, or more than one.
// See: PostgreSQL source, parse_func.c, func_select_candidate; manual, Type Conversion, Functions.
size_t SelectCandidate(const Coercion& rules, std::span<const TypeId> actual,
                       const std::vector<std::span<const TypeId>>& candidates);

}  // namespace autogen::normal
