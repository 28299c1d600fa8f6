#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace autogen::testing {

// A random schema as plain CREATE statements, and a random later version of it: what people do to
// schemas, in every kind that models can say. The same seed gives the same text, everywhere.
struct GeneratedPair {
  std::string before, after;
};
GeneratedPair GenerateSchemas(uint32_t seed);

}  // namespace autogen::testing
