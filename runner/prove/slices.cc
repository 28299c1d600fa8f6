#include "runner/prove/slices.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/compare/rename_levels.h"
#include "engine/schema/left_alone.h"
#include "runner/realise/realise.h"

namespace autogen {
namespace {

// What objects are called on the other side of renames, where they are there.
class Translator {
 public:
  Translator(const Database& from, const Database& to, const RenameMap& renames)
      : from_(from), to_(to), renames_(renames) {}

  std::set<ObjectId> operator()(const std::set<ObjectId>& ids) const {
    std::set<ObjectId> there;
    for (const ObjectId& id : ids) {
      ObjectId other = renames_.objects.empty() ? id : Translate(id);
      const bool part = other.kind == Kind::kColumn || other.kind == Kind::kDefault;
      if (part || to_.Find(other) != nullptr) there.insert(other);
    }
    return there;
  }

 private:
  ObjectId Translate(const ObjectId& id) const {
    if (const Object* object = from_.Find(id)) {
      // A signature is made of types, an index is where its table is: as for any object.
      Database alone;
      alone.Add(*object);
      return ApplyRenames(alone, renames_).objects.begin()->first;
    }
    ObjectId column = id;
    column.kind = Kind::kColumn;
    for (RenameLevel level : kRenameLevels) {
      column = LevelRenames(level, renames_.objects).NewId(column);
    }
    column.kind = id.kind;
    return column;
  }

  const Database& from_;
  const Database& to_;
  const RenameMap& renames_;
};

bool IsRelation(Kind kind) {
  return kind == Kind::kTable || kind == Kind::kView || kind == Kind::kMaterializedView;
}

// What a plan touches on one side, under the names that the plan has.
class TouchedIds {
 public:
  explicit TouchedIds(const Database& database) : database_(database) {}

  void Add(const Plan& plan, const Changes& changes) {
    for (const Step& step : plan.steps) {
      AddStep(step);
      for (const Constraint* constraint : step.folded) whole_.insert(IdOf(Object(*constraint)));
      for (const ObjectId& type : step.rebuilt_along) AddMoving(type);
      for (const ObjectId& column : step.retyped_columns) AddMoving(column);
    }
    for (const ObjectChange& change : changes.changes) whole_.insert(change.id);
  }

  void AddAll(const std::set<ObjectId>& ids) { whole_.insert(ids.begin(), ids.end()); }

  // Whole objects, among them what may move with what is touched.
  std::set<ObjectId> Take() {
    std::set<ObjectId> ids = WithDependents(database_, moving_);
    ids.insert(whole_.begin(), whole_.end());
    std::set<ObjectId> parts = PartsOf(database_, relations_);
    ids.insert(parts.begin(), parts.end());
    return WholeObjects(ids);
  }

 private:
  void AddStep(const Step& step) {
    const ObjectId& id = step.verb == Verb::kRename ? step.renamed_to : step.id;
    switch (step.verb) {
      case Verb::kCreate:
      case Verb::kDrop:
        Add(id);
        return;
      case Verb::kAlter:
        // Of a table's own attributes nothing else is made; its columns have steps of their own.
        id.kind == Kind::kTable ? Add(id) : AddMoving(id);
        return;
      case Verb::kReplace:
        AddMoving(id);
        return;
      case Verb::kRename:
        AddMoving(id);
        AddColumns(id);
        return;
    }
    Unreachable();
  }

  void Add(const ObjectId& id) {
    whole_.insert(id);
    if (IsRelation(id.kind)) relations_.insert({id.schema, id.name});
    const bool part = id.kind == Kind::kColumn || id.kind == Kind::kDefault;
    if (part) relations_.insert({id.schema, id.scope});
  }

  void AddMoving(const ObjectId& id) {
    Add(id);
    moving_.insert(id);
  }

  // Texts name a table's columns with it.
  void AddColumns(const ObjectId& id) {
    const auto* table = database_.Get<Table>(id);
    if (table == nullptr) return;
    for (const Column& column : table->columns) {
      moving_.insert(ColumnId(id.schema, id.name, column.name));
    }
  }

  std::set<ObjectId> WholeObjects(const std::set<ObjectId>& ids) const {
    std::set<ObjectId> result;
    for (const ObjectId& id : ids) {
      if (id.kind != Kind::kColumn && id.kind != Kind::kDefault) {
        result.insert(id);
        continue;
      }
      for (Kind kind : {Kind::kTable, Kind::kView, Kind::kMaterializedView}) {
        ObjectId relation = RelationId(kind, id.schema, id.scope);
        if (database_.Find(relation) != nullptr) result.insert(relation);
      }
    }
    return result;
  }

  const Database& database_;
  std::set<ObjectId> whole_;
  std::set<ObjectId> moving_;  // what rests on these may move with them
  std::set<QualifiedName> relations_;
};

std::set<ObjectId> Present(const std::set<ObjectId>& ids, const Database& database) {
  std::set<ObjectId> present;
  for (const ObjectId& id : ids) {
    if (database.Find(id) != nullptr) present.insert(id);
  }
  return present;
}

// The same plan on the side before it: its ids stand in the names after the renames.
Plan Backwards(const Plan& plan, const Translator& translate) {
  auto one = [&](ObjectId* id) {
    std::set<ObjectId> there = translate({*id});
    if (!there.empty()) *id = *there.begin();
  };
  Plan back = plan;
  for (Step& step : back.steps) {
    if (step.verb == Verb::kRename) {
      one(&step.renamed_to);
      continue;
    }
    one(&step.id);
    for (ObjectId& type : step.rebuilt_along) one(&type);
    for (ObjectId& column : step.retyped_columns) one(&column);
  }
  return back;
}

Changes Backwards(const Changes& changes, const Translator& translate) {
  Changes back;
  for (const ObjectChange& change : changes.changes) {
    for (const ObjectId& id : translate({change.id})) {
      back.changes.push_back({change.type, id, {}, {}, false});
    }
  }
  return back;
}

}  // namespace

ProofSlices CutSlices(const Plan& plan, const Changes& changes, const Database& live,
                      const Database& target, const RenameMap& renames, const RenameMap& inverse) {
  Translator forth(live, target, renames), back(target, live, inverse);
  TouchedIds after(target);
  after.Add(plan, changes);
  TouchedIds before(live);
  if (renames.objects.empty()) {
    before.Add(plan, changes);
  } else {
    before.Add(Backwards(plan, back), Backwards(changes, back));
  }
  ProofSlices slices;
  slices.whole_end = after.Take();
  slices.whole_start = before.Take();
  // What is looked at on one side is looked at on both.
  std::set<ObjectId> from_start = forth(slices.whole_start), from_end = back(slices.whole_end);
  slices.whole_start.insert(from_end.begin(), from_end.end());
  slices.whole_end.insert(from_start.begin(), from_start.end());
  slices.whole_start = Present(slices.whole_start, live);
  slices.whole_end = Present(slices.whole_end, target);

  // What comes mentions what must be there before.
  slices.end = Slice(target, slices.whole_end);
  std::set<ObjectId> stubs = StubsOf(slices.end, slices.whole_end);
  slices.start = Slice(live, slices.whole_start, back(stubs));
  std::set<ObjectId> others = StubsOf(slices.start, slices.whole_start);
  for (const std::set<ObjectId>* side : {&stubs, &others}) {
    for (const ObjectId& id : *side) {
      if (!slices.whole_start.contains(id) && !slices.whole_end.contains(id)) {
        slices.ignored.insert(id);
      }
    }
  }
  for (const ObjectId& id : InEveryDatabase()) {
    if (!slices.whole_start.contains(id) && !slices.whole_end.contains(id)) {
      slices.ignored.insert(id);
    }
  }
  return slices;
}

ProofSlices WithoutLeftAlone(ProofSlices slices, const Database& live, const Database& target) {
  auto drop = [](const Database& whole, Database* slice, std::set<ObjectId>* ids) {
    slice->left_alone = whole.left_alone;
    DropLeftAlone(slice);
    std::erase_if(*ids, [&](const ObjectId& id) { return RestsOn(whole, id) != nullptr; });
  };
  drop(live, &slices.start, &slices.whole_start);
  drop(target, &slices.end, &slices.whole_end);
  return slices;
}

ProofSlices WholeSlices(const Database& live, const Database& target) {
  ProofSlices slices{live, target, {}, {}, {}};
  for (const auto& [id, object] : live.objects) slices.whole_start.insert(id);
  for (const auto& [id, object] : target.objects) slices.whole_end.insert(id);
  if (live.left_alone.empty()) return slices;
  return WithoutLeftAlone(std::move(slices), live, target);
}

}  // namespace autogen
