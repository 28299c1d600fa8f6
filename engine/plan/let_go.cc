#include "engine/plan/let_go.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "engine/plan/fates.h"
#include "engine/plan/rows_of_types.h"
#include "engine/plan/type_rewrites.h"
#include "engine/schema/left_alone.h"

namespace autogen {
namespace {

enum class How : uint8_t { kGone, kRetyped };

struct Loss {
  ObjectId id;
  How how;
  std::string because;
};

std::string Because(const ObjectId& id, Fate fate) {
  if (fate == Fate::kDrop) return Named(id) + " is dropped";
  if (fate == Fate::kRebuild) return Named(id) + " is made anew";
  return Named(id) + " changes its type";
}

// Types whose columns compare with one another in an index's operator family.
bool SameFamily(const TypeRef& a, const TypeRef& b) {
  static const std::set<Name> kIntegers = {"smallint", "integer", "bigint"};
  static const std::set<Name> kTexts = {"text", "character varying"};
  if (a.schema != b.schema || a.array != b.array) return false;
  if (a.name == b.name) return true;
  return !a.array && ((kIntegers.contains(a.name) && kIntegers.contains(b.name)) ||
                      (kTexts.contains(a.name) && kTexts.contains(b.name)));
}

class Closure {
 public:
  Closure(const Planning& planning, Decisions* decisions)
      : planning_(planning), decisions_(*decisions) {}

  LetGo Run();

 private:
  void Begin();
  void LoseAll(const ObjectId& id, const Decision& decision);
  void Lose(const ObjectId& id, How how, std::string because);
  void Follow(const Loss& loss, const DependencyIndex::Dependent& dependent);
  void FollowGone(const Loss& loss, const ObjectId& dependent);
  void FollowRetyped(const Loss& loss, const ObjectId& dependent);
  void FollowColumn(const Loss& loss, const ObjectId& column);
  void FollowType(const Loss& loss, const ObjectId& type);
  void FollowDomain(const Loss& loss, const ObjectId& domain);
  void FollowKey(const Loss& loss);
  void TakeAway(const ObjectId& id, const std::string& because);
  void TakeDefaultAway(const ObjectId& column, const std::string& because);
  void RetypeByRebuild(const ObjectId& column, const ObjectId& type, const std::string& because);
  bool RefusesToLose(const Loss& loss, const ObjectId& dependent);
  const Fate* FateOfWhole(const ObjectId& id) const;
  void Refuse(const Loss& loss, const ObjectId& dependent, bool automatic);

  const Fate* FateOrNull(const ObjectId& id) const { return autogen::FateOrNull(decisions_, id); }
  bool Vanishes(const ObjectId& id) const { return autogen::Vanishes(decisions_, id); }
  bool Releases(const ObjectId& from, const ObjectId& to) const {
    return autogen::Releases(planning_, decisions_, from, to);
  }
  bool BothSidesRetyped(const ObjectId& key, const ObjectId& column);
  bool IsRetyped(const ObjectId& column);
  ObjectId After(const ObjectId& type) const;
  bool GoesAlong(const ObjectId& unmodelled);
  ObjectId GroupOf(ObjectId type);
  void CollectTypeRebuilds();

  const Planning& planning_;
  Decisions& decisions_;
  std::deque<Loss> queue_;
  absl::flat_hash_set<std::pair<ObjectId, How>> lost_;
  std::map<ObjectId, std::set<ObjectId>> columns_of_type_;
  std::map<ObjectId, ObjectId> along_;  // a rebuilt type -> another of its group
  std::optional<std::map<QualifiedName, std::vector<ObjectId>>> keys_to_;  // foreign keys by target
  LetGo result_;
};

LetGo Closure::Run() {
  Begin();
  while (!queue_.empty()) {
    Loss loss = std::move(queue_.front());
    queue_.pop_front();
    for (const auto& dependent : planning_.before_needs.Dependents(loss.id)) {
      Follow(loss, dependent);
    }
    if (loss.how == How::kGone) FollowKey(loss);
  }
  CollectTypeRebuilds();
  return std::move(result_);
}

void Closure::Begin() {
  result_.replaced_types = ReplaceTypes(planning_, &decisions_);
  Decisions first = decisions_;  // it grows below
  for (const auto& [id, decision] : first) LoseAll(id, decision);
}

void Closure::LoseAll(const ObjectId& id, const Decision& decision) {
  switch (decision.fate) {
    case Fate::kCreate:
    case Fate::kReplace:
      return;
    case Fate::kDrop:
    case Fate::kRebuild: {
      Lose(id, How::kGone, Because(id, decision.fate));
      const Table* table = planning_.before.Get<Table>(id);
      if (table == nullptr) return;
      for (const Column& column : table->columns) {
        Lose(ColumnId(id.schema, id.name, column.name), How::kGone, Because(id, decision.fate));
      }
      return;
    }
    case Fate::kAlter:
      break;
  }
  if (IsRetyped(id)) {
    Lose(id, How::kRetyped, Because(id, decision.fate));
    for (Finding& finding : RowsInTheWay(planning_, decisions_, id, Because(id, decision.fate))) {
      result_.findings.push_back(std::move(finding));
    }
  }
  if (id.kind != Kind::kCompositeType || !Contains(decision.attributes, "attributes")) return;
  // Its attributes go or change below whatever mentions them.
  const auto& before = std::get<CompositeType>(*planning_.before.Find(id));
  const auto& after = std::get<CompositeType>(*planning_.after.Find(id));
  for (const CompositeAttribute& attribute : before.attributes) {
    auto same = [&](const CompositeAttribute& a) {
      return a.name == attribute.name && a.type == attribute.type;
    };
    if (std::any_of(after.attributes.begin(), after.attributes.end(), same)) continue;
    Lose(ColumnId(id.schema, id.name, attribute.name), How::kRetyped, Named(id) + " changes");
  }
}

void Closure::Lose(const ObjectId& id, How how, std::string because) {
  if (lost_.insert({id, how}).second) queue_.push_back({id, how, std::move(because)});
}

void Closure::Follow(const Loss& loss, const DependencyIndex::Dependent& dependent) {
  const ObjectId& id = dependent.id;
  if (id.kind == Kind::kUnmodelled) {
    Refuse(loss, id, dependent.automatic);
    return;
  }
  if (Vanishes(id) || Releases(id, loss.id)) return;
  if (loss.how == How::kGone && RefusesToLose(loss, id)) return;
  switch (loss.how) {
    case How::kGone:
      FollowGone(loss, id);
      return;
    case How::kRetyped:
      FollowRetyped(loss, id);
      return;
  }
  Unreachable();
}

void Closure::FollowGone(const Loss& loss, const ObjectId& dependent) {
  switch (dependent.kind) {
    case Kind::kColumn:
      FollowColumn(loss, dependent);
      return;
    case Kind::kDefault:
      TakeDefaultAway(ColumnId(dependent.schema, dependent.scope, dependent.name), loss.because);
      return;
    case Kind::kDomain:
      FollowDomain(loss, dependent);
      return;
    case Kind::kCompositeType:
    case Kind::kRangeType:
      FollowType(loss, dependent);
      return;
    case Kind::kFunction:
    case Kind::kProcedure:
    case Kind::kOperator:
    case Kind::kConstraint:
    case Kind::kIndex:
    case Kind::kTrigger:
    case Kind::kView:
    case Kind::kMaterializedView:
      TakeAway(dependent, loss.because);
      return;
    // What these need is their schema, or the column that owns a sequence: never made anew, and
    // when it goes for good, they go or are altered by a change of their own.
    case Kind::kNamespace:
    case Kind::kExtension:
    case Kind::kEnum:
    case Kind::kSequence:
    case Kind::kTable:
    case Kind::kUnmodelled:
      return;
  }
  Unreachable();
}

// ALTER … TYPE rebuilds indexes and constraints by itself and refuses the rest.
// See: ATExecAlterColumnType in tablecmds.c.
void Closure::FollowRetyped(const Loss& loss, const ObjectId& dependent) {
  switch (dependent.kind) {
    case Kind::kColumn:  // a generated one
    case Kind::kFunction:
    case Kind::kProcedure:
    case Kind::kTrigger:
    case Kind::kView:
    case Kind::kMaterializedView:
      if (dependent.kind == Kind::kColumn) {
        FollowColumn(loss, dependent);
      } else {
        TakeAway(dependent, loss.because);
      }
      return;
    case Kind::kConstraint:
      if (BothSidesRetyped(dependent, loss.id)) TakeAway(dependent, loss.because);
      return;
    case Kind::kIndex: {
      const Index* index = planning_.after.Get<Index>(dependent);
      if (index != nullptr && !index->statistics.empty()) {
        result_.statistics_given_back.insert(dependent);
      }
      return;
    }
    case Kind::kDefault:
    case Kind::kSequence:
    case Kind::kTable:
    case Kind::kDomain:
    case Kind::kCompositeType:
    case Kind::kRangeType:
    case Kind::kOperator:
    case Kind::kNamespace:
    case Kind::kExtension:
    case Kind::kEnum:
    case Kind::kUnmodelled:
      return;
  }
  Unreachable();
}

void Closure::FollowColumn(const Loss& loss, const ObjectId& column) {
  const Column* before = FindColumn(planning_.before, column);
  if (before == nullptr) return;
  if (!before->generated.empty()) {
    TakeAway(column, loss.because);
    return;
  }
  if (IsType(loss.id.kind)) RetypeByRebuild(column, loss.id, loss.because);
  if (loss.id.kind != Kind::kExtension) return;
  const Fate* fate = FateOrNull(loss.id);
  if (fate == nullptr || *fate != Fate::kRebuild) return;
  result_.findings.push_back(
      Refusal("column " + Label(column) + " is in the way: " + loss.because,
              "its type is the extension's, which cannot be moved to another schema: keep it where "
              "it is, or move the rows by hand"));
}

// Rows hold the type: the column moves from the old to the new one.
void Closure::RetypeByRebuild(const ObjectId& column, const ObjectId& type,
                              const std::string& because) {
  const Fate* fate = FateOrNull(type);
  if (fate == nullptr || *fate != Fate::kRebuild) return;
  columns_of_type_[type].insert(column);
  TakeDefaultAway(column, because);
  Lose(column, How::kRetyped, because);
}

void Closure::FollowType(const Loss& loss, const ObjectId& type) {
  if (!IsType(loss.id.kind)) {
    TakeAway(type, loss.because);
    return;
  }
  const Fate* fate = FateOrNull(loss.id);
  if (fate == nullptr || *fate != Fate::kRebuild) return;
  TakeAway(type, loss.because);
  along_[GroupOf(type)] = GroupOf(loss.id);
}

void Closure::FollowDomain(const Loss& loss, const ObjectId& id) {
  const auto* domain = planning_.before.Get<Domain>(id);
  if (domain == nullptr) return;
  if (IsType(loss.id.kind) && domain->type.schema == loss.id.schema &&
      domain->type.name == loss.id.name) {
    FollowType(loss, id);
    return;
  }
  Decision& decision = decisions_[id];
  if (decision.fate == Fate::kRebuild) return;
  decision.taken_away = true;
  decision.because = loss.because;
  for (std::string_view part : {"default", "constraints"}) {
    if (!Contains(decision.attributes, part)) decision.attributes.push_back(part);
  }
}

// A foreign key rests on a key of the other table. Where the edges do not say on which, on the one
// with its columns.
void Closure::FollowKey(const Loss& loss) {
  const auto* key = planning_.before.Get<Constraint>(loss.id);
  if (key == nullptr ||
      (key->type != ConstraintType::kPrimaryKey && key->type != ConstraintType::kUnique)) {
    return;
  }
  if (!keys_to_) {
    keys_to_.emplace();
    for (const auto& [id, object] : planning_.before.objects) {
      const auto* constraint = std::get_if<Constraint>(&object);
      if (constraint == nullptr || constraint->type != ConstraintType::kForeignKey) continue;
      (*keys_to_)[constraint->references].push_back(id);
    }
  }
  std::set<Name> columns(key->columns.begin(), key->columns.end());
  for (const ObjectId& id : (*keys_to_)[{key->schema, key->table}]) {
    const auto& referencing = std::get<Constraint>(*planning_.before.Find(id));
    std::set<Name> wanted(referencing.referenced_columns.begin(),
                          referencing.referenced_columns.end());
    std::vector<ObjectId> needs = planning_.before_needs.Needs(id);
    bool said = std::any_of(needs.begin(), needs.end(), [](const ObjectId& need) {
      return need.kind == Kind::kConstraint || need.kind == Kind::kIndex;
    });
    if (!said && wanted == columns && !Vanishes(id)) TakeAway(id, loss.because);
  }
}

// It is dropped and comes back: with after's definition, one decision for both.
void Closure::TakeAway(const ObjectId& id, const std::string& because) {
  const bool exists = id.kind == Kind::kColumn ? FindColumn(planning_.after, id) != nullptr
                                               : planning_.after.Find(id) != nullptr;
  if (!exists) {
    result_.findings.push_back(
        Refusal(Named(id) + " is in the way: " + because,
                "it is in no model that is compared: take its schema in, or drop it first"));
    return;
  }
  Decision& decision = decisions_[id];
  decision.fate = Fate::kRebuild;
  decision.attributes.clear();
  decision.because = because;
  Lose(id, How::kGone, Because(id, Fate::kRebuild));
}

void Closure::TakeDefaultAway(const ObjectId& column, const std::string& because) {
  const Column* before = FindColumn(planning_.before, column);
  const Column* after = FindColumn(planning_.after, column);
  if (before == nullptr || before->default_value.empty() || !before->generated.empty()) return;
  if (after == nullptr) return;
  Decision& decision = decisions_[DefaultId(column.schema, column.scope, column.name)];
  const bool comes_back = !after->default_value.empty() && after->generated.empty();
  decision.fate = comes_back ? Fate::kRebuild : Fate::kDrop;
  decision.because = because;
}

// The fate of an object, of a column that of its table.
const Fate* Closure::FateOfWhole(const ObjectId& id) const {
  return FateOrNull(id.kind == Kind::kColumn ? RelationId(Kind::kTable, id.schema, id.scope) : id);
}

// What the models leave alone, since it rests on something that they cannot say, goes with nothing
// that they drop.
bool Closure::RefusesToLose(const Loss& loss, const ObjectId& dependent) {
  const std::string* rests_on = RestsOn(planning_.before, dependent);
  if (rests_on == nullptr) return false;
  const Fate *fate = FateOrNull(loss.id), *whole = FateOfWhole(loss.id);
  const bool for_good =
      (fate != nullptr && *fate == Fate::kDrop) || (whole != nullptr && *whole == Fate::kDrop);
  if (!for_good) return false;
  result_.findings.push_back(
      Refusal(Named(dependent) + " is in the way: " + loss.because,
              "it rests on " + *rests_on +
                  ", which models cannot say yet, and is left alone: drop it by hand first"));
  return true;
}

// What is read but not managed cannot be given back. A dropped table takes its own along.
void Closure::Refuse(const Loss& loss, const ObjectId& dependent, bool automatic) {
  const Fate* fate = FateOfWhole(loss.id);
  if (automatic && fate != nullptr && *fate == Fate::kDrop) return;
  if (GoesAlong(dependent)) return;
  std::string kind;
  for (const Unmodelled& thing : planning_.before.unmodelled) {
    if (thing.label == dependent.name.view() || thing.label == Label(dependent)) kind = thing.kind;
  }
  // What the catalog's reader calls it, where it is not in the list (of another schema).
  if (kind.empty() && !dependent.scope.str().starts_with('(')) kind = dependent.scope.str();
  result_.findings.push_back(Refusal(
      (kind.empty() ? "" : kind + " ") + Label(dependent) + " is in the way: " + loss.because,
      "the models do not manage it: drop it by hand first and make it again afterwards"));
}

// Whether it belongs to a table that is dropped, whatever else it needs: a policy, a rule.
bool Closure::GoesAlong(const ObjectId& unmodelled) {
  for (const ObjectId& id : planning_.before_needs.Automatic(unmodelled)) {
    const Fate* fate = FateOfWhole(id);
    if (fate != nullptr && *fate == Fate::kDrop) return true;
  }
  return false;
}

bool Closure::IsRetyped(const ObjectId& column) {
  if (column.kind != Kind::kColumn) return false;
  if (lost_.contains({column, How::kRetyped})) return true;
  auto it = decisions_.find(column);
  return it != decisions_.end() && it->second.fate == Fate::kAlter &&
         (Contains(it->second.attributes, "type") || Contains(it->second.attributes, "collate"));
}

// A foreign key is made again after each column's ALTER … TYPE: between the two, its sides must
// still compare.
bool Closure::BothSidesRetyped(const ObjectId& key, const ObjectId& column) {
  const auto* constraint = planning_.before.Get<Constraint>(key);
  if (constraint == nullptr || constraint->type != ConstraintType::kForeignKey) return false;
  const size_t size = std::min(constraint->columns.size(), constraint->referenced_columns.size());
  for (size_t i = 0; i < size; ++i) {
    ObjectId here = ColumnId(constraint->schema, constraint->table, constraint->columns[i]);
    ObjectId there = ColumnId(constraint->references.schema, constraint->references.name,
                              constraint->referenced_columns[i]);
    if (here != column && there != column) continue;
    if (here != there && (!IsRetyped(here) || !IsRetyped(there))) continue;
    const Column* was = FindColumn(planning_.before, column);
    const Column* is = FindColumn(planning_.after, column);
    // A type made anew has the same name, and is another one all the same.
    const bool own_type = was != nullptr && was->type.schema != Name("pg_catalog");
    if (was == nullptr || is == nullptr || own_type || !SameFamily(was->type, is->type)) {
      return true;
    }
  }
  return false;
}

ObjectId Closure::GroupOf(ObjectId type) {
  for (auto it = along_.find(type); it != along_.end() && it->second != type;
       it = along_.find(type)) {
    type = it->second;
  }
  return type;
}

// What a type is after the plan.
ObjectId Closure::After(const ObjectId& type) const {
  auto it = result_.replaced_types.find(type);
  return it == result_.replaced_types.end() ? type : it->second;
}

void Closure::CollectTypeRebuilds() {
  std::map<ObjectId, TypeRebuild> groups;
  for (const auto& [id, decision] : decisions_) {
    if (!IsType(id.kind) || decision.fate != Fate::kRebuild) continue;
    TypeRebuild& group = groups[GroupOf(id)];
    group.types.push_back(id);
    const std::set<ObjectId>& columns = columns_of_type_[id];
    group.columns.insert(group.columns.end(), columns.begin(), columns.end());
  }
  for (auto& [root, group] : groups) {
    if (group.columns.empty()) continue;
    std::sort(group.columns.begin(), group.columns.end());
    group.columns.erase(std::unique(group.columns.begin(), group.columns.end()),
                        group.columns.end());
    // Each after those it needs: there are few, so the simplest way does.
    std::vector<ObjectId> ordered;
    std::vector<ObjectId> left = group.types;
    while (!left.empty()) {
      auto ready = std::find_if(left.begin(), left.end(), [&](const ObjectId& type) {
        return std::none_of(left.begin(), left.end(), [&](const ObjectId& other) {
          return other != type && planning_.after_needs.Has(After(type), After(other));
        });
      });
      if (ready == left.end()) ready = left.begin();
      ordered.push_back(*ready);
      left.erase(ready);
    }
    group.types = std::move(ordered);
    for (Finding& finding : CheckRewrites(planning_, group)) {
      result_.findings.push_back(std::move(finding));
    }
    result_.type_rebuilds.push_back(std::move(group));
  }
}

}  // namespace

LetGo LetGoDependents(const Planning& planning, Decisions* decisions) {
  return Closure(planning, decisions).Run();
}

}  // namespace autogen
