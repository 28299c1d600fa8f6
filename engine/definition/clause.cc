#include "engine/definition/clause.h"

#include "engine/sql/quote.h"

namespace autogen {

std::string Join(const Clauses& clauses) {
  std::string text;
  for (const Clause& clause : clauses) {
    if (clause.text.empty()) continue;
    if (!text.empty()) text += " ";
    text += clause.text;
  }
  return text;
}

void ClauseList::Flag(std::string_view key, SqlKeyword text) {
  Clause clause{key, "", (New() << text).Take(), true, {}, {}};
  clauses_.push_back(std::move(clause));
}

Clause& ClauseList::Add(std::string_view key, SqlKeyword before, const Sql& value,
                        SqlKeyword after) {
  Sql text = New();
  text << before << RawSql{value.text()} << after;
  clauses_.push_back({key, value.text(), text.Take(), false, {}, {}});
  return clauses_.back();
}

Clause& ClauseList::Add(std::string_view key, const Sql& text) {
  clauses_.push_back({key, text.text(), text.text(), false, {}, {}});
  return clauses_.back();
}

Clause& ClauseList::MappingOnly(std::string_view key, std::string value) {
  clauses_.push_back({key, std::move(value), "", false, {}, {}});
  return clauses_.back();
}

std::vector<std::string> QuotedList(const std::vector<Name>& names) {
  std::vector<std::string> quoted;
  quoted.reserve(names.size());
  for (Name name : names) quoted.push_back(QuoteIdentifier(name));
  return quoted;
}

std::string Enclosed(const std::vector<std::string>& members) {
  std::string text = "(";
  for (size_t i = 0; i < members.size(); ++i) text += (i == 0 ? "" : ", ") + members[i];
  return text + ")";
}

}  // namespace autogen
