#include "runner/migrate/requirements.h"

#include <algorithm>

#include "engine/sql/parse.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

using tree::Node;
using tree::NodeType;

std::string Qualified(const std::vector<std::string_view>& strings) {
  std::string text;
  for (std::string_view part : strings) text += (text.empty() ? "" : ".") + QuoteIdentifier(part);
  return text;
}

std::string Qualified(const Node& range_var) {
  std::vector<std::string_view> strings;
  if (range_var.Has(tree::RangeVar::kSchemaname)) {
    strings.push_back(range_var.Text(tree::RangeVar::kSchemaname));
  }
  strings.push_back(range_var.Text(tree::RangeVar::kRelname));
  return Qualified(strings);
}

class Collector {
 public:
  Collector(Place place, Requirements* requirements)
      : place_(std::move(place)), requirements_(*requirements) {}

  void Read(const Node& statement) {
    if (MayDoAnything(statement.type)) {
      requirements_.roles_may_come = requirements_.rights_may_come = true;
    }
    if (ChangesRoles(statement.type)) requirements_.rights_may_come = true;
    if (statement.Is(NodeType::kCreateRoleStmt)) requirements_.roles_may_come = true;
    if (!statement.Is(NodeType::kDropRoleStmt)) ReadRoles(statement);
    if (statement.Is(NodeType::kCreateExtensionStmt)) {
      Add(&requirements_.extensions,
          std::string(statement.Text(tree::CreateExtensionStmt::kExtname)));
    }
    ReadOwned(statement);
    ReadCreated(statement);
  }

 private:
  static bool MayDoAnything(NodeType type) {
    return type == NodeType::kDoStmt || type == NodeType::kCallStmt ||
           type == NodeType::kSelectStmt || type == NodeType::kExecuteStmt;
  }
  // The rights of the role that runs may be others afterwards.
  static bool ChangesRoles(NodeType type) {
    return type == NodeType::kGrantRoleStmt || type == NodeType::kAlterRoleStmt ||
           type == NodeType::kVariableSetStmt || type == NodeType::kReassignOwnedStmt ||
           type == NodeType::kGrantStmt || type == NodeType::kAlterOwnerStmt;
  }

  void Add(std::vector<Requirement>* list, std::string name) const {
    bool there = std::any_of(list->begin(), list->end(),
                             [&](const Requirement& other) { return other.name == name; });
    if (!there) list->push_back({std::move(name), place_});
  }

  void ReadRoles(const Node& node) const {
    if (node.Is(NodeType::kRoleSpec) &&
        node.Value(tree::RoleSpec::kRoletype) == tree::kRolespecCstring) {
      Add(&requirements_.roles, std::string(node.Text(tree::RoleSpec::kRolename)));
    }
    for (const tree::Field& field : node.fields) {
      if (field.node != nullptr) ReadRoles(*field.node);
    }
  }

  void Owned(const Node* range_var) const {
    if (range_var != nullptr && range_var->Is(NodeType::kRangeVar)) {
      Add(&requirements_.owned, Qualified(*range_var));
    }
  }

  // See: PostgreSQL manual, the Description of each command ("You must own the table to …").
  void ReadOwned(const Node& statement) const {
    switch (statement.type) {
      case NodeType::kAlterTableStmt:
        return Owned(statement.Child(tree::AlterTableStmt::kRelation));
      case NodeType::kIndexStmt:
        return Owned(statement.Child(tree::IndexStmt::kRelation));
      case NodeType::kRenameStmt:
        return Owned(statement.Child(tree::RenameStmt::kRelation));
      case NodeType::kAlterObjectSchemaStmt:
        return Owned(statement.Child(tree::AlterObjectSchemaStmt::kRelation));
      case NodeType::kDropStmt:
        return ReadDrop(statement);
      default:
        return;
    }
  }

  void ReadDrop(const Node& statement) const {
    int64_t type = statement.Value(tree::DropStmt::kRemoveType);
    bool relation = type == tree::kObjectTable || type == tree::kObjectIndex ||
                    type == tree::kObjectView || type == tree::kObjectMatview ||
                    type == tree::kObjectSequence;
    if (!relation) return;
    for (const Node* object : statement.Children(tree::DropStmt::kObjects)) {
      Add(&requirements_.dropped, Qualified(tree::Strings(*object, tree::List::kItems)));
    }
  }

  void CreatedIn(std::string_view schema) const {
    Add(&requirements_.schemas, schema.empty() ? "" : QuoteIdentifier(schema));
  }
  void CreatedAs(const Node* range_var) const {
    if (range_var == nullptr || range_var->Text(tree::RangeVar::kRelpersistence) == "t") return;
    CreatedIn(range_var->Text(tree::RangeVar::kSchemaname));
  }
  void CreatedAs(const std::vector<std::string_view>& name) const {
    CreatedIn(name.size() > 1 ? name[name.size() - 2] : "");
  }

  void ReadCreated(const Node& statement) const {
    switch (statement.type) {
      case NodeType::kCreateStmt:
        return CreatedAs(statement.Child(tree::CreateStmt::kRelation));
      case NodeType::kViewStmt:
        return CreatedAs(statement.Child(tree::ViewStmt::kView));
      case NodeType::kCreateSeqStmt:
        return CreatedAs(statement.Child(tree::CreateSeqStmt::kSequence));
      case NodeType::kCompositeTypeStmt:
        return CreatedAs(statement.Child(tree::CompositeTypeStmt::kTypevar));
      case NodeType::kCreateFunctionStmt:
        return CreatedAs(tree::Strings(statement, tree::CreateFunctionStmt::kFuncname));
      case NodeType::kCreateEnumStmt:
        return CreatedAs(tree::Strings(statement, tree::CreateEnumStmt::kTypeName));
      case NodeType::kCreateDomainStmt:
        return CreatedAs(tree::Strings(statement, tree::CreateDomainStmt::kDomainname));
      default:
        return;
    }
  }

  Place place_;
  Requirements& requirements_;
};

}  // namespace

void AddRequirements(const MigrationFile& file, Requirements* requirements) {
  for (const Unit& unit : file.units) {
    for (const UnitStatement& statement : unit.statements) {
      Place place = {file.path, statement.line, 0, 1, ""};
      absl::StatusOr<tree::Tree> tree = ParseStatements(statement.text);
      if (!tree.ok()) {  // newer than the built-in parser: nothing is known of it
        requirements->roles_may_come = requirements->rights_may_come = true;
        continue;
      }
      for (const Node* raw : tree->root().Children(tree::ParseResult::kStmts)) {
        const Node* node = raw->Child(tree::RawStmt::kStmt);
        if (node != nullptr) Collector(place, requirements).Read(*node);
      }
    }
  }
}

}  // namespace autogen
