#include "engine/compare/complete_names.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/base/error.h"
#include "engine/compare/compare_value.h"
#include "engine/compare/default_names.h"
#include "engine/compare/naming.h"
#include "engine/schema/json.h"

namespace autogen {
namespace {

bool HasName(const Object& object) { return !IdOf(object).name.empty(); }

// Calls f(completing) for each object that may lack a name.
template <class F>
void ForEachOfTables(const CompletingObjects& objects, F f) {
  for (Completing* completing : objects.Of<Constraint>()) f(completing);
  for (Completing* completing : objects.Of<Index>()) f(completing);
}

void SetName(Object* object, Name name) {
  if (auto* o = std::get_if<Constraint>(object)) o->name = name;
  if (auto* o = std::get_if<Index>(object)) o->name = name;
}

// Constraints of one type, and indexes, of one relation: what can take each other's place.
struct Slot {
  Name schema, relation;
  int rank = 0;
  friend auto operator<=>(const Slot&, const Slot&) = default;
  template <class H>
  friend H AbslHashValue(H h, const Slot& slot) {
    return H::combine(std::move(h), slot.schema, slot.relation, slot.rank);
  }
};

// In the order in which CREATE TABLE gives names: checks, keys, foreign keys; indexes come after.
int RankOf(const Object& object) {
  const auto* constraint = std::get_if<Constraint>(&object);
  if (constraint == nullptr) return 5;
  switch (constraint->type) {
    case ConstraintType::kCheck:
      return 0;
    case ConstraintType::kPrimaryKey:
      return 1;
    case ConstraintType::kUnique:
      return 2;
    case ConstraintType::kExclusion:
      return 3;
    case ConstraintType::kForeignKey:
      return 4;
  }
  Unreachable();
}

Slot SlotOf(const Object& object) {
  QualifiedName relation = RelationOf(object);
  return {relation.schema, relation.name, RankOf(object)};
}

// What can be altered, or follows from something else, does not make another object of it.
bool IsDetail(std::string_view attribute, Alters alters) {
  return alters == Alters::kInPlace || attribute == "not_valid" || attribute == "invalid";
}

template <class T>
Verdict CompareDefinitions(const T& a, const T& b, bool details) {
  Verdict verdict = Verdict::kEqual;
  ForEachAttribute<T>([&](const auto& attribute) {
    if (!details && IsDetail(attribute.name, attribute.alters)) return;
    verdict = Both(verdict, CompareAttribute(attribute, a, b));
  });
  return verdict;
}

Verdict CompareDefinitions(const Object& live, const Object& declared, bool details) {
  if (const auto* a = std::get_if<Constraint>(&live)) {
    const auto* b = std::get_if<Constraint>(&declared);
    return b ? CompareDefinitions(*a, *b, details) : Verdict::kDifferent;
  }
  const auto* a = std::get_if<Index>(&live);
  const auto* b = std::get_if<Index>(&declared);
  return a && b ? CompareDefinitions(*a, *b, details) : Verdict::kDifferent;
}

// The names of live's constraints and indexes find their owners among the unnamed, in rounds from
// the surest match to the weakest. Only what may have one of their places is looked at.
class Matcher {
 public:
  Matcher(const Database& live, const CompletingObjects& objects,
          const std::vector<Completing*>& unnamed, const Naming& naming)
      : naming_(naming) {
    for (const Completing* completing : unnamed) free_[SlotOf(*completing->object)];
    absl::flat_hash_set<ObjectId> named;
    ForEachOfTables(objects, [&](const Completing* completing) {
      const Object& object = *completing->object;
      if (HasName(object) && free_.contains(SlotOf(object))) named.insert(IdOf(object));
    });
    for (Kind kind : {Kind::kConstraint, Kind::kIndex}) {
      for (const auto& [id, object] : live.objects.OfKind(kind)) {
        auto slot = free_.find(SlotOf(object));
        if (slot != free_.end() && !named.contains(id)) slot->second.push_back(&object);
      }
    }
  }

  void Match(std::vector<Object*> unnamed) {
    Round(&unnamed, [&](const Object& o) { return First(o, Verdict::kEqual, true); });
    Round(&unnamed, [&](const Object& o) { return First(o, Verdict::kEqual, false); });
    Round(&unnamed, [&](const Object& o) { return OfDefaultName(o); });
    Round(&unnamed, [&](const Object& o) { return OnlyOpen(o); });
  }

 private:
  using Candidates = std::vector<const Object*>;

  template <class Find>
  void Round(std::vector<Object*>* unnamed, Find find) {
    std::erase_if(*unnamed, [&](Object* object) {
      const Object* match = find(*object);
      if (match == nullptr) return false;
      std::erase(free_[SlotOf(*object)], match);
      SetName(object, IdOf(*match).name);
      return true;
    });
  }

  // A valid index before an invalid one of the same definition.
  const Object* First(const Object& declared, Verdict wanted, bool details) {
    for (const Object* live : free_[SlotOf(declared)]) {
      if (CompareDefinitions(*live, declared, details) == wanted) return live;
    }
    return nullptr;
  }

  const Object* OfDefaultName(const Object& declared) {
    absl::StatusOr<Name> name = NameFor(declared, naming_, TakenNames());
    if (!name.ok()) return nullptr;
    for (const Object* live : free_[SlotOf(declared)]) {
      if (IdOf(*live).name != *name) continue;
      if (CompareDefinitions(*live, declared, false) == Verdict::kOpen) return live;
    }
    return nullptr;
  }

  const Object* OnlyOpen(const Object& declared) {
    const Object* only = nullptr;
    for (const Object* live : free_[SlotOf(declared)]) {
      if (CompareDefinitions(*live, declared, false) != Verdict::kOpen) continue;
      if (only != nullptr) return nullptr;
      only = live;
    }
    return only;
  }

  const Naming& naming_;
  absl::flat_hash_map<Slot, Candidates> free_;
};

// Names must not depend on the order in which the models say things. Most stand alone in their
// slot; only what does not is compared by all that it is.
std::vector<Completing*> UnnamedInOrder(const CompletingObjects& objects) {
  std::vector<std::pair<Slot, Completing*>> keyed;
  ForEachOfTables(objects, [&](Completing* completing) {
    if (!HasName(*completing->object)) {
      keyed.emplace_back(SlotOf(*completing->object), completing);
    }
  });
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Completing*> result;
  for (size_t begin = 0, end = 0; begin < keyed.size(); begin = end) {
    while (end < keyed.size() && keyed[end].first == keyed[begin].first) ++end;
    if (end - begin == 1) {
      result.push_back(keyed[begin].second);
      continue;
    }
    std::vector<std::pair<std::string, Completing*>> alike;
    for (size_t i = begin; i < end; ++i) {
      alike.emplace_back(ToJson(*keyed[i].second->object), keyed[i].second);
    }
    std::stable_sort(alike.begin(), alike.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [key, completing] : alike) result.push_back(completing);
  }
  return result;
}

// A domain's checks find theirs in the same way.
void MatchDomain(const Domain* live, Domain* domain) {
  if (live == nullptr) return;
  std::vector<const DomainConstraint*> free;
  for (const DomainConstraint& constraint : live->constraints) {
    bool named = std::any_of(domain->constraints.begin(), domain->constraints.end(),
                             [&](const DomainConstraint& c) { return c.name == constraint.name; });
    if (!named) free.push_back(&constraint);
  }
  for (Verdict wanted : {Verdict::kEqual, Verdict::kOpen}) {
    for (DomainConstraint& constraint : domain->constraints) {
      if (!constraint.name.empty()) continue;
      auto found = std::find_if(free.begin(), free.end(), [&](const DomainConstraint* c) {
        return CompareText(c->check, constraint.check, SqlForm::kExpression) == wanted;
      });
      if (found == free.end()) continue;
      constraint.name = (*found)->name;
      free.erase(found);
    }
  }
}

bool AllNamed(const Domain* domain) {
  return std::none_of(domain->constraints.begin(), domain->constraints.end(),
                      [](const DomainConstraint& constraint) { return constraint.name.empty(); });
}

void SortChecks(Domain* domain) {
  std::stable_sort(
      domain->constraints.begin(), domain->constraints.end(),
      [](const DomainConstraint& a, const DomainConstraint& b) { return a.name < b.name; });
}

void NameDomain(Domain* domain, TakenNames* taken) {
  for (DomainConstraint& constraint : domain->constraints) {
    if (!constraint.name.empty()) continue;
    constraint.name = ChooseDomainConstraintName(domain->schema, domain->name, *taken);
    taken->AddConstraint(domain->schema, constraint.name);
  }
  SortChecks(domain);
}

}  // namespace

absl::Status CompleteNames(const Database& live, const Naming& naming,
                           const CompletingObjects& objects) {
  std::vector<Completing*> unnamed = UnnamedInOrder(objects);
  std::vector<Object*> to_match;
  for (Completing* completing : unnamed) to_match.push_back(&*completing->object);
  Matcher(live, objects, unnamed, naming).Match(std::move(to_match));

  std::vector<Domain*> domains;
  for (Completing* completing : objects.Of<Domain>()) {
    auto* domain = &std::get<Domain>(*completing->object);
    MatchDomain(live.Get<Domain>(IdOf(*completing->object)), domain);
    domains.push_back(domain);
  }
  std::erase_if(unnamed, [](const Completing* completing) { return HasName(*completing->object); });
  if (unnamed.empty() && std::all_of(domains.begin(), domains.end(), AllNamed)) {
    for (Domain* domain : domains) SortChecks(domain);
    return absl::OkStatus();
  }
  TakenNames taken;
  for (const Completing* completing : objects.all()) taken.Add(*completing->object);
  std::vector<Finding> findings;
  for (Completing* completing : unnamed) {
    absl::StatusOr<Name> name = NameFor(*completing->object, naming, taken);
    if (!name.ok()) {
      Finding finding = ToFinding(name.status());
      finding.place = completing->place;
      findings.push_back(std::move(finding));
      continue;
    }
    SetName(&*completing->object, *name);
    taken.Add(*completing->object);
  }
  std::sort(domains.begin(), domains.end(), [](const Domain* a, const Domain* b) {
    return std::pair(a->schema, a->name) < std::pair(b->schema, b->name);
  });
  for (Domain* domain : domains) NameDomain(domain, &taken);
  return findings.empty() ? absl::OkStatus() : ToStatus(findings);
}

}  // namespace autogen
