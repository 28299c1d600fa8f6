#include "engine/plan/nodes.h"

namespace autogen {
namespace {

// The steps of one column, in the order in which PostgreSQL takes them: an identity wants the
// default gone and NOT NULL set; a new type wants the old default gone.
class ColumnBuilder {
 public:
  ColumnBuilder(const Planning& planning, const Decisions& decisions, const ObjectId& id,
                Nodes* nodes)
      : planning_(planning), nodes_(*nodes), id_(id) {
    table_ = RelationId(Kind::kTable, id.schema, id.scope);
    value_ = DefaultId(id.schema, id.scope, id.name);
    before_ = FindColumn(planning.before, id);
    after_ = FindColumn(planning.after, id);
    if (auto it = decisions.find(id); it != decisions.end()) decision_ = &it->second;
    if (auto it = decisions.find(value_); it != decisions.end()) default_ = &it->second;
  }

  void Build() {
    if (decision_ != nullptr && decision_->fate == Fate::kCreate) {
      Create();
    } else if (decision_ != nullptr && decision_->fate == Fate::kDrop) {
      Drop();
    } else if (decision_ != nullptr && decision_->fate == Fate::kRebuild) {
      Drop();
      Create();
      nodes_.edges.push_back({nodes_.gone.at(id_), nodes_.made.at(id_)});
    } else if (before_ != nullptr && after_ != nullptr) {
      Alter();
    }
  }

 private:
  void Create() {
    if (after_ == nullptr) return;
    int node = nodes_.Add(StepOf(Verb::kCreate), Key(2, Position(planning_.after), 0));
    nodes_.Make(id_, node);
    if (!after_->default_value.empty() && after_->generated.empty()) nodes_.Make(value_, node);
    if (after_->identity)
      nodes_.names_taken.push_back({{id_.schema, after_->identity->sequence}, node});
    auto common = nodes_.common.find(table_);
    if (common != nodes_.common.end()) nodes_.edges.push_back({node, common->second});
  }

  void Drop() {
    if (before_ == nullptr) return;
    int node = nodes_.Add(StepOf(Verb::kDrop), Key(1, Position(planning_.before), 0));
    nodes_.Leave(id_, node);
    nodes_.gone[id_] = node;
    if (!before_->default_value.empty() && before_->generated.empty()) nodes_.Leave(value_, node);
    if (before_->identity) {
      nodes_.names_freed.push_back({{id_.schema, before_->identity->sequence}, node});
    }
  }

  void Alter() {
    position_ = Position(planning_.after);
    auto rebuilt = nodes_.gone.find(id_);
    const bool type_rebuilt = rebuilt != nodes_.gone.end();
    const int rebuild = type_rebuilt ? rebuilt->second : -1;
    LeaveDefault();
    LeaveIdentity();
    DropExpression();
    if (type_rebuilt) Chain(rebuild);
    const bool holds_less = IdentityHoldsLess();
    if (holds_less) SetIdentity(2);
    ChangeType();
    SetExpression();
    SetDefault();
    if (Has("not_null")) nodes_.not_null[id_] = Add(6, {"not_null"});
    if (!holds_less) SetIdentity(7);
    Rest(type_rebuilt);
  }

  void LeaveDefault() {
    if (default_ == nullptr) return;
    if (default_->fate != Fate::kDrop && default_->fate != Fate::kRebuild) return;
    nodes_.Leave(value_, Add(0, {"default"}, /*takes_away=*/true));
    nodes_.gone[value_] = nodes_.left.at(value_);
  }

  void LeaveIdentity() {
    if (!Has("identity") || after_->identity) return;
    int node = Add(1, {"identity"}, /*takes_away=*/true);
    nodes_.names_freed.push_back({{id_.schema, before_->identity->sequence}, node});
  }

  void DropExpression() {
    if (!Has("generated") || !after_->generated.empty()) return;
    nodes_.Leave(id_, Add(2, {"generated"}, /*takes_away=*/true));
  }

  void ChangeType() {
    std::vector<std::string_view> attributes;
    for (std::string_view attribute : {"type", "collate"}) {
      if (Has(attribute)) attributes.push_back(attribute);
    }
    if (attributes.empty()) return;
    int node = Add(3, attributes);
    nodes_.Make(id_, node);
    nodes_.Leave(id_, node);
    nodes_.gone[id_] = node;
  }

  void SetExpression() {
    if (!Has("generated") || after_->generated.empty()) return;
    int node = Add(4, {"generated"});
    nodes_.Make(id_, node);
    nodes_.Leave(id_, node);
  }

  void SetDefault() {
    if (default_ == nullptr || default_->fate == Fate::kDrop) return;
    int node = Add(5, {"default"});
    nodes_.Make(value_, node);
    if (default_->fate == Fate::kReplace) nodes_.Leave(value_, node);
  }

  // Limits that the new type cannot hold go before it.
  bool IdentityHoldsLess() const {
    return before_->identity && after_->identity &&
           HoldsLess(after_->identity->options.type, before_->identity->options.type);
  }

  void SetIdentity(int stage) {
    if (!Has("identity") || !after_->identity) return;
    int node = Add(stage, {"identity"});
    if (!before_->identity) {
      nodes_.names_taken.push_back({{id_.schema, after_->identity->sequence}, node});
    }
  }

  void Rest(bool type_rebuilt) {
    std::vector<std::string_view> attributes;
    for (std::string_view attribute : {"storage", "compression", "statistics", "with", "comment"}) {
      const bool reset =
          type_rebuilt && ((attribute == "storage" && !after_->storage.empty()) ||
                           (attribute == "compression" && !after_->compression.empty()));
      if (Has(attribute) || reset) attributes.push_back(attribute);
    }
    if (!attributes.empty()) Add(8, attributes);
  }

  bool Has(std::string_view attribute) const {
    return decision_ != nullptr && Contains(decision_->attributes, attribute);
  }

  int Add(int stage, std::vector<std::string_view> attributes, bool takes_away = false) {
    Step step = StepOf(Verb::kAlter);
    step.attributes = std::move(attributes);
    step.takes_away = takes_away;
    int node = nodes_.Add(std::move(step), Key(3, position_, stage));
    Chain(node);
    return node;
  }

  void Chain(int node) {
    if (last_ >= 0) nodes_.edges.push_back({last_, node});
    last_ = node;
  }

  Step StepOf(Verb verb) const {
    Step step;
    step.verb = verb;
    step.id = id_;
    step.before = planning_.before.Find(table_);
    step.after = planning_.after.Find(table_);
    if (verb != Verb::kCreate) step.column_before = before_;
    if (verb != Verb::kDrop) step.column_after = after_;
    if (decision_ != nullptr) step.because = decision_->because;
    if (step.because.empty() && default_ != nullptr) step.because = default_->because;
    return step;
  }

  SortKey Key(int part, int position, int stage) const {
    SortKey key = MakeKey(planning_, id_);
    key.part = part;
    key.position = position;
    key.stage = stage;
    return key;
  }

  int Position(const Database& database) const {
    const auto* table = database.Get<Table>(table_);
    const Column* column = table == nullptr ? nullptr : FindColumn(*table, id_.name);
    return column == nullptr ? 0 : static_cast<int>(column - table->columns.data());
  }

  const Planning& planning_;
  Nodes& nodes_;
  ObjectId id_, table_, value_;
  const Column* before_ = nullptr;
  const Column* after_ = nullptr;
  const Decision* decision_ = nullptr;
  const Decision* default_ = nullptr;
  int position_ = 0;
  int last_ = -1;
};

}  // namespace

void BuildColumnNodes(const Planning& planning, const Decisions& decisions, const LetGo& let_go,
                      Nodes* nodes) {
  std::set<ObjectId> columns;
  for (const auto& [id, decision] : decisions) {
    if (id.kind == Kind::kColumn) columns.insert(id);
    if (id.kind == Kind::kDefault) columns.insert(ColumnId(id.schema, id.scope, id.name));
  }
  for (const TypeRebuild& rebuild : let_go.type_rebuilds) {
    columns.insert(rebuild.columns.begin(), rebuild.columns.end());
  }
  for (const ObjectId& id : columns) ColumnBuilder(planning, decisions, id, nodes).Build();
}

}  // namespace autogen
