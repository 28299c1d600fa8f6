#pragma once

#include <optional>
#include <string>
#include <vector>

#include "introspect/read_catalog.h"
#include "runner/decide/models_against.h"

namespace autogen {

// What the two sides of a comparison are read from.
struct SidesSource {
  std::vector<ModelFile> files;
  std::vector<std::string> namespaces;  // of the config, besides those that the models declare
  std::vector<Name> search_path;
  ReadOptions catalog;  // its namespaces are filled in here
  bool digest_models = false;
  // Makes the connection, and looks at what must be so before the catalog is read.
  std::function<absl::StatusOr<Connection>()> connect;
};

struct Sides {
  // Elaborated; absent where that must be done again with what only a scratch server knows (an
  // extension that is not installed).
  std::optional<DeclaredModel> declared;
  std::vector<std::string> namespaces;  // that were read
  Managed managed;                      // by the models
  std::string models_digest;            // ModelsDigest's, where it was asked for
  std::optional<Connection> connection;
  Database live;
};

// Reads both at once: files are parsed and elaborated while the server works. What is wrong in the
// models comes before what is wrong with the server.
absl::StatusOr<Sides> ReadSides(SidesSource source);

}  // namespace autogen
