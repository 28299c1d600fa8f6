#pragma once

#include <functional>
#include <string>

#include "model-schemas/model_schemas.h"
#include "runner/decide/models_against.h"
#include "runner/scratch/server.h"

namespace autogen::testing {

// What became of a pair of schemas, each given as SQL text: the later one's models against a
// database that holds the earlier.
struct PairResult {
  std::string problem;             // what went wrong, in words; empty: all properties hold
  std::string upgrade, downgrade;  // the SQL, units parted by "COMMIT; BEGIN;"
  std::string hazards;             // of the upgrade, a line each: "data-loss: drops t.a …"
  size_t asked = 0;                // objects in other words of which a server had to be asked
  std::string questions;           // they, in words
};

struct PairOptions {
  RenameMode renames = RenameMode::kIgnore;
  bool shuffle =
      false;  // order independence: the same bytes from shuffled files (doubles the work)
  bool full_proof = false;  // the whole schema is proved too, and gives the same (doubles the work)
  // The later schema in other words of the same meaning: its models are those that are tried.
  std::function<Database(const Database&)> words;
  std::string extra_model;  // one more model file, read after those that describe the later schema
};

// Round trip (the models that describe a database find no difference in it), there and back
// (proved), idempotence (after the upgrade nothing is left to do), and tables and sequences that
// stay are the same objects.
PairResult TryPair(ScratchServer& server, const std::string& before, const std::string& after,
                   const PairOptions& options);

// One server for a whole test binary; nullptr where none starts (the test fails then).
ScratchServer* SharedServer();

}  // namespace autogen::testing
