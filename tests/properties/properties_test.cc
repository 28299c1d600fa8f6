#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "tests/properties/schema_generator.h"
#include "tests/properties/written.h"
#include "tests/support/schema_pair.h"

// Properties that hold for every schema (see TryPair), tried on generated ones.
// AUTOGEN_PROPERTY_SEED sets the first seed, AUTOGEN_PROPERTY_COUNT how many; a failure prints its
// seed. The later schema's models are written as people write them; how many of its expressions a
// server had to be asked about is printed, with AUTOGEN_PROPERTY_VERBOSE which.
namespace autogen {
namespace {

int FromEnvironment(const char* name, int fallback) {
  const char* text = std::getenv(name);
  return text == nullptr ? fallback : std::atoi(text);
}

TEST(PropertiesTest, HoldForGeneratedSchemas) {
  ScratchServer* server = testing::SharedServer();
  ASSERT_NE(server, nullptr);
  int first = FromEnvironment("AUTOGEN_PROPERTY_SEED", 1);
  int count = FromEnvironment("AUTOGEN_PROPERTY_COUNT", 200);
  std::printf("seeds %d to %d\n", first, first + count - 1);
  bool verbose = std::getenv("AUTOGEN_PROPERTY_VERBOSE") != nullptr;
  int failed = 0;
  int tried = 0;
  size_t texts = 0, asked = 0;
  for (int seed = first; seed < first + count && failed < 5; ++seed, ++tried) {
    testing::GeneratedPair pair = testing::GenerateSchemas(static_cast<uint32_t>(seed));
    testing::PairOptions options;
    options.shuffle = seed % 4 == 0;
    options.full_proof = seed % 3 == 0;
    size_t reworded = 0;
    options.words = [&](const Database& after) {
      return testing::InWords(after, pair.written, &reworded);
    };
    testing::PairResult result = testing::TryPair(*server, pair.before, pair.after, options);
    texts += reworded;
    asked += result.asked;
    if (verbose) std::printf("%s", result.questions.c_str());
    if (result.problem.empty()) continue;
    ++failed;
    ADD_FAILURE() << "AUTOGEN_PROPERTY_SEED=" << seed << " AUTOGEN_PROPERTY_COUNT=1\n"
                  << result.problem << "-- before\n"
                  << pair.before << "-- after\n"
                  << pair.after << "-- upgrade\n"
                  << result.upgrade;
  }
  std::printf("%zu expressions in people's words, %zu objects asked about\n", texts, asked);
  std::printf("tried %d failed %d\n", tried, failed);
}

}  // namespace
}  // namespace autogen
