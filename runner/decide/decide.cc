#include "runner/decide/decide.h"

#include <algorithm>
#include <map>

#include "runner/decide/verdicts.h"
#include "runner/realise/realise.h"

namespace autogen {
namespace {

// Kinds that hold no SQL text differ or they do not: there is nothing to ask.
bool HoldsText(Kind kind) {
  switch (kind) {
    case Kind::kDomain:
    case Kind::kFunction:
    case Kind::kProcedure:
    case Kind::kTable:
    case Kind::kConstraint:
    case Kind::kIndex:
    case Kind::kTrigger:
    case Kind::kView:
    case Kind::kMaterializedView:
    case Kind::kRangeType:
    case Kind::kCompositeType:
    case Kind::kOperator:
      return true;
    case Kind::kNamespace:
    case Kind::kExtension:
    case Kind::kEnum:
    case Kind::kSequence:
    case Kind::kColumn:
    case Kind::kDefault:
    case Kind::kUnmodelled:
      return false;
  }
  Unreachable();
}

std::set<ObjectId> ToAsk(const Changes& changes) {
  std::set<ObjectId> ids;
  for (const ObjectChange& change : changes.changes) {
    bool open = change.type == ChangeType::kAlter && change.any_open;
    if (open && HoldsText(change.id.kind)) ids.insert(change.id);
  }
  return ids;
}

bool IsNamed(const std::vector<std::string>& names, const ObjectId& id) {
  return std::find(names.begin(), names.end(), Label(id)) != names.end();
}

// Compares; what means the same as live's takes live's words, and has live's exact dependencies.
void CompareBoth(Decided* decision) {
  decision->changes = Compare(decision->before, decision->target);
  if (!decision->changes.reworded.empty()) {
    AdoptReworded(decision->changes.reworded, decision->before, &decision->target);
    if (!decision->changes.empty()) {
      decision->changes = Compare(decision->before, decision->target);
    }
  }
  if (decision->changes.empty()) return;  // nobody asks for edges then
  FindTargetDependencies(decision->before, decision->changes, &decision->target);
}

// Replaces what means the same by live's words. `live_again` is empty where live was not read
// through the server.
void AdoptAll(const std::set<ObjectId>& ids, const Database& live, const Database* live_again,
              const Database& realised, Database* target) {
  for (const ObjectId& id : ids) {
    const Object* before = live.Find(id);
    const Object* printed = realised.Find(id);
    if (before == nullptr || printed == nullptr) continue;
    const Object* again = live_again ? live_again->Find(id) : nullptr;
    Object& object = target->objects.at(id);
    object = Adopt(*before, again, *printed, object);
  }
}

// The declared object that a statement makes or changes: the longest name in its first line.
const Declared* NamedIn(const std::string& statement, const DeclaredModel& model,
                        const std::set<ObjectId>& among) {
  std::string head = statement.substr(0, statement.find('\n'));
  const Declared* best = nullptr;
  size_t length = 0;
  for (const Declared& declared : model.objects) {
    ObjectId id = IdOf(*declared.object);
    if (!among.contains(id) || id.name.view().size() <= length) continue;
    if (head.find(id.name.view()) == std::string::npos) continue;
    best = &declared;
    length = id.name.view().size();
  }
  return best;
}

// As a server reads texts. What it prints of one may be read as another tree: that is what the
// second reading is for, so nothing must keep it from that.
absl::StatusOr<Database> Printed(ScratchServer& server, const Database& database,
                                 const std::set<ObjectId>& ids) {
  SqlStyle style;
  style.as_written = true;
  return RealiseAndRead(server, Slice(database, ids), ids, style);
}

// Answers from what a server said before; `asked` are then those of which nobody has said anything.
void TakeKept(const Verdicts& verdicts, Decided* decision, std::set<ObjectId>* asked) {
  bool any_one = false;
  std::erase_if(*asked, [&](const ObjectId& id) {
    std::optional<bool> one = verdicts.Find(id);
    if (one == true) {
      decision->target.objects.at(id) = *decision->before.Find(id);
      any_one = true;
    }
    return one.has_value();
  });
  if (any_one) CompareBoth(decision);
}

// Keeps what was found out of whole objects: that they are one, or that no part of what differs is.
void Keep(const Verdicts& verdicts, const Decided& decision, const ObjectMap& declared, int major) {
  std::set<ObjectId> differing;
  for (const ObjectChange& change : decision.changes.changes) differing.insert(change.id);
  for (const auto& [id, object] : declared) {
    if (!differing.contains(id)) {
      verdicts.Keep(id, true, major);
    } else if (decision.target.objects.at(id) == object) {
      verdicts.Keep(id, false, major);
    }
  }
  Verdicts::DropOldest();
}

absl::Status AskServer(const DeclaredModel& model, ScratchServer& server,
                       const std::set<ObjectId>& asked, Decided* decided) {
  Decided& decision = *decided;
  absl::StatusOr<Database> printed = Printed(server, decision.target, asked);
  if (!printed.ok()) return PlacedInModel(printed.status(), model, asked);
  AdoptAll(asked, decision.before, nullptr, *printed, &decision.target);
  CompareBoth(&decision);

  // PostgreSQL's text is not stable under reading: what still differs is read a second time on both
  // sides.
  std::set<ObjectId> still = ToAsk(decision.changes);
  std::erase_if(still, [&](const ObjectId& id) { return !asked.contains(id); });
  if (still.empty()) return absl::OkStatus();
  absl::StatusOr<Database> live_again = Printed(server, decision.before, still);
  absl::StatusOr<Database> printed_again = Printed(server, *printed, still);
  if (live_again.ok() && printed_again.ok()) {
    AdoptAll(still, decision.before, &*live_again, *printed_again, &decision.target);
    CompareBoth(&decision);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PlacedInModel(const absl::Status& status, const DeclaredModel& model,
                           const std::set<ObjectId>& among) {
  Finding finding = ToFinding(status);
  if (finding.sqlstate.empty() || finding.place.known()) return status;
  const Declared* declared = NamedIn(finding.detail, model, among);
  if (declared == nullptr) return status;
  finding.place = declared->place;
  if (finding.blame == Blame::kDatabase) {
    finding.blame = Blame::kInput;
    finding.message = Label(IdOf(*declared->object)) + ": " + finding.message;
  }
  return ToStatus(finding);
}

absl::StatusOr<Decided> CompareWithModel(const DeclaredModel& model, Database before,
                                         const RenameMap& renames, const DecideOptions& options) {
  Decided decision;
  decision.before = std::move(before);
  ASSIGN_OR_RETURN(decision.target, Complete(model, decision.before, renames, options.complete));
  CompareBoth(&decision);
  return decision;
}

absl::StatusOr<Decided> CompareAndConsume(DeclaredModel* model, Database before,
                                          const DecideOptions& options) {
  Decided decision;
  decision.before = std::move(before);
  ASSIGN_OR_RETURN(decision.target, CompleteAndConsume(model, decision.before, options.complete));
  CompareBoth(&decision);
  return decision;
}

absl::Status AnswerOpenQuestions(const DeclaredModel& model, const DecideOptions& options,
                                 const ScratchProvider& scratch, Decided* decided) {
  Decided& decision = *decided;
  std::set<ObjectId> asked = ToAsk(decision.changes);
  std::erase_if(asked, [&](const ObjectId& id) { return IsNamed(options.assume_different, id); });
  for (const ObjectId& id : asked) {
    if (IsNamed(options.assume_equal, id))
      decision.target.objects.at(id) = *decision.before.Find(id);
  }
  std::erase_if(asked, [&](const ObjectId& id) { return IsNamed(options.assume_equal, id); });
  if (!options.assume_equal.empty()) CompareBoth(&decision);
  if (asked.empty()) return absl::OkStatus();

  std::optional<Verdicts> verdicts;
  if (options.keep_verdicts) {
    verdicts.emplace(decision.before, decision.target, asked);
    TakeKept(*verdicts, &decision, &asked);
    if (asked.empty()) return absl::OkStatus();
  }
  absl::StatusOr<ScratchServer*> server =
      scratch ? scratch()
              : absl::StatusOr<ScratchServer*>(InputError("no scratch server was asked"));
  if (!server.ok()) {
    decision.why_undecided = ToFinding(server.status()).message;
    for (const ObjectChange& change : decision.changes.changes) {
      bool answered = HoldsText(change.id.kind) && !asked.contains(change.id);
      if (change.open && !answered) decision.undecided.push_back(change.id);
    }
    return absl::OkStatus();
  }
  ObjectMap declared;
  for (const ObjectId& id : asked) declared.Insert(id, decision.target.objects.at(id));
  RETURN_IF_ERROR(AskServer(model, **server, asked, &decision));
  if (verdicts) Keep(*verdicts, decision, declared, (*server)->major());
  return absl::OkStatus();
}

}  // namespace autogen
