#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace autogen {

struct CatalogRelation;

// To print an expression over a table the server opens (and locks) that table, for its columns'
// names alone: half of what indexes take. So the queries have it print all of them over one
// relation, pg_statistic, whose columns' names nothing else has that is printed bare, and the
// table's own names are put here. A table with more columns than that is opened all the same.
class StandIn {
 public:
  // As the queries say it.
  static constexpr int kColumns = 31;

  void AddColumn(std::string name) { numbers_.emplace(std::move(name), size() + 1); }
  int size() const { return static_cast<int>(numbers_.size()); }

  // What the server prints over the table itself. Needs the table's columns.
  std::string Over(const CatalogRelation& table, std::string_view printed) const;

 private:
  std::map<std::string, int, std::less<>> numbers_;
};

}  // namespace autogen
