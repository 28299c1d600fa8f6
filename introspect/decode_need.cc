// What rests on something that the models cannot say: known from who needs whom, and for string
// bodies, of which the catalog holds no needs, from the names in them.
#include <algorithm>
#include <deque>

#include "engine/sql/names.h"
#include "introspect/readers.h"

namespace autogen {
namespace {

// Whether what is needed is made of what needs it, and so rests on all that this rests on: a view
// on its rule, a constraint on its index, a table on a generated column's expression (all of
// deptype i), a domain on its constraints.
bool IsPartOf(const CatalogNeed& need) {
  return need.type == 'i' || (need.type == 'a' && need.from.class_id == kConstraintClass &&
                              need.to.of.class_id == kTypeClass);
}

class RestingFinder {
 public:
  explicit RestingFinder(CatalogState& state) : s(state) {}

  void Run() {
    for (const CatalogNeed& need : s.needs) {
      if (IsOfUnusedTransform(need)) continue;
      above_[need.to.of].push_back(need.from);
      if (IsPartOf(need)) above_[need.from].push_back(need.to.of);
    }
    for (const auto& [key, kind] : s.unmodelled) {
      Reach(key, kind + " " + Label(s.ids[key]));
      if (key.class_id == kOperatorClass) AddPromises(s.ids[key], key);
    }
    CollectBodies();
    do {
      Follow();
    } while (ReachBodies());
    for (const auto& [key, kind] : s.unmodelled) resting_.erase(key);
    TellObjects();
    TellParts();
    TellDefaults();
  }

 private:
  struct Body {
    CatalogKey key;
    std::vector<NameUse> names;
  };

  // A function is said to need the transforms of its arguments' types, though it uses only those
  // that it names. See: PostgreSQL source, ProcedureCreate() in pg_proc.c.
  bool IsOfUnusedTransform(const CatalogNeed& need) const {
    if (need.to.of.class_id != kTransformClass) return false;
    auto found = s.ids.find(need.from);
    const auto* routine = found == s.ids.end() ? nullptr : s.database->Get<Routine>(found->second);
    return routine != nullptr && routine->transform_types.empty();
  }

  void Reach(const CatalogKey& key, const std::string& rests_on) {
    if (s.members.contains(key) || !resting_.emplace(key, rests_on).second) return;
    open_.push_back(key);
  }

  // An operator's need of its commutator and negator is not in pg_depend: either may be a promise.
  void AddPromises(const ObjectId& shell, const CatalogKey& key) {
    for (const auto& [from, id] : s.ids) {
      if (from.class_id != kOperatorClass) continue;
      const auto* op = s.database->Get<Operator>(id);
      if (op == nullptr) continue;
      Operator commutator = *op;
      std::swap(commutator.left, commutator.right);
      const QualifiedName name{shell.schema, shell.name};
      const bool promises = (op->negator == name && Signature(*op) == shell.scope) ||
                            (op->commutator == name && Signature(commutator) == shell.scope);
      if (promises) above_[key].push_back(from);
    }
  }

  void Follow() {
    while (!open_.empty()) {
      const CatalogKey key = open_.front();
      open_.pop_front();
      const std::string rests_on = resting_[key];
      AddName(key, rests_on);
      auto above = above_.find(key);
      if (above == above_.end()) continue;
      for (const CatalogKey& next : above->second) Reach(next, rests_on);
    }
  }

  // What a body may call it.
  void AddName(const CatalogKey& key, const std::string& rests_on) {
    auto found = s.ids.find(key);
    if (found == s.ids.end()) return;
    const ObjectId& id = found->second;
    std::string_view name = id.name.view();
    auto add = [&](NameRole role) { names_[{role, Name(name)}].push_back({id.schema, rests_on}); };
    if (key.class_id == kRelationClass) {
      add(NameRole::kRelation);
      add(NameRole::kType);
    } else if (key.class_id == kTypeClass) {
      add(NameRole::kType);
    } else if (key.class_id == kRoutineClass) {
      name = name.substr(0, name.find('('));  // an aggregate's has its arguments behind it
      add(NameRole::kFunction);
    } else if (key.class_id == kOperatorClass) {
      add(NameRole::kOperator);
    }
  }

  // The server looks into bodies in SQL when it makes the function, and into no other language's.
  void CollectBodies() {
    for (const auto& [key, id] : s.ids) {
      if (key.class_id != kRoutineClass || id.kind == Kind::kUnmodelled) continue;
      const auto* routine = s.database->Get<Routine>(id);
      if (routine == nullptr) continue;
      routines_[routine->name].push_back(key);
      if (routine->language != Name("sql") || routine->body.empty()) continue;
      absl::StatusOr<Uses> uses = FindUsesInBody(routine->body);
      if (uses.ok()) bodies_.push_back({key, std::move(uses->names)});
    }
  }

  bool ReachBodies() {
    for (const Body& body : bodies_) {
      for (const NameUse& use : body.names) {
        if (const std::string* rests_on = Mentioned(use)) Reach(body.key, *rests_on);
      }
    }
    return !open_.empty();
  }

  // On what a name in a body rests; nullptr: on nothing, or it may well mean something else.
  const std::string* Mentioned(const NameUse& use) const {
    auto found = names_.find({use.role, use.name.name});
    if (found == names_.end()) return nullptr;
    if (use.name.schema.empty() && MayMeanAnother(use)) return nullptr;
    for (const auto& [schema, rests_on] : found->second) {
      if (use.name.schema.empty() || use.name.schema == schema) return &rests_on;
    }
    return nullptr;
  }

  bool MayMeanAnother(const NameUse& use) const {
    if (IsBuiltin(use.role, use.name.name.view())) return true;
    if (use.role != NameRole::kFunction) return false;
    auto routines = routines_.find(use.name.name);
    return routines != routines_.end() &&
           std::any_of(routines->second.begin(), routines->second.end(),
                       [&](const CatalogKey& key) { return !resting_.contains(key); });
  }

  void Tell(const ObjectId& id, const std::string& rests_on) {
    s.database->left_alone.push_back({id, rests_on});
  }

  void TellObjects() {
    std::set<ObjectId> told;  // a view and its rule, a range and its multirange are one
    for (const auto& [key, rests_on] : resting_) {
      auto id = s.ids.find(key);
      if (id == s.ids.end() || s.Get(id->second) == nullptr) continue;
      if (key.class_id == kDefaultClass) continue;  // its end may be the whole view
      if (IsTold(id->second.kind) && told.insert(id->second).second) Tell(id->second, rests_on);
    }
  }

  // Parts of relations have no ids where dependencies are not read, and are told by themselves.
  static bool IsTold(Kind kind) {
    switch (kind) {
      case Kind::kNamespace:
      case Kind::kExtension:
      case Kind::kConstraint:
      case Kind::kIndex:
      case Kind::kTrigger:
        return false;
      default:
        return true;
    }
  }

  // A part rests on what its relation rests on, besides its own.
  void TellParts() {
    for (const CatalogPartOfRelation& part : s.parts) {
      auto rests = resting_.find(part.key);
      if (rests == resting_.end()) rests = resting_.find({kRelationClass, part.relation});
      if (rests != resting_.end()) Tell(IdOf(*part.object), rests->second);
    }
  }

  // A default goes by itself: it needs its column, not the column it. (A generated column's
  // expression is part of the table.)
  void TellDefaults() {
    for (const CatalogDefault& one : s.defaults) {
      auto rests = resting_.find({kDefaultClass, one.oid});
      if (rests == resting_.end() || resting_.contains({kRelationClass, one.relation})) continue;
      const CatalogRelation& relation = s.relations.at(one.relation);
      Tell(DefaultId(relation.id.schema, relation.id.name, relation.ColumnAt(one.number).name),
           rests->second);
    }
  }

  CatalogState& s;
  absl::flat_hash_map<CatalogKey, std::string> resting_;  // and on what
  absl::flat_hash_map<CatalogKey, std::vector<CatalogKey>> above_;
  std::deque<CatalogKey> open_;
  std::vector<Body> bodies_;
  std::map<Name, std::vector<CatalogKey>> routines_;
  // What is reached, by name: in which schema, and on what it rests.
  std::map<std::pair<NameRole, Name>, std::vector<std::pair<Name, std::string>>> names_;
};

}  // namespace

// Needs nothing.
CatalogReader ReadNeeds(CatalogHeader& h, CatalogState& s) {
  Field class_id(h, "class"), oid(h, "oid"), to_class(h, "referenced_class");
  Field to_oid(h, "referenced_oid"), to_part(h, "referenced_part"), type(h, "type");
  return {[=, &s](const Row& row) {
            s.needs.push_back(
                {{class_id.Oid(row), oid.Oid(row)},
                 {{to_class.Oid(row), to_oid.Oid(row)}, static_cast<int>(to_part.Number(row))},
                 type.Code(row)});
            return absl::OkStatus();
          },
          nullptr};
}

void FindResting(CatalogState& state) {
  if (!state.unmodelled.empty()) RestingFinder(state).Run();
}

}  // namespace autogen
