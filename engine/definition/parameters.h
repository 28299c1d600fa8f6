#pragma once

#include <functional>

#include "engine/definition/clause.h"
#include "engine/definition/reader.h"

namespace autogen {

// Definitions that are a list of parameters: "(subtype = float8, subtype_diff = float8mi)".

// Reads one parameter's value behind its "=". kNotFound: there is no such parameter.
using ReadParameter = std::function<absl::Status(std::string_view name, Reader& reader)>;
// Reads the whole list. A parameter without a value is read as one whose value begins at "," or
// ")".
absl::Status ReadParameters(Reader& reader, std::string_view what, const ReadParameter& read);

// Writes them so that the clauses joined by blanks are the list with its parentheses and commas.
class ParameterList {
 public:
  explicit ParameterList(const SqlStyle& style) : clauses_(style) {}

  Sql New() const { return clauses_.New(); }
  void Add(std::string_view key, SqlKeyword before, const Sql& value) {
    clauses_.Add(key, before, value);
  }
  void Flag(std::string_view key, SqlKeyword text) { clauses_.Flag(key, text); }
  Clauses Take();

 private:
  ClauseList clauses_;
};

}  // namespace autogen
