#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/definition/definition.h"
#include "engine/sql/sql.h"

namespace autogen {

// Collects the clauses of one definition in one style.
class ClauseList {
 public:
  explicit ClauseList(const SqlStyle& style) : style_(style) {}

  Sql New() const { return Sql(style_); }
  bool models() const { return style_.lower_keywords; }
  const SqlStyle& style() const { return style_; }

  // A clause that is there or not: "UNIQUE".
  void Flag(std::string_view key, SqlKeyword text);
  // `value` between the words that lead to it and those behind it: "WHERE " "a < b".
  Clause& Add(std::string_view key, SqlKeyword before, const Sql& value, SqlKeyword after = "");
  // A clause whose value is itself: "IMMUTABLE".
  Clause& Add(std::string_view key, const Sql& text);
  // What CREATE cannot say: only a mapping can, so the clause has no text.
  Clause& MappingOnly(std::string_view key, std::string value);

  Clauses Take() { return std::move(clauses_); }

 private:
  SqlStyle style_;
  Clauses clauses_;
};

// "a, b" of each name, quoted, as a mapping's list shows them.
std::vector<std::string> QuotedList(const std::vector<Name>& names);
// "(a, b)" of a list's members.
std::string Enclosed(const std::vector<std::string>& members);

}  // namespace autogen
