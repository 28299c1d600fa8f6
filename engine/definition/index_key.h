#pragma once

#include "engine/definition/clause.h"
#include "engine/definition/reader.h"

namespace autogen {

// One key at the reader's place, up to a comma, a parenthesis or WITH.
absl::StatusOr<IndexKey> ReadIndexKey(Reader& reader);
// "(a, lower(b) desc)", and in exclusion constraints each key WITH its operator.
absl::StatusOr<std::vector<IndexKey>> ReadKeyList(Reader& reader);
absl::StatusOr<std::vector<IndexKey>> ReadExclusionElements(Reader& reader);

std::vector<std::string> WriteIndexKeys(const std::vector<IndexKey>& keys, const SqlStyle& style);

}  // namespace autogen
