#include "runner/decide/models_against.h"

#include <algorithm>
#include <set>

#include "engine/base/sha256.h"
#include "engine/schema/json.h"
#include "engine/sql/quote.h"
#include "runner/realise/realise.h"

namespace autogen {
namespace {

bool Installed(const KnownExtensions& known, Name extension) {
  return std::find(known.installed.begin(), known.installed.end(), extension) !=
             known.installed.end() ||
         extension == Name("plpgsql");
}

// What the extensions bring that the database has not got yet: made on the scratch server and read
// back. An extension that it has not got either leaves the list incomplete: names that nobody knows
// are then left to the server.
struct Members {
  std::vector<ExtensionMember> members;
  bool complete = true;
};

Members FindMembers(const ReadModel& models, const KnownExtensions& known,
                    const ScratchProvider& scratch) {
  Members result{known.members, true};
  std::vector<Name> missing;
  for (Name extension : ExtensionsOf(models)) {
    if (!Installed(known, extension)) missing.push_back(extension);
  }
  if (missing.empty()) return result;
  result.complete = false;
  if (!scratch) return result;
  absl::StatusOr<ScratchServer*> server = scratch();
  if (!server.ok()) return result;
  absl::StatusOr<ScratchDatabase> database = ScratchDatabase::Create(**server, {});
  if (!database.ok()) return result;
  bool all = true;
  for (Name extension : missing) {
    all &= database->connection()
               .Execute("CREATE EXTENSION " + QuoteIdentifier(extension) + " CASCADE")
               .ok();
  }
  absl::StatusOr<Database> read = database->Read();
  if (!read.ok()) return result;
  result.members.insert(result.members.end(), read->members.begin(), read->members.end());
  result.complete = all;
  return result;
}

// Members stand where the models want their extension: all of one that can be moved are in one
// schema. (What is in pg_catalog stays there.)
void PutWhereWanted(const std::map<Name, Name>& wanted, std::vector<ExtensionMember>* members) {
  if (wanted.empty()) return;
  std::map<Name, std::set<Name>> schemas;
  for (const ExtensionMember& member : *members) {
    if (!member.name.schema.empty()) schemas[member.extension].insert(member.name.schema);
  }
  for (ExtensionMember& member : *members) {
    auto schema = wanted.find(member.extension);
    if (schema == wanted.end() || member.name.schema.empty()) continue;
    const std::set<Name>& now = schemas[member.extension];
    if (now.size() == 1 && !now.contains("pg_catalog")) member.name.schema = schema->second;
  }
}

ElaborateOptions OptionsFor(const ReadModel& models, Members members,
                            const std::vector<Name>& search_path) {
  PutWhereWanted(ExtensionSchemasOf(models), &members.members);
  ElaborateOptions options;
  options.search_path = search_path;
  options.members = std::move(members.members);
  options.members_complete = members.complete;
  return options;
}

std::string HintLabel(const RenameHint& hint) {
  if (!hint.label_before.empty()) {
    return Label(hint.after) + "." + hint.label_before + ":" + hint.label_after;
  }
  return Label(hint.before) + ":" + hint.after.name.str();
}

absl::Status Unanswered(const std::vector<RenameHint>& guesses) {
  Finding finding;
  finding.blame = Blame::kFinding;
  finding.message = "renamed, or dropped and added?";
  for (const RenameHint& guess : guesses) {
    finding.detail += std::string(KindName(guess.before.kind)) + " " + Label(guess.before) +
                      " -> " + guess.after.name.str() + "   --rename " + HintLabel(guess) + "\n";
  }
  finding.hint =
      "say --rename OLD:NEW for each that was renamed (or renamed_from in the model); "
      "--renames ignore drops and adds";
  return ToStatus(finding);
}

// Whether anything went and anything came, so that one might be the other renamed.
bool MayHideRenames(const Changes& changes) {
  bool gone = false, come = false, enums = false;
  for (const ObjectChange& change : changes.changes) {
    gone |= change.type == ChangeType::kDrop;
    come |= change.type == ChangeType::kCreate;
    enums |= change.id.kind == Kind::kEnum && change.type == ChangeType::kAlter;
    for (const ColumnChange& column : change.columns) {
      gone |= column.type == ChangeType::kDrop;
      come |= column.type == ChangeType::kCreate;
    }
  }
  return enums || (gone && come);
}

absl::Status CompareRenamed(Database live, const DecideOptions& decide, ModelsAgainst* result) {
  if (!result->renames.empty()) {
    result->unrenamed = live;
    live = Restrict(ApplyRenames(std::move(live), result->renames), decide.complete);
  }
  ASSIGN_OR_RETURN(result->decision,
                   CompareWithModel(result->declared, std::move(live), result->renames, decide));
  return absl::OkStatus();
}

// What is compared, with the schemas that are yet to be renamed into it.
CompleteOptions WithOldNamespaces(CompleteOptions options, const RenameMap& renames) {
  for (const auto& [before, after] : renames.objects) {
    if (before.kind == Kind::kNamespace) options.namespaces.push_back(before.name);
  }
  return options;
}

// Schemas that are read for the sake of a hint alone: whether that counts is yet to be seen.
std::set<std::string> ReadForHints(const DeclaredModel& model, const AgainstOptions& options) {
  std::set<std::string> names;
  for (const RenameHint& hint : model.renames) {
    if (hint.before.kind == Kind::kNamespace) names.insert(hint.before.name.str());
  }
  for (const Declared& declared : model.objects) {
    if (const auto* space = std::get_if<Namespace>(&*declared.object))
      names.erase(space->name.str());
  }
  for (const std::string& pattern : options.namespaces) names.erase(pattern);
  return names;
}

// Renames settled, the models' hints and the flags first, then the question; and what differs with
// them.
absl::Status CompareAndSettleRenames(Database live, const AgainstOptions& options,
                                     const DecideOptions& decide, ModelsAgainst* result) {
  std::vector<RenameHint> hints = result->declared.renames;
  hints.insert(hints.end(), options.renames.begin(), options.renames.end());
  ASSIGN_OR_RETURN(result->renames, CheckHints(hints, live, result->declared, &result->notices));
  live = Restrict(std::move(live), WithOldNamespaces(decide.complete, result->renames));
  bool ignored = options.rename_mode == RenameMode::kIgnore;
  if (ignored && result->renames.empty() && !options.keep_declared) {
    ASSIGN_OR_RETURN(result->decision,
                     CompareAndConsume(&result->declared, std::move(live), decide));
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(CompareRenamed(std::move(live), decide, result));
  if (ignored) return absl::OkStatus();

  if (!MayHideRenames(result->decision.changes)) return absl::OkStatus();
  std::vector<RenameHint> guesses = GuessRenames(result->decision.before, result->decision.target);
  if (guesses.empty()) return absl::OkStatus();
  if (options.rename_mode == RenameMode::kRefuse || !options.ask) return Unanswered(guesses);
  size_t before = hints.size();
  for (const RenameHint& guess : guesses) {
    if (options.ask(guess)) hints.push_back(guess);
  }
  if (hints.size() == before) return absl::OkStatus();
  live = result->unrenamed ? *std::move(result->unrenamed) : std::move(result->decision.before);
  result->unrenamed.reset();
  std::vector<Finding> told;
  ASSIGN_OR_RETURN(result->renames, CheckHints(hints, live, result->declared, &told));
  return CompareRenamed(std::move(live), decide, result);
}

}  // namespace

KnownExtensions ExtensionsIn(const Database& live) {
  KnownExtensions known{{}, live.members, live.server_version};
  for (const auto& [id, object] : live.objects) {
    if (id.kind == Kind::kExtension) known.installed.push_back(id.name);
  }
  return known;
}

absl::StatusOr<DeclaredModel> ElaborateAgainst(const ReadModel& models,
                                               const KnownExtensions& extensions,
                                               const std::vector<Name>& search_path,
                                               const ScratchProvider& scratch) {
  Members members = FindMembers(models, extensions, scratch);
  ElaborateOptions elaborate = OptionsFor(models, std::move(members), search_path);
  elaborate.server_version = extensions.server_version;
  ASSIGN_OR_RETURN(DeclaredModel declared, Elaborate(models, elaborate));
  declared.members = std::move(elaborate.members);
  return declared;
}

absl::StatusOr<DeclaredModel> ElaborateAgainst(ReadModelPtr models, const KnownExtensions& known,
                                               const std::vector<Name>& search_path) {
  ElaborateOptions elaborate = OptionsFor(*models, {known.members, true}, search_path);
  elaborate.server_version = known.server_version;
  ASSIGN_OR_RETURN(DeclaredModel declared, Elaborate(std::move(models), elaborate));
  declared.members = std::move(elaborate.members);
  return declared;
}

absl::StatusOr<ModelsAgainst> CompareModels(const ReadModel& models, Database live,
                                            const AgainstOptions& options,
                                            const ScratchProvider& scratch) {
  ASSIGN_OR_RETURN(DeclaredModel declared,
                   ElaborateAgainst(models, ExtensionsIn(live), options.search_path, scratch));
  return CompareModels(std::move(declared), NamespacesToRead(models, options.namespaces),
                       std::move(live), options, scratch);
}

absl::StatusOr<ModelsAgainst> CompareModels(DeclaredModel declared,
                                            const std::vector<std::string>& namespaces,
                                            Database live, const AgainstOptions& options,
                                            const ScratchProvider& scratch) {
  ModelsAgainst result;
  result.declared = std::move(declared);
  result.notices = result.declared.notices;

  DecideOptions decide;
  decide.assume_equal = options.assume_equal;
  decide.assume_different = options.assume_different;
  decide.keep_verdicts = options.keep_verdicts;
  decide.complete.default_owner = live.current_user;
  if (!options.search_path.empty()) decide.complete.first_schema = options.search_path.front();
  const std::set<std::string> for_hints = ReadForHints(result.declared, options);
  for (const std::string& pattern : namespaces) {
    if (for_hints.contains(pattern)) continue;
    if (pattern == "*") decide.complete.all_namespaces = true;
    decide.complete.namespaces.emplace_back(pattern);
  }
  result.complete = decide.complete;
  RETURN_IF_ERROR(CompareAndSettleRenames(std::move(live), options, decide, &result));
  RETURN_IF_ERROR(AnswerOpenQuestions(result.declared, decide, scratch, &result.decision));
  return result;
}

std::vector<std::string> NamespacesToRead(const ReadModel& models,
                                          const std::vector<std::string>& configured) {
  return NamespacesToRead(NamespacesOf(models), configured);
}

std::vector<std::string> NamespacesToRead(const std::vector<Name>& declared,
                                          const std::vector<std::string>& configured) {
  std::vector<std::string> names = {"public"};
  for (Name name : declared) names.push_back(name.str());
  names.insert(names.end(), configured.begin(), configured.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

absl::StatusOr<DeclaredModel> ElaborateByItself(const ReadModel& models,
                                                const std::vector<Name>& search_path) {
  ElaborateOptions elaborate;
  elaborate.search_path = search_path;
  return Elaborate(models, elaborate);
}

absl::StatusOr<std::string> ModelsDigest(const ReadModel& models,
                                         const std::vector<Name>& search_path,
                                         const std::vector<std::string>& namespaces) {
  ASSIGN_OR_RETURN(DeclaredModel model, ElaborateByItself(models, search_path));
  return ModelsDigest(model, search_path, namespaces);
}

std::string ModelsDigest(const DeclaredModel& model, const std::vector<Name>& search_path,
                         const std::vector<std::string>& namespaces) {
  std::vector<std::string> lines;
  lines.reserve(model.objects.size() + 16);
  for (const Declared& declared : model.objects) lines.push_back(ToJson(*declared.object));
  std::sort(lines.begin(), lines.end());
  const Managed& managed = model.managed;
  for (bool flag : {managed.grants, managed.default_privileges, managed.owners, managed.roles,
                    managed.subscriptions}) {
    lines.push_back(flag ? "managed" : "unmanaged");
  }
  for (const auto& [key, pattern] : model.naming) lines.push_back(key + "=" + pattern);
  for (Name schema : search_path) lines.push_back("path " + schema.str());
  for (const std::string& pattern : namespaces) lines.push_back("schema " + pattern);
  Sha256 hash;
  for (const std::string& line : lines) {
    hash.Add(line);
    hash.Add("\n");
  }
  return "sha256:" + hash.Hex();
}

}  // namespace autogen
