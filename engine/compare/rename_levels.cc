#include "engine/compare/rename_levels.h"

#include "engine/base/error.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

bool IsRelation(Kind kind) {
  return kind == Kind::kTable || kind == Kind::kView || kind == Kind::kMaterializedView ||
         kind == Kind::kSequence;
}

// What a type can be called by: a table's, a view's and a composite's row type among them.
bool IsType(Kind kind) {
  return kind == Kind::kTable || kind == Kind::kView || kind == Kind::kMaterializedView ||
         kind == Kind::kEnum || kind == Kind::kDomain || kind == Kind::kCompositeType ||
         kind == Kind::kRangeType;
}

bool IsPart(Kind kind) {
  return kind == Kind::kColumn || kind == Kind::kDefault || kind == Kind::kConstraint ||
         kind == Kind::kTrigger;
}

bool HasSignature(Kind kind) {
  return kind == Kind::kFunction || kind == Kind::kProcedure || kind == Kind::kOperator;
}

// The types of "(a, b)", split at commas that no quote or parenthesis holds.
std::vector<std::string> SplitSignature(std::string_view signature) {
  std::vector<std::string> parts;
  if (signature.size() <= 2) return parts;
  signature = signature.substr(1, signature.size() - 2);
  parts.emplace_back();
  int depth = 0;
  bool quoted = false;
  for (char c : signature) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == '(') ++depth;
    if (!quoted && c == ')') --depth;
    if (!quoted && depth == 0 && c == ',') {
      parts.emplace_back();
    } else if (c != ' ' || !parts.back().empty()) {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace

RenameLevel LevelOf(Kind kind) {
  switch (kind) {
    case Kind::kNamespace:
      return RenameLevel::kNamespaces;
    case Kind::kExtension:
    case Kind::kEnum:
    case Kind::kDomain:
    case Kind::kCompositeType:
    case Kind::kRangeType:
    case Kind::kSequence:
    case Kind::kTable:
    case Kind::kIndex:
    case Kind::kView:
    case Kind::kMaterializedView:
    case Kind::kUnmodelled:
      return RenameLevel::kWhole;
    case Kind::kFunction:
    case Kind::kProcedure:
    case Kind::kOperator:
      return RenameLevel::kRoutines;
    case Kind::kColumn:
    case Kind::kDefault:
    case Kind::kConstraint:
    case Kind::kTrigger:
      return RenameLevel::kParts;
  }
  Unreachable();
}

LevelRenames::LevelRenames(RenameLevel of_level, const std::map<ObjectId, ObjectId>& renames)
    : level(of_level) {
  for (const auto& [before, after] : renames) {
    if (LevelOf(before.kind) != level) continue;
    ids.emplace(before, after);
    if (before.kind == Kind::kNamespace) namespaces.emplace(before.name, after.name);
    QualifiedName from{before.schema, before.name}, to{after.schema, after.name};
    if (IsRelation(before.kind)) relations.emplace(from, to);
    if (IsType(before.kind)) types.emplace(from, to);
  }
}

Name LevelRenames::NewNamespace(Name name) const {
  auto found = namespaces.find(name);
  return found == namespaces.end() ? name : found->second;
}

QualifiedName LevelRenames::NewRelation(const QualifiedName& name) const {
  auto found = relations.find(name);
  if (found != relations.end()) return found->second;
  return {NewNamespace(name.schema), name.name};
}

Name LevelRenames::NewSignature(Name signature) const {
  if (namespaces.empty() && types.empty()) return signature;
  std::string text;
  for (const std::string& part : SplitSignature(signature)) {
    if (!text.empty()) text += ", ";
    auto type = ParseTypeName(part);
    if (part == "none" || !type.ok()) {
      text += part;
      continue;
    }
    auto found = types.find({type->schema, type->name});
    if (found != types.end()) {
      type->schema = found->second.schema;
      type->name = found->second.name;
    }
    type->schema = NewNamespace(type->schema);
    text += CanonicalText(*type);
  }
  return "(" + text + ")";
}

ObjectId LevelRenames::NewId(const ObjectId& id) const {
  if (auto found = ids.find(id); found != ids.end()) return found->second;
  ObjectId result = id;
  if (IsPart(id.kind)) {
    QualifiedName relation = NewRelation({id.schema, id.scope});
    // A composite type's attributes have its name as their scope.
    if (auto type = types.find({id.schema, id.scope}); type != types.end()) relation = type->second;
    result.schema = relation.schema;
    result.scope = relation.name;
    if (id.kind == Kind::kDefault) {
      ObjectId column = NewId(ColumnId(id.schema, id.scope, id.name));
      result.name = column.name;
    }
    return result;
  }
  result.schema = NewNamespace(id.schema);
  if (HasSignature(id.kind)) result.scope = NewSignature(id.scope);
  return result;
}

}  // namespace autogen
