#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "engine/sql/names.h"
#include "engine/sql/tree/node.h"

namespace autogen {

// A text's parse tree. libpg_query reads statements only, so a text is wrapped in one; `Position`
// leads back.
struct ParsedSql {
  tree::Tree tree;
  // kExpression: the expression; kQuery: the SelectStmt; kStatements: a ReturnStmt, or the List of
  // Lists of statements that BEGIN ATOMIC holds.
  const tree::Node* root = nullptr;
  size_t prefix = 0;

  // The byte in the text of a node's `location`; npos where it has none.
  size_t Position(int64_t location) const {
    auto at = static_cast<size_t>(location);
    return location <= 0 || at < prefix ? std::string_view::npos : at - prefix;
  }
};

// The error's place is in SQL coordinates: line 1, column = byte in `text` + 1.
absl::StatusOr<ParsedSql> ParseSql(std::string_view text, SqlForm form);

// Whole statements, as they stand: the root is a ParseResult.
absl::StatusOr<tree::Tree> ParseStatements(std::string_view sql);

}  // namespace autogen
