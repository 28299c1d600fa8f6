#pragma once

#include "engine/sql/facts/facts.h"
#include "engine/sql/lexer.h"
#include "engine/sql/tree/node.h"

namespace autogen {

// One statement on its way to its facts.
struct StatementReader {
  std::string_view text;
  const FactsContext& context;
  Facts& facts;

  QualifiedName NameOf(const tree::Node* range_var) const;
  // The last one or two strings of a list: a qualified name.
  QualifiedName NameOf(const std::vector<std::string_view>& strings) const;
};

void ReadAlterTable(const tree::Node& statement, StatementReader& reader);
// A column or a constraint as CREATE TABLE and ADD COLUMN have them: what it takes of other tables.
void ReadForeignKeys(const tree::Node& element, StatementReader& reader);

}  // namespace autogen
