#include "engine/plan/bodies.h"

#include <algorithm>
#include <optional>

#include "engine/sql/names.h"

namespace autogen {
namespace {

// The path that a body is looked into under: the function's own setting, as SQL says it
// (`pg_catalog, "Odd"`), else the file's.
std::vector<Name> PathFor(const Routine& routine, const PlanOptions& options) {
  std::optional<std::string> sql;
  for (const auto& [parameter, value] : routine.set) {
    if (parameter == "search_path") sql = value;
  }
  if (!sql) return options.search_path;
  std::vector<Name> path;
  std::string name;
  auto end = [&] {
    if (!name.empty()) path.emplace_back(std::exchange(name, {}));
  };
  for (char c : *sql) {
    if (c == ',') {
      end();
    } else if (c != '\'' && c != '"' && c != ' ') {
      name += c;
    }
  }
  end();
  return path;
}

// In which schemas there is something of a name that a body may mention.
class NamesBySchema {
 public:
  explicit NamesBySchema(const Database& database) {
    for (const auto& [id, object] : database.objects) {
      if (std::optional<NameRole> role = RoleOf(id.kind)) Add(*role, {id.schema, id.name});
      // A row is a type.
      if (RoleOf(id.kind) == NameRole::kRelation) Add(NameRole::kType, {id.schema, id.name});
    }
    for (const ExtensionMember& member : database.members) {
      using Role = ExtensionMember::Role;
      if (member.role == Role::kFunction) Add(NameRole::kFunction, member.name);
      if (member.role == Role::kRelation) Add(NameRole::kRelation, member.name);
      if (member.role == Role::kType) Add(NameRole::kType, member.name);
    }
  }

  bool IsBeyond(const NameUse& use, const std::vector<Name>& path) const {
    if (!use.name.schema.empty() || IsBuiltin(use.role, use.name.name.view())) return false;
    auto found = schemas_.find({use.role, use.name.name});
    return found != schemas_.end() &&
           std::none_of(found->second.begin(), found->second.end(), [&](Name schema) {
             return std::find(path.begin(), path.end(), schema) != path.end();
           });
  }

 private:
  static std::optional<NameRole> RoleOf(Kind kind) {
    switch (kind) {
      case Kind::kTable:
      case Kind::kView:
      case Kind::kMaterializedView:
      case Kind::kSequence:
        return NameRole::kRelation;
      case Kind::kEnum:
      case Kind::kDomain:
      case Kind::kCompositeType:
      case Kind::kRangeType:
        return NameRole::kType;
      case Kind::kFunction:
      case Kind::kProcedure:
        return NameRole::kFunction;
      case Kind::kOperator:
        return NameRole::kOperator;
      case Kind::kNamespace:
      case Kind::kExtension:
      case Kind::kColumn:
      case Kind::kDefault:
      case Kind::kConstraint:
      case Kind::kIndex:
      case Kind::kTrigger:
      case Kind::kUnmodelled:
        return std::nullopt;
    }
    Unreachable();
  }

  void Add(NameRole role, const QualifiedName& name) {
    schemas_[{role, name.name}].push_back(name.schema);
  }

  std::map<std::pair<NameRole, Name>, std::vector<Name>> schemas_;
};

bool IsMade(const Decision& decision) {
  return decision.fate == Fate::kCreate || decision.fate == Fate::kRebuild ||
         decision.fate == Fate::kReplace;
}

}  // namespace

bool BodiesReachBeyondPath(const Planning& planning, const Decisions& decisions) {
  std::optional<NamesBySchema> names;  // once one is made
  for (const auto& [id, decision] : decisions) {
    if (!IsMade(decision)) continue;
    const auto* routine = planning.after.Get<Routine>(id);
    if (routine == nullptr || routine->body.empty() || routine->language != Name("sql")) continue;
    absl::StatusOr<Uses> uses = FindUsesInBody(routine->body);
    if (!uses.ok()) continue;  // for the server to read
    if (!names) names.emplace(planning.after);
    const std::vector<Name> path = PathFor(*routine, planning.options);
    for (const NameUse& use : uses->names) {
      if (names->IsBeyond(use, path)) return true;
    }
  }
  return false;
}

}  // namespace autogen
