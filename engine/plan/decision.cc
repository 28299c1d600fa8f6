#include "engine/plan/decision.h"

#include <algorithm>

#include "engine/plan/rules.h"

namespace autogen {
namespace {

// A sequence that belongs to a column has its table's owner: it follows, and refuses its own.
// See: PostgreSQL manual, ALTER SEQUENCE, OWNED BY.
void LeaveOwnerToTable(const Object& before, std::vector<std::string_view>* attributes) {
  const Sequence* sequence = std::get_if<Sequence>(&before);
  if (sequence == nullptr || sequence->owned_by.empty()) return;
  if (Contains(*attributes, "owned_by")) return;
  std::erase(*attributes, "owner");
}

// A view's column has a name and a type by the query; only its default and comment are its own.
bool ReshapesView(const std::vector<ColumnChange>& columns) {
  for (const ColumnChange& column : columns) {
    if (column.type != ChangeType::kAlter) return true;
    for (std::string_view attribute : column.attributes) {
      if (attribute == "type" || attribute == "collate") return true;
    }
  }
  return false;
}

void DecideViewColumns(const ObjectChange& change, Decision* decision) {
  if (change.columns.empty()) return;
  if (ReshapesView(change.columns) && !Contains(change.attributes, "sql")) {
    decision->fate = Fate::kRebuild;
  }
  decision->attributes.push_back("columns");
}

void DecideTableColumns(const Planning& planning, const ObjectChange& change,
                        const Detours& detours, Decisions* decisions) {
  for (const ColumnChange& column : change.columns) {
    ObjectId id = ColumnId(change.id.schema, change.id.name, column.column);
    switch (column.type) {
      case ChangeType::kCreate:
        (*decisions)[id].fate = Fate::kCreate;
        break;
      case ChangeType::kDrop:
        (*decisions)[id].fate = Fate::kDrop;
        break;
      case ChangeType::kAlter:
        DecideColumn(planning, id, column.attributes, detours, decisions);
        break;
    }
  }
}

void DecideAlter(const Planning& planning, const ObjectChange& change, const Detours& detours,
                 Decisions* decisions) {
  const Object* before = planning.before.Find(change.id);
  const Object* after = planning.after.Find(change.id);
  if (before == nullptr || after == nullptr) return;
  Decision decision;
  decision.attributes = change.attributes;
  const bool relation = change.id.kind == Kind::kTable || change.id.kind == Kind::kView ||
                        change.id.kind == Kind::kMaterializedView;
  // Theirs are told one by one; of an index or a key, "columns" is an attribute like others.
  if (relation) std::erase(decision.attributes, "columns");
  LeaveOwnerToTable(*before, &decision.attributes);
  if (!decision.attributes.empty()) {
    decision.fate = FateOf(planning, *before, *after, decision.attributes);
  }
  if (change.id.kind == Kind::kTable) {
    DecideTableColumns(planning, change, detours, decisions);
  } else if (relation) {
    DecideViewColumns(change, &decision);
  }
  if (decision.attributes.empty()) return;
  if (decision.fate != Fate::kRebuild && detours.rebuilt.contains(change.id)) {
    decision.fate = Fate::kRebuild;
  }
  decisions->emplace(change.id, std::move(decision));
}

}  // namespace

Planning::Planning(const Database& before_, const Database& after_, const PlanOptions& options_)
    : before(before_),
      after(after_),
      options(options_),
      before_needs(before_),
      after_needs(after_),
      server_version(std::max(before_.server_version, after_.server_version)) {}

bool Contains(const std::vector<std::string_view>& attributes, std::string_view name) {
  return std::find(attributes.begin(), attributes.end(), name) != attributes.end();
}

bool IsCommonAttribute(std::string_view name) {
  return name == "comment" || name == "owner" || name == "grants" || name == "security_labels";
}

bool IsType(Kind kind) {
  return kind == Kind::kEnum || kind == Kind::kDomain || kind == Kind::kCompositeType ||
         kind == Kind::kRangeType;
}

Finding Refusal(std::string message, std::string hint) {
  Finding finding;
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  finding.blame = Blame::kFinding;  // people decide what is to give way
  return finding;
}

Decisions Decide(const Planning& planning, const Changes& changes, const Detours& detours) {
  Decisions decisions;
  for (const ObjectChange& change : changes.changes) {
    switch (change.type) {
      case ChangeType::kCreate:
        decisions[change.id].fate = Fate::kCreate;
        break;
      case ChangeType::kDrop:
        // An extension may serve others, and takes its members' rows along: only where asked for.
        if (change.id.kind == Kind::kExtension && !planning.options.drop_extensions) break;
        decisions[change.id].fate = Fate::kDrop;
        break;
      case ChangeType::kAlter:
        DecideAlter(planning, change, detours, &decisions);
        break;
    }
  }
  return decisions;
}

}  // namespace autogen
