#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/compare/declared.h"
#include "engine/sql/resolve.h"

namespace autogen {

struct ModelFile {
  std::string path;  // as shown in messages: relative to where the user stands
  std::string text;
};

// Models as read, before names are looked up: mixins and merge keys applied, texts parsed, every
// place kept. Opaque.
struct ReadModel;
struct ReadModelDeleter {
  void operator()(ReadModel*) const;
};
using ReadModelPtr = std::unique_ptr<ReadModel, ReadModelDeleter>;

// Reads the files; all findings of all files are in the error. `default_schema`: where the objects
// of a file without `schema:` belong (and where its names are looked up first).
absl::StatusOr<ReadModelPtr> ReadModels(std::vector<ModelFile> files,
                                        Name default_schema = "public");
// The same, calling back with the schemas that the files declare as soon as these are known, so
// that a database can be read meanwhile. It is not called where the files that say so are no YAML.
absl::StatusOr<ReadModelPtr> ReadModels(
    std::vector<ModelFile> files,
    const std::function<void(const std::vector<Name>&)>& on_namespaces);
// All *.yaml and *.yml under the folder, sorted by path.
absl::StatusOr<std::vector<ModelFile>> LoadModelFiles(const std::string& folder);

// What the read models name, for whoever must find out what is known: the extensions, and the
// schemas declared, with what these were called before.
std::vector<Name> ExtensionsOf(const ReadModel& model);
std::vector<Name> NamespacesOf(const ReadModel& model);
// Where the models put extensions, of those of which they say it.
std::map<Name, Name> ExtensionSchemasOf(const ReadModel& model);
Managed ManagedOf(const ReadModel& model);
size_t CountObjects(const ReadModel& model);

struct ElaborateOptions {
  std::vector<Name> search_path = {"public"};
  std::vector<ExtensionMember> members;  // of the models' extensions, where a server could tell
  bool members_complete =
      false;  // true: a name that nobody knows is an error; else it is left as written
  int server_version =
      0;  // 0: unknown; what the version lacks is an error that names the version needed
};

// Spells everything out: serial, inline constraints, `references users`, canonical types, every
// attribute's default; names looked up in pg_catalog, the file's schema, the search path and the
// extensions' schemas.
absl::StatusOr<DeclaredModel> Elaborate(const ReadModel& model, const ElaborateOptions& options);
// The same without a copy: the read model is used up.
absl::StatusOr<DeclaredModel> Elaborate(ReadModelPtr model, const ElaborateOptions& options);

struct WriteOptions {
  Managed managed = {.grants = true, .default_privileges = true};
  std::vector<Name> search_path = {"public"};
};
// The canonical files that `inspect` writes: relative path -> text. `database` is a complete live
// schema.
std::map<std::string, std::string> WriteModels(const Database& database,
                                               const WriteOptions& options);

}  // namespace autogen
