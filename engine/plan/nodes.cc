#include "engine/plan/nodes.h"

#include <algorithm>

namespace autogen {
namespace {

// Ranks: 0 has PutUsedValuesFirst. Schemas and extensions go last: more may rest on them than edges
// tell.
constexpr int kDropRank = 1, kMakeRank = 2, kDropLastRank = 3;

// Foreign keys come after all that they may rest on, and go before.
bool IsForeignKey(const Database& database, const ObjectId& id) {
  const auto* constraint = database.Get<Constraint>(id);
  return constraint != nullptr && constraint->type == ConstraintType::kForeignKey;
}

bool CanFold(const Constraint& constraint) {
  // CREATE TABLE has no NOT VALID: it would say nothing.
  return constraint.type != ConstraintType::kForeignKey && !constraint.not_valid;
}

const Decision* FindDecision(const Decisions& decisions, const ObjectId& id) {
  auto it = decisions.find(id);
  return it == decisions.end() ? nullptr : &it->second;
}

class Builder {
 public:
  Builder(const Planning& planning, const Decisions& decisions, const LetGo& let_go,
          const Detours& detours, Nodes* nodes)
      : planning_(planning),
        decisions_(decisions),
        let_go_(let_go),
        detours_(detours),
        nodes_(*nodes) {}

  void Relations();
  void Types();
  void Others();
  void IndexUses();
  void Statistics();

 private:
  void Object(const ObjectId& id, const Decision& decision);
  int CreateTable(const ObjectId& id);
  int DropTable(const ObjectId& id, Step step);
  void AlterTable(const ObjectId& id, const Decision& decision);
  void AlterSequence(const ObjectId& id, const Decision& decision);
  void CreateSequence(const ObjectId& id);
  void Create(const ObjectId& id, const Decision& decision);
  void Drop(const ObjectId& id, const Decision& decision);
  bool GoesWithOther(const ObjectId& id);
  bool Folds(const ObjectId& id);
  bool ClusteringGoes(const ObjectId& relation);
  Step StepOf(Verb verb, const ObjectId& id, const Decision* decision) const {
    return autogen::StepOf(planning_, verb, id, decision);
  }
  void AlterInPlace(Step step);

  const Planning& planning_;
  const Decisions& decisions_;
  const LetGo& let_go_;
  const Detours& detours_;
  Nodes& nodes_;
};

bool IsRelation(Kind kind) {
  return kind == Kind::kTable || kind == Kind::kView || kind == Kind::kMaterializedView;
}

void Builder::Relations() {
  for (const auto& [id, decision] : decisions_) {
    if (IsRelation(id.kind)) Object(id, decision);
  }
}

void Builder::Types() {
  for (const TypeRebuild& rebuild : let_go_.type_rebuilds) {
    const ObjectId& first = rebuild.types.front();
    Step step = StepOf(Verb::kAlter, first, FindDecision(decisions_, first));
    step.attributes = {first.kind == Kind::kEnum            ? "values"
                       : first.kind == Kind::kCompositeType ? "attributes"
                                                            : "type"};
    step.rebuilds_type = true;
    step.rebuilt_along.assign(rebuild.types.begin() + 1, rebuild.types.end());
    step.retyped_columns = rebuild.columns;
    int node = nodes_.Add(std::move(step), MakeKey(planning_, first));
    for (const std::vector<ObjectId>* ids : {&rebuild.types, &rebuild.columns}) {
      for (const ObjectId& id : *ids) {
        nodes_.Make(id, node);
        nodes_.Leave(id, node);
        nodes_.gone[id] = node;
      }
    }
    for (const ObjectId& id : rebuild.types) {
      auto other = let_go_.replaced_types.find(id);
      if (other != let_go_.replaced_types.end()) nodes_.Make(other->second, node);
    }
  }
}

void Builder::Others() {
  for (const auto& [id, decision] : decisions_) {
    const bool column = id.kind == Kind::kColumn || id.kind == Kind::kDefault;
    if (IsRelation(id.kind) || column || nodes_.made.contains(id)) continue;
    Object(id, decision);
  }
}

void Builder::Object(const ObjectId& id, const Decision& decision) {
  switch (decision.fate) {
    case Fate::kCreate:
      Create(id, decision);
      return;
    case Fate::kDrop:
      Drop(id, decision);
      return;
    case Fate::kRebuild:
      Drop(id, decision);
      Create(id, decision);
      nodes_.edges.push_back({nodes_.gone.at(id), nodes_.made.at(id)});
      return;
    case Fate::kAlter:
      if (id.kind == Kind::kTable) {
        AlterTable(id, decision);
      } else if (id.kind == Kind::kSequence) {
        AlterSequence(id, decision);
      } else if (decision.taken_away) {
        AlterDomainInTwo(planning_, id, decision, &nodes_);
      } else {
        AlterInPlace(StepOf(Verb::kAlter, id, &decision));
      }
      return;
    case Fate::kReplace:
      AlterInPlace(StepOf(Verb::kReplace, id, &decision));
      return;
  }
  Unreachable();
}

void Builder::AlterInPlace(Step step) {
  const ObjectId id = step.id;
  if (id.kind == Kind::kMaterializedView) std::erase(step.attributes, "cluster_on");  // IndexUses
  if (step.attributes.empty()) return;
  int node = nodes_.Add(std::move(step), MakeKey(planning_, id));
  nodes_.Make(id, node);
  nodes_.Leave(id, node);
  // What needs a domain needs no more of it than is there; its checks may need that.
  if (id.kind == Kind::kDomain) nodes_.made.erase(id);
}

void Builder::Create(const ObjectId& id, const Decision& decision) {
  if (id.kind == Kind::kTable) {
    CreateTable(id);
    return;
  }
  if (id.kind == Kind::kSequence) {
    CreateSequence(id);
    return;
  }
  if (id.kind == Kind::kDomain) {
    if (detours_.later.contains(id)) {
      CreateDomainInTwo(planning_, id, &nodes_);
    } else {
      Step step = StepOf(Verb::kCreate, id, nullptr);
      nodes_.Make(id, nodes_.Add(std::move(step), MakeKey(planning_, id)));
    }
    return;
  }
  if (id.kind == Kind::kView && detours_.emptied.contains(id)) {
    CreateViewInTwo(planning_, id, &nodes_);
    return;
  }
  if (Folds(id)) {
    const auto& constraint = std::get<Constraint>(*planning_.after.Find(id));
    int table = nodes_.made.at(RelationId(Kind::kTable, constraint.schema, constraint.table));
    std::vector<const Constraint*>& folded = nodes_.nodes[table].step.folded;
    // CREATE TABLE makes one index of two keys that are alike, and forgets the second.
    // See: PostgreSQL source, transformIndexConstraints().
    bool repeated = std::any_of(folded.begin(), folded.end(), [&](const Constraint* other) {
      return other->columns == constraint.columns && !constraint.columns.empty();
    });
    if (!repeated) {
      folded.push_back(&constraint);
      nodes_.Make(id, table);
      return;
    }
  }
  Step step = StepOf(Verb::kCreate, id, &decision);
  const auto* view = planning_.after.Get<MaterializedView>(id);
  if (view != nullptr && !view->cluster_on.empty()) step.left_out.push_back("cluster_on");
  nodes_.Make(id, nodes_.Add(std::move(step), MakeKey(planning_, id)));
}

int Builder::CreateTable(const ObjectId& id) {
  const auto& table = std::get<Table>(*planning_.after.Find(id));
  Step step = StepOf(Verb::kCreate, id, nullptr);
  if (table.replica_identity.mode == ReplicaIdentity::Mode::kIndex) {
    step.left_out.push_back("replica_identity");
  }
  if (!table.cluster_on.empty()) step.left_out.push_back("cluster_on");
  int node = nodes_.Add(std::move(step), MakeKey(planning_, id));
  nodes_.Make(id, node);
  for (const Column& column : table.columns) {
    ObjectId column_id = ColumnId(id.schema, id.name, column.name);
    nodes_.Make(column_id, node);
    if (column.identity)
      nodes_.names_taken.push_back({{id.schema, column.identity->sequence}, node});
    if (column.default_value.empty() || !column.generated.empty()) continue;
    ObjectId value = DefaultId(id.schema, id.name, column.name);
    if (!detours_.unfolded.contains(value)) {
      nodes_.Make(value, node);
      continue;
    }
    nodes_.nodes[node].step.columns_without_default.push_back(column.name);
    Step later = StepOf(Verb::kAlter, column_id, nullptr);
    later.after = planning_.after.Find(id);
    later.column_after = &column;
    later.attributes = {"default"};
    SortKey key = MakeKey(planning_, column_id);
    nodes_.Make(value, nodes_.Add(std::move(later), key));
    nodes_.edges.push_back({node, nodes_.made.at(value)});
  }
  return node;
}

void Builder::Drop(const ObjectId& id, const Decision& decision) {
  if (GoesWithOther(id)) return;
  Step step = StepOf(Verb::kDrop, id, &decision);
  if (id.kind == Kind::kTable) {
    DropTable(id, std::move(step));
    return;
  }
  if (id.kind == Kind::kView && detours_.emptied.contains(id)) {
    DropViewInTwo(planning_, std::move(step), &nodes_);
    return;
  }
  int node = nodes_.Add(std::move(step), DropKey(planning_, id));
  nodes_.Leave(id, node);
  nodes_.gone[id] = node;
}

int Builder::DropTable(const ObjectId& id, Step step) {
  for (const auto& dependent : planning_.before_needs.Dependents(id)) {
    if (dependent.automatic && dependent.id.kind == Kind::kUnmodelled) {
      step.goes_along.push_back(dependent.id);
    }
  }
  const std::vector<ObjectId> along = step.goes_along;
  int node = nodes_.Add(std::move(step), DropKey(planning_, id));
  nodes_.Leave(id, node);
  nodes_.gone[id] = node;
  for (const ObjectId& other : along) nodes_.Leave(other, node);
  for (const Column& column : std::get<Table>(*planning_.before.Find(id)).columns) {
    ObjectId column_id = ColumnId(id.schema, id.name, column.name);
    nodes_.Leave(column_id, node);
    nodes_.gone[column_id] = node;
    if (column.identity)
      nodes_.names_freed.push_back({{id.schema, column.identity->sequence}, node});
    ObjectId value = DefaultId(id.schema, id.name, column.name);
    if (column.default_value.empty() || !column.generated.empty()) continue;
    if (!detours_.unfolded.contains(value)) {
      nodes_.Leave(value, node);
      continue;
    }
    Step first = StepOf(Verb::kAlter, column_id, nullptr);
    first.before = planning_.before.Find(id);
    first.column_before = &column;
    first.attributes = {"default"};
    first.takes_away = true;
    nodes_.Leave(value, nodes_.Add(std::move(first), MakeKey(planning_, column_id)));
    nodes_.edges.push_back({nodes_.left.at(value), node});
  }
  return node;
}

// What belongs to a relation or a column goes with it.
bool Builder::GoesWithOther(const ObjectId& id) {
  const autogen::Object* before = planning_.before.Find(id);
  if (const auto* sequence = std::get_if<Sequence>(before)) {
    if (sequence->owned_by.empty()) return false;
    ObjectId column = ColumnId(id.schema, sequence->owned_by.table, sequence->owned_by.column);
    auto it = nodes_.gone.find(column);
    if (it == nodes_.gone.end() || nodes_.nodes[it->second].step.verb != Verb::kDrop) return false;
    nodes_.Leave(id, it->second);
    nodes_.gone[id] = it->second;
    return true;
  }
  QualifiedName name = RelationOf(*before);
  if (name.empty() || detours_.unfolded.contains(id)) return false;
  auto it = nodes_.gone.find(FindRelation(planning_.before, name.schema, name.name));
  if (it == nodes_.gone.end()) return false;
  nodes_.Leave(id, it->second);
  nodes_.gone[id] = it->second;
  return true;
}

bool Builder::Folds(const ObjectId& id) {
  const auto* constraint = planning_.after.Get<Constraint>(id);
  if (constraint == nullptr || !CanFold(*constraint) || detours_.unfolded.contains(id)) {
    return false;
  }
  const Decision* table =
      FindDecision(decisions_, RelationId(Kind::kTable, constraint->schema, constraint->table));
  return table != nullptr && table->fate == Fate::kCreate;
}

void Builder::AlterTable(const ObjectId& id, const Decision& decision) {
  std::vector<std::string_view> own, common;
  for (std::string_view attribute : decision.attributes) {
    if (attribute == "replica_identity" || attribute == "cluster_on") continue;  // IndexUses
    (IsCommonAttribute(attribute) ? common : own).push_back(attribute);
  }
  SortKey key = MakeKey(planning_, id);
  key.part = 4;
  if (!own.empty()) {
    Step step = StepOf(Verb::kAlter, id, nullptr);
    step.attributes = own;
    int node = nodes_.Add(std::move(step), key);
    if (Contains(own, "unlogged")) nodes_.unlogged[id] = node;
  }
  key.part = 5;
  if (!common.empty()) {
    Step step = StepOf(Verb::kAlter, id, nullptr);
    step.attributes = common;
    nodes_.common[id] = nodes_.Add(std::move(step), key);
  }
}

// The tie to a column is a step apart: the column may come later, and need the sequence.
void Builder::CreateSequence(const ObjectId& id) {
  const auto& sequence = std::get<Sequence>(*planning_.after.Find(id));
  Step step = StepOf(Verb::kCreate, id, nullptr);
  if (sequence.owned_by.empty()) {
    nodes_.Make(id, nodes_.Add(std::move(step), MakeKey(planning_, id)));
    return;
  }
  step.left_out.push_back("owned_by");
  int made = nodes_.Add(std::move(step), MakeKey(planning_, id));
  nodes_.Make(id, made);
  Step tie = StepOf(Verb::kAlter, id, nullptr);
  tie.before = nullptr;
  tie.attributes = {"owned_by"};
  SortKey key = MakeKey(planning_, id);
  key.order = static_cast<int>(Kind::kTable) * 10 + 1;
  int owned = nodes_.Add(std::move(tie), key);
  nodes_.owned[id] = owned;
  nodes_.edges.push_back({made, owned});
}

void Builder::AlterSequence(const ObjectId& id, const Decision& decision) {
  std::vector<std::string_view> others = decision.attributes;
  const bool tied = std::erase(others, "owned_by") > 0;
  const auto& before = std::get<Sequence>(*planning_.before.Find(id));
  const auto& after = std::get<Sequence>(*planning_.after.Find(id));
  int owned = -1, altered = -1;
  if (tied) {
    Step step = StepOf(Verb::kAlter, id, nullptr);
    step.attributes = {"owned_by"};
    SortKey key = MakeKey(planning_, id);
    if (!after.owned_by.empty()) key.order = static_cast<int>(Kind::kTable) * 10 + 1;
    owned = nodes_.Add(std::move(step), key);
    nodes_.owned[id] = owned;
    nodes_.Leave(id, owned);
  }
  if (!others.empty()) {
    Step step = StepOf(Verb::kAlter, id, nullptr);
    step.attributes = others;
    altered = nodes_.Add(std::move(step), MakeKey(planning_, id));
    nodes_.Make(id, altered);
  }
  // An owned sequence has its table's owner: a new one is given while it is free.
  if (owned < 0 || altered < 0) return;
  if (before.owned_by.empty()) {
    nodes_.edges.push_back({altered, owned});
  } else {
    nodes_.edges.push_back({owned, altered});
  }
}

// A dropped index takes along that it was clustered on.
bool Builder::ClusteringGoes(const ObjectId& relation) {
  Name index;
  if (const auto* table = planning_.before.Get<Table>(relation)) index = table->cluster_on;
  if (const auto* view = planning_.before.Get<MaterializedView>(relation)) index = view->cluster_on;
  return nodes_.gone.contains(RelationId(Kind::kIndex, relation.schema, index)) ||
         nodes_.gone.contains({Kind::kConstraint, relation.schema, index, relation.name});
}

// Which index is the replica identity, and which was clustered on, is said once the index is there.
void Builder::IndexUses() {
  auto use = [&](const ObjectId& id, Name index, std::string_view attribute) {
    const Decision* decision = FindDecision(decisions_, id);
    const bool made = decision != nullptr && decision->fate != Fate::kAlter;
    const bool changed = decision != nullptr && Contains(decision->attributes, attribute);
    ObjectId index_id = RelationId(Kind::kIndex, id.schema, index);
    ObjectId key_id = {Kind::kConstraint, id.schema, index, id.name};
    const Nodes::AtNode& at = nodes_.made;
    auto index_made = at.contains(index_id) ? at.find(index_id) : at.find(key_id);
    const bool anew =
        index_made != at.end() && nodes_.nodes[index_made->second].step.verb == Verb::kCreate;
    if (!changed && (index.empty() || (!anew && !made))) return;
    if (attribute == "cluster_on" && index.empty() && ClusteringGoes(id)) return;
    Step step = StepOf(Verb::kAlter, id, nullptr);
    if (made) step.before = nullptr;
    step.attributes = {attribute};
    SortKey key = MakeKey(planning_, id);
    key.part = 4;
    if (!index.empty()) key.order = static_cast<int>(Kind::kIndex) * 10 + 6;
    key.name = attribute;
    int node = nodes_.Add(std::move(step), key);
    if (index_made != at.end()) nodes_.edges.push_back({index_made->second, node});
    auto own = at.find(id);
    if (own != at.end()) nodes_.edges.push_back({own->second, node});
  };
  // Touched: those with a decision, and those of which an index is made.
  std::set<ObjectId> relations;
  for (const auto& [id, node] : nodes_.made_list) {
    if (id.kind == Kind::kTable || id.kind == Kind::kMaterializedView) relations.insert(id);
    const autogen::Object* object = planning_.after.Find(id);
    if (object == nullptr) continue;
    QualifiedName name = RelationOf(*object);
    if (!name.empty()) relations.insert(FindRelation(planning_.after, name.schema, name.name));
  }
  for (const auto& [id, decision] : decisions_) {
    const bool fits = id.kind == Kind::kTable || id.kind == Kind::kMaterializedView;
    if (fits && decision.fate == Fate::kAlter) relations.insert(id);
  }
  for (const ObjectId& id : relations) {
    if (const auto* table = planning_.after.Get<Table>(id)) {
      const bool by_index = table->replica_identity.mode == ReplicaIdentity::Mode::kIndex;
      use(id, by_index ? table->replica_identity.index : Name(), "replica_identity");
      use(id, table->cluster_on, "cluster_on");
    } else if (const auto* view = planning_.after.Get<MaterializedView>(id)) {
      use(id, view->cluster_on, "cluster_on");
    }
  }
}

// A retype makes a column's indexes again, without the targets of their expressions.
void Builder::Statistics() {
  for (const ObjectId& id : let_go_.statistics_given_back) {
    if (const Decision* decision = FindDecision(decisions_, id)) {
      if (decision->fate == Fate::kRebuild || Contains(decision->attributes, "statistics"))
        continue;
    }
    Step step = StepOf(Verb::kAlter, id, nullptr);
    step.attributes = {"statistics"};
    int node = nodes_.Add(std::move(step), MakeKey(planning_, id));
    if (!nodes_.made.contains(id)) {
      nodes_.Make(id, node);
    } else {
      nodes_.made_list.push_back({id, node});
    }
  }
}

}  // namespace

bool SameTable(const SortKey& a, const SortKey& b) {
  return a.rank == b.rank && a.order == b.order && a.order == static_cast<int>(Kind::kTable) * 10 &&
         a.schema == b.schema && a.relation == b.relation;
}

Step StepOf(const Planning& planning, Verb verb, const ObjectId& id, const Decision* decision) {
  Step step;
  step.verb = verb;
  step.id = id;
  if (verb != Verb::kCreate) step.before = planning.before.Find(id);
  if (verb != Verb::kDrop) step.after = planning.after.Find(id);
  if (decision == nullptr) return step;
  step.because = decision->because;
  if (verb == Verb::kAlter || verb == Verb::kReplace) step.attributes = decision->attributes;
  return step;
}

int Nodes::Add(Step step, SortKey key) {
  nodes.push_back({std::move(step), key});
  return static_cast<int>(nodes.size()) - 1;
}

void Nodes::Make(const ObjectId& id, int node) {
  made[id] = node;
  made_list.push_back({id, node});
}

void Nodes::Leave(const ObjectId& id, int node) {
  left[id] = node;
  left_list.push_back({id, node});
}

SortKey DropKey(const Planning& planning, const ObjectId& id) {
  SortKey key;
  const bool last = id.kind == Kind::kNamespace || id.kind == Kind::kExtension;
  key.rank = last ? kDropLastRank : kDropRank;
  key.order = 1000 - static_cast<int>(id.kind) * 10;
  if (IsForeignKey(planning.before, id)) key.order = 0;
  if (id.kind == Kind::kConstraint || id.kind == Kind::kTrigger) key.relation = id.scope;
  key.schema = id.schema;
  key.name = id.name;
  key.scope = id.scope;
  return key;
}

SortKey MakeKey(const Planning& planning, const ObjectId& id) {
  SortKey key;
  key.rank = kMakeRank;
  key.order = static_cast<int>(id.kind) * 10;
  key.schema = id.schema;
  key.name = id.name;
  key.scope = id.scope;
  if (id.kind == Kind::kTable) key.relation = id.name;
  if (id.kind == Kind::kColumn) {
    key.order = static_cast<int>(Kind::kTable) * 10;
    key.relation = id.scope;
    key.part = 3;
  }
  if (id.kind == Kind::kConstraint || id.kind == Kind::kTrigger) key.relation = id.scope;
  if (const auto* constraint = planning.after.Get<Constraint>(id)) {
    key.part = static_cast<int>(constraint->type);
  }
  if (IsForeignKey(planning.after, id)) key.order = static_cast<int>(Kind::kIndex) * 10 + 5;
  if (const auto* index = planning.after.Get<Index>(id)) key.relation = index->table;
  return key;
}

Nodes BuildNodes(const Planning& planning, const Decisions& decisions, const LetGo& let_go,
                 const Detours& detours) {
  Nodes nodes;
  Builder builder(planning, decisions, let_go, detours, &nodes);
  builder.Types();
  builder.Relations();
  BuildColumnNodes(planning, decisions, let_go, &nodes);
  builder.Others();
  builder.Statistics();
  builder.IndexUses();
  return nodes;
}

}  // namespace autogen
