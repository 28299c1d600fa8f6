#include "engine/plan/rules.h"

namespace autogen {
namespace {

// By the attribute list alone.
template <class T>
Fate ListedFate(const T&, const ChangedAttributes& attributes) {
  Fate fate = Fate::kAlter;
  ForEachAttribute<T>([&](const auto& attribute) {
    if (attribute.alters == Alters::kRebuild && Contains(attributes, attribute.name)) {
      fate = Fate::kRebuild;
    }
  });
  return fate;
}

struct FateRule {
  const Planning& planning;
  const Object& after;
  const ChangedAttributes& attributes;

  Fate operator()(const Namespace& before) const { return ListedFate(before, attributes); }
  // See: PostgreSQL manual, ALTER EXTENSION, SET SCHEMA: only one that is relocatable moves. Models
  // do not say whether it is; the side that was read does.
  Fate operator()(const Extension& before) const {
    const bool moves = before.relocatable || std::get<Extension>(after).relocatable;
    if (Contains(attributes, "schema") && !moves) return Fate::kRebuild;
    return ListedFate(before, attributes);
  }
  Fate operator()(const Sequence& before) const { return ListedFate(before, attributes); }
  Fate operator()(const Operator& before) const { return ListedFate(before, attributes); }
  Fate operator()(const Table& before) const { return ListedFate(before, attributes); }
  Fate operator()(const Index& before) const { return ListedFate(before, attributes); }
  Fate operator()(const MaterializedView& before) const { return ListedFate(before, attributes); }
  Fate operator()(const Domain& before) const { return ListedFate(before, attributes); }
  Fate operator()(const RangeType& before) const { return ListedFate(before, attributes); }
  Fate operator()(const Enum& before) const {
    return Contains(attributes, "values") ? FateOfEnum(before, std::get<Enum>(after))
                                          : Fate::kAlter;
  }
  Fate operator()(const CompositeType& before) const {
    if (!Contains(attributes, "attributes")) return Fate::kAlter;
    return FateOfComposite(planning, before, std::get<CompositeType>(after));
  }
  Fate operator()(const Routine& before) const {
    return FateOfRoutine(before, std::get<Routine>(after), attributes);
  }
  Fate operator()(const Constraint& before) const {
    return FateOfConstraint(before, std::get<Constraint>(after), attributes);
  }
  Fate operator()(const Trigger& before) const {
    return FateOfTrigger(before, std::get<Trigger>(after), attributes, planning.server_version);
  }
  Fate operator()(const View& before) const {
    return FateOfView(before, std::get<View>(after), attributes);
  }
};

}  // namespace

Fate FateOf(const Planning& planning, const Object& before, const Object& after,
            const ChangedAttributes& attributes) {
  return std::visit(FateRule{planning, after, attributes}, before);
}

Fate FateOfConstraint(const Constraint& before, const Constraint& after,
                      const ChangedAttributes& attributes) {
  const bool key = after.type == ConstraintType::kForeignKey;
  for (std::string_view attribute : attributes) {
    if (IsCommonAttribute(attribute)) continue;
    // ALTER CONSTRAINT is for foreign keys only. See: PostgreSQL manual, ALTER TABLE.
    if (key && (attribute == "deferrable" || attribute == "initially_deferred")) continue;
    // VALIDATE CONSTRAINT has no way back.
    if (attribute == "not_valid" && before.not_valid) continue;
    // Of the index below it.
    if (attribute == "with" || attribute == "tablespace") continue;
    return Fate::kRebuild;
  }
  return Fate::kAlter;
}

Fate FateOfTrigger(const Trigger& before, const Trigger& after, const ChangedAttributes& attributes,
                   int server_version) {
  bool altered = true;  // by ENABLE and DISABLE, and COMMENT
  for (std::string_view attribute : attributes) {
    altered = altered && (attribute == "state" || IsCommonAttribute(attribute));
  }
  if (altered) return Fate::kAlter;
  // See: PostgreSQL manual, CREATE TRIGGER: OR REPLACE [14], not for constraint triggers.
  if (server_version < 140000 || before.constraint || after.constraint) return Fate::kRebuild;
  return Fate::kReplace;
}

// OR REPLACE keeps the columns that there are and may add some behind them.
// See: PostgreSQL manual, CREATE VIEW.
Fate FateOfView(const View& before, const View& after, const ChangedAttributes& attributes) {
  if (!Contains(attributes, "sql")) return Fate::kAlter;
  if (before.columns.empty() || after.columns.size() < before.columns.size()) return Fate::kRebuild;
  for (size_t i = 0; i < before.columns.size(); ++i) {
    const Column& was = before.columns[i];
    const Column& is = after.columns[i];
    // A model's view has no types until a server has printed it: nothing is known then.
    if (was.type.empty() || is.type.empty()) return Fate::kRebuild;
    if (was.name != is.name || was.type != is.type || was.collation != is.collation) {
      return Fate::kRebuild;
    }
  }
  return Fate::kReplace;
}

}  // namespace autogen
