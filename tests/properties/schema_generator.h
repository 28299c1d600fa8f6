#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace autogen::testing {

// A random schema as plain CREATE statements, and a random later version of it: what people do to
// schemas, in every kind that models can say. The same seed gives the same text, everywhere.
struct GeneratedPair {
  std::string before, after;
  std::map<std::string, std::string> written;  // the expressions of `after`; see Expressions
};
GeneratedPair GenerateSchemas(uint32_t seed);

}  // namespace autogen::testing
