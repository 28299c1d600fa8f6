#include <algorithm>

#include "engine/base/error.h"
#include "engine/compare/compare.h"
#include "engine/compare/rename_levels.h"

namespace autogen {
namespace {

const Column* FindColumn(const Object& object, Name name) {
  const std::vector<Column>* columns = nullptr;
  if (const auto* o = std::get_if<Table>(&object)) columns = &o->columns;
  if (const auto* o = std::get_if<View>(&object)) columns = &o->columns;
  if (const auto* o = std::get_if<MaterializedView>(&object)) columns = &o->columns;
  if (columns == nullptr) return nullptr;
  for (const Column& column : *columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

bool HasAttribute(const Object& object, Name name) {
  if (const auto* type = std::get_if<CompositeType>(&object)) {
    return std::any_of(type->attributes.begin(), type->attributes.end(),
                       [&](const CompositeAttribute& a) { return a.name == name; });
  }
  return FindColumn(object, name) != nullptr;
}

constexpr Kind kWithColumns[] = {Kind::kTable, Kind::kView, Kind::kMaterializedView,
                                 Kind::kCompositeType};
// What a name alone may mean on the command line.
constexpr Kind kWholeKinds[] = {Kind::kTable,         Kind::kView,      Kind::kMaterializedView,
                                Kind::kSequence,      Kind::kEnum,      Kind::kDomain,
                                Kind::kCompositeType, Kind::kRangeType, Kind::kIndex};

// One side of the comparison, as far as a hint asks of it.
class Side {
 public:
  explicit Side(const Database& database) {
    for (const auto& [id, object] : database.objects) objects_.emplace(id, &object);
  }
  explicit Side(const DeclaredModel& model) {
    for (const Declared& declared : model.objects) {
      objects_.emplace(IdOf(*declared.object), &*declared.object);
    }
  }

  bool Has(const ObjectId& id) const {
    if (id.kind != Kind::kColumn) return objects_.contains(id);
    return std::any_of(std::begin(kWithColumns), std::end(kWithColumns), [&](Kind kind) {
      auto found = objects_.find(RelationId(kind, id.schema, id.scope));
      return found != objects_.end() && HasAttribute(*found->second, id.name);
    });
  }
  bool HasLabel(const ObjectId& id, const std::string& label) const {
    auto found = objects_.find(id);
    const Enum* type = found == objects_.end() ? nullptr : std::get_if<Enum>(found->second);
    return type && std::find(type->values.begin(), type->values.end(), label) != type->values.end();
  }

 private:
  std::map<ObjectId, const Object*> objects_;
};

// A hint of the command line says names, not kinds: `a:b` may be any kind of object, `a.b:c` a
// column, a label or an object of the schema `a`.
RenameHint WithKind(RenameHint hint, const Side& before, const Side& after) {
  if (!hint.label_before.empty()) return hint;
  if (before.Has(hint.before) || after.Has(hint.after)) return hint;
  if (hint.before.kind == Kind::kTable) {
    for (Kind kind : kWholeKinds) {
      RenameHint other = hint;
      other.before.kind = other.after.kind = kind;
      if (before.Has(other.before) && after.Has(other.after)) return other;
    }
  }
  if (hint.before.kind == Kind::kColumn) {
    ObjectId type = RelationId(Kind::kEnum, hint.after.schema, hint.after.scope);
    if (before.HasLabel(type, hint.before.name.str())) {
      return {type, type, hint.before.name.str(), hint.after.name.str(), hint.place};
    }
    RenameHint whole = hint;
    whole.before = RelationId(Kind::kTable, hint.before.scope, hint.before.name);
    whole.after = RelationId(Kind::kTable, hint.after.scope, hint.after.name);
    whole = WithKind(std::move(whole), before, after);
    if (before.Has(whole.before) && after.Has(whole.after)) return whole;
  }
  return hint;
}

std::string Old(const RenameHint& hint) {
  if (hint.label_before.empty()) return Label(hint.before);
  return Label(hint.before) + "." + hint.label_before;
}

std::string New(const RenameHint& hint) {
  if (hint.label_before.empty()) return Label(hint.after);
  return Label(hint.after) + "." + hint.label_after;
}

std::string At(const Place& place) {
  if (!place.known()) return "the command line";
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

Finding ClaimedTwice(const RenameHint& first, const RenameHint& second) {
  Finding finding;
  finding.message = New(first) + " and " + New(second) + " both claim the old name " + Old(first);
  finding.hint = "only one of them can have been " + Old(first) + ": take the other's hint out";
  finding.detail = New(first) + " claims it at " + At(first.place);
  finding.place = second.place;
  return finding;
}

Finding NotInModels(const RenameHint& hint) {
  Finding finding;
  finding.message = "the models have no " + New(hint) + " that " + Old(hint) + " could become";
  finding.hint = "a rename is OLD:NEW, and NEW is what the models say";
  finding.place = hint.place;
  return finding;
}

Finding Done(const RenameHint& hint, bool both) {
  Finding finding;
  if (both) {
    finding.message = New(hint) + " was to be renamed from " + Old(hint) + ", but both exist";
  } else {
    finding.message = New(hint) + ": renamed from " + Old(hint) + ", which is no more";
  }
  finding.hint = "the rename is done: take the hint out";
  finding.place = hint.place;
  return finding;
}

// Hints of labels come after all others: their enum has its new name by then.
int Rank(const RenameHint& hint) {
  return hint.label_before.empty() ? static_cast<int>(LevelOf(hint.before.kind)) : 100;
}

class Checker {
 public:
  Checker(const Database& live, const DeclaredModel& model, std::vector<Finding>* notices)
      : before_(live), model_(model), notices_(notices) {}

  void CheckLevel(const std::vector<RenameHint>& hints) {
    RenameMap level;
    Side before(before_);
    for (const RenameHint& written : hints) {
      RenameHint hint = WithKind(written, before, model_);
      if (SaidBefore(hint)) continue;
      said_.push_back(hint);
      if (Counts(hint, before)) Add(hint, &level);
    }
    if (level.empty()) return;
    before_ = ApplyRenames(before_, level);
    result_.objects.merge(level.objects);
    result_.labels.merge(level.labels);
  }

  absl::StatusOr<RenameMap> Result() const {
    if (!errors_.empty()) return ToStatus(errors_);
    return result_;
  }

 private:
  // The same hint twice is one; two new names for one old are an error.
  bool SaidBefore(const RenameHint& hint) {
    for (const RenameHint& other : said_) {
      if (other.before != hint.before || other.label_before != hint.label_before) continue;
      bool same = other.after == hint.after && other.label_after == hint.label_after;
      if (!same) errors_.push_back(ClaimedTwice(other, hint));
      return true;
    }
    return false;
  }

  bool Counts(const RenameHint& hint, const Side& before) {
    bool label = !hint.label_before.empty();
    bool wanted = label ? model_.HasLabel(hint.after, hint.label_after) : model_.Has(hint.after);
    bool old = label ? before.HasLabel(hint.before, hint.label_before) : before.Has(hint.before);
    bool now = label ? before.HasLabel(hint.after, hint.label_after) : before.Has(hint.after);
    if (!wanted) {
      errors_.push_back(NotInModels(hint));
      return false;
    }
    if (old && !now) return true;
    // Nothing of it is there yet: the object is new, and the hint is for a database that has it.
    if (!old && !now && !label && hint.place.known()) return false;
    if (notices_ != nullptr) notices_->push_back(Done(hint, old && now));
    return false;
  }

  static void Add(const RenameHint& hint, RenameMap* level) {
    if (hint.label_before.empty()) {
      level->objects.emplace(hint.before, hint.after);
    } else {
      level->labels.emplace(std::pair(hint.after, hint.label_before), hint.label_after);
    }
  }

  Database before_;  // with the levels so far applied
  Side model_;
  std::vector<Finding>* notices_;
  std::vector<RenameHint> said_;
  std::vector<Finding> errors_;
  RenameMap result_;
};

}  // namespace

absl::StatusOr<RenameMap> CheckHints(const std::vector<RenameHint>& hints, const Database& live,
                                     const DeclaredModel& model, std::vector<Finding>* notices) {
  if (hints.empty()) return RenameMap{};
  std::map<int, std::vector<RenameHint>> levels;
  for (const RenameHint& hint : hints) levels[Rank(hint)].push_back(hint);
  Checker checker(live, model, notices);
  for (const auto& [rank, of_level] : levels) checker.CheckLevel(of_level);
  return checker.Result();
}

}  // namespace autogen
