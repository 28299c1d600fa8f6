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

// The read models against a database: names looked up (extensions' members from `live`, else from
// the scratch server), renames settled, open questions answered. An unanswered rename is a finding
// that names the flags (`--rename`,
// `--renames ignore`).
absl::StatusOr<ModelsAgainst> CompareModels(const ReadModel& models, Database live,
                                            const AgainstOptions& options,
                                            const ScratchProvider& scratch);

// The patterns of schemas to read for these models: for ReadOptions::namespaces.
std::vector<std::string> NamespacesToRead(const ReadModel& models,
                                          const std::vector<std::string>& configured);

// "sha256:…" over the elaborated models: what `fmt`, comments and renamed_from change is not in it.
std::string ModelsDigest(const DeclaredModel& model,
                         const std::vector<std::string>& relevant_config);

}  // namespace autogen
