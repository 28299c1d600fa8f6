#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/properties/random.h"

namespace autogen::testing {

// A column that an expression may name: as SQL, and what its type is.
struct Operand {
  std::string sql, type;
  std::string column;  // what rests on it: the column's name
};

// Expressions as people write them: keywords in either case, casts and parentheses where they are
// needed and where not, IN, BETWEEN, LIKE. Which columns an expression names is noted.
class ExpressionGenerator {
 public:
  // `immutable`: as indexes and generated columns want it.
  ExpressionGenerator(Random* random, std::vector<Operand> operands, bool immutable)
      : random_(*random), operands_(std::move(operands)), immutable_(immutable) {}

  // Empty where no operand has a type of which we know expressions.
  std::string Condition(int depth = 2);
  // Of any type that an index can sort; `printable`: an immutable text can be made of it.
  std::string Value(bool printable = false);
  std::string Text();  // of type text
  const std::set<std::string>& columns() const { return columns_; }

 private:
  const Operand* Pick();
  std::string Atom();
  std::string Fill(const std::string& pattern, const Operand& operand);

  Random& random_;
  std::vector<Operand> operands_;
  bool immutable_;
  std::set<std::string> columns_;
};

// A default of a type as people write it; empty where we know none.
std::string DefaultFor(Random* random, const std::string& type);

}  // namespace autogen::testing
