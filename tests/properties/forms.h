#pragma once

#include <string>
#include <vector>

// SQL as people write it, for every place where a schema holds an expression.
namespace autogen::testing {

// Values of a column or an argument of that type; empty: none are known.
const std::vector<std::string>& DefaultForms(const std::string& type);
// Conditions over a column (its quoted name) of that type; empty: none are known.
std::vector<std::string> CheckForms(const std::string& column, const std::string& type);
// Index definitions of a column of that type, with keys and predicates.
std::vector<std::string> IndexForms(const std::string& column, const std::string& type);
// Of a column of type text, over a column "id" of any type.
const std::vector<std::string>& GeneratedForms();
// Definitions of domains, "type …".
const std::vector<std::string>& DomainForms();
// A trigger's WHEN over a table with a column "id", in parentheses; or empty.
const std::vector<std::string>& WhenForms();
// Arguments (with defaults) and bodies of functions that return integer and have an argument "a".
const std::vector<std::string>& ArgumentForms();
const std::vector<std::string>& BodyForms();
// Queries over a table (its quoted name) with a column "id" and another one.
std::vector<std::string> QueryForms(const std::string& table, const std::string& column);

}  // namespace autogen::testing
