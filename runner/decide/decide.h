#pragma once

#include <functional>
#include <set>
#include <vector>

#include "engine/compare/compare.h"
#include "runner/scratch/server.h"

// Answers what the comparison cannot know by itself: whether two expressions that are written
// differently are the same.
namespace autogen {

// Starts the scratch server when it is first needed; the same one afterwards.
using ScratchProvider = std::function<absl::StatusOr<ScratchServer*>()>;

struct DecideOptions {
  CompleteOptions complete;
  // Dotted names, as in the models, for which the user has answered "cannot tell" (--assume-equal,
  // --assume-different).
  std::vector<std::string> assume_equal, assume_different;
  bool keep_verdicts = false;  // a server's word is kept for the next time, and taken from there
};

// The models as a complete schema, what of them means the same as live's having live's text, and
// what is left to change.
struct Decided {
  Database before;  // live, restricted to what is compared, with the renames applied
  Database target;
  Changes changes;
  std::vector<ObjectId> undecided;  // only open differences, and no server could tell
  std::string why_undecided;
};

// The first half: what differs by the models' and the database's own words. `before` is live with
// the renames applied, restricted.
absl::StatusOr<Decided> CompareWithModel(const DeclaredModel& model, Database before,
                                         const RenameMap& renames, const DecideOptions& options);
// The same without renames and without a copy: the model's objects are used up.
absl::StatusOr<Decided> CompareAndConsume(DeclaredModel* model, Database before,
                                          const DecideOptions& options);
// The second: of what is altered, what means the same. `scratch` may be null: then nothing is
// asked. An error of the scratch server in one of the models' objects is an input error at the
// object's place.
absl::Status AnswerOpenQuestions(const DeclaredModel& model, const DecideOptions& options,
                                 const ScratchProvider& scratch, Decided* decision);

// A scratch server refused a statement (the error's detail begins with it) that makes one of the
// models' objects: told at that object's place. Any other error stays as it is.
absl::Status PlacedInModel(const absl::Status& status, const DeclaredModel& model,
                           const std::set<ObjectId>& among);

}  // namespace autogen
