#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model-schemas/model_schemas.h"
#include "runner/decide/decide.h"

namespace autogen {

enum class RenameMode { kAsk, kRefuse, kIgnore };

struct AgainstOptions {
  std::vector<Name> search_path = {"public"};
  // The schemas that are compared, besides `public` and those that the models declare; {"*"}: all.
  std::vector<std::string> namespaces;
  std::vector<RenameHint> renames;  // of the command line, with the names as the user wrote them
  RenameMode rename_mode = RenameMode::kRefuse;
  // Asks whether a pair gone and come is a rename; for kAsk.
  std::function<bool(const RenameHint&)> ask;
  std::vector<std::string> assume_equal, assume_different;
  bool keep_verdicts = false;  // see DecideOptions
  // Whether ModelsAgainst::declared keeps its objects; else the target may be made of them (with
  // kIgnore, no renames and no scratch server), which saves a copy of the schema.
  bool keep_declared = true;
};

struct ModelsAgainst {
  DeclaredModel declared;
  RenameMap renames;
  CompleteOptions complete;  // what was compared
  Decided decision;
  std::vector<Finding> notices;
  std::optional<Database> unrenamed;  // live restricted, where there are renames

  // Live, restricted, with its own names.
  const Database& live() const { return unrenamed ? *unrenamed : decision.before; }
};

// What the elaboration of models needs to know of a database.
struct KnownExtensions {
  std::vector<Name> installed;
  std::vector<ExtensionMember> members;
  int server_version = 0;
};
KnownExtensions ExtensionsIn(const Database& live);

// The models with their names looked up: extensions' members from the database, else from the
// scratch server.
absl::StatusOr<DeclaredModel> ElaborateAgainst(const ReadModel& models,
                                               const KnownExtensions& extensions,
                                               const std::vector<Name>& search_path,
                                               const ScratchProvider& scratch);
// The same without a copy; `known` has every extension of the models.
absl::StatusOr<DeclaredModel> ElaborateAgainst(ReadModelPtr models, const KnownExtensions& known,
                                               const std::vector<Name>& search_path);

// The read models against a database: names looked up (extensions' members from `live`, else from
// the scratch server), renames settled, open questions answered. An unanswered rename is a finding
// that names the flags (`--rename`,
// `--renames ignore`).
absl::StatusOr<ModelsAgainst> CompareModels(const ReadModel& models, Database live,
                                            const AgainstOptions& options,
                                            const ScratchProvider& scratch);
// The same with models that are elaborated already; `namespaces` is what NamespacesToRead said.
absl::StatusOr<ModelsAgainst> CompareModels(DeclaredModel declared,
                                            const std::vector<std::string>& namespaces,
                                            Database live, const AgainstOptions& options,
                                            const ScratchProvider& scratch);

// The patterns of schemas to read for these models: for ReadOptions::namespaces.
std::vector<std::string> NamespacesToRead(const ReadModel& models,
                                          const std::vector<std::string>& configured);
std::vector<std::string> NamespacesToRead(const std::vector<Name>& declared,
                                          const std::vector<std::string>& configured);

// The models elaborated without asking anybody: names that only a server or an extension could tell
// stand in them as written.
absl::StatusOr<DeclaredModel> ElaborateByItself(const ReadModel& models,
                                                const std::vector<Name>& search_path);

// "sha256:…" over the elaborated models: what `fmt`, comments and renamed_from change is not in it.
absl::StatusOr<std::string> ModelsDigest(const ReadModel& models,
                                         const std::vector<Name>& search_path,
                                         const std::vector<std::string>& namespaces);
// The same of what ElaborateByItself gave.
std::string ModelsDigest(const DeclaredModel& by_itself, const std::vector<Name>& search_path,
                         const std::vector<std::string>& namespaces);

}  // namespace autogen
