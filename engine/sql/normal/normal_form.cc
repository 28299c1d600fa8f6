#include "engine/base/error.h"
#include "engine/sql/names.h"
#include "engine/sql/parse.h"

// The first step of telling that two texts mean the same: their trees are equal once the spellings
// that the grammar itself does not fold are folded. Rules that need types stand in files of their
// own beside this one.
namespace autogen {
namespace {

using tree::Node;
using tree::NodeType;

// Where something stands is no part of what it says.
bool IsPlace(NodeType type, int number) {
  std::string_view name = tree::FieldName(type, number);
  return name == "location" || name == "stmt_location" || name == "stmt_len";
}

// The field of a node that holds a name of that role, or 0.
int NameField(const Node& node, NameRole* role) {
  switch (node.type) {
    case NodeType::kTypeName:
      *role = NameRole::kType;
      return tree::TypeName::kNames;
    case NodeType::kFuncCall:
      *role = NameRole::kFunction;
      return tree::FuncCall::kFuncname;
    case NodeType::kAExpr:
      *role = NameRole::kOperator;
      return tree::AExpr::kName;
    case NodeType::kSubLink:
      *role = NameRole::kOperator;
      return tree::SubLink::kOperName;
    case NodeType::kCollateClause:
      *role = NameRole::kCollation;
      return tree::CollateClause::kCollname;
    default:
      return 0;
  }
}

class Printer {
 public:
  std::string Print(const Node& node) {
    Write(node);
    return std::move(text_);
  }

 private:
  void Write(const Node& node) {
    text_ += tree::NameOf(node.type);
    text_ += '{';
    NameRole role = NameRole::kType;
    int names = NameField(node, &role);
    const Node* skipped = names == 0 ? nullptr : CatalogPart(node, names, role);
    for (const tree::Field& field : node.fields) {
      if (IsPlace(node.type, field.number)) continue;
      if (field.node != nullptr && field.node == skipped) continue;
      text_ += std::to_string(field.number);
      text_ += ':';
      if (field.node != nullptr) {
        Write(*field.node);
      } else if (field.text.data() != nullptr) {
        // With its length, so that no text can look like structure.
        text_ += std::to_string(field.text.size());
        text_ += '"';
        text_ += field.text;
      } else {
        text_ += std::to_string(field.value);
      }
      text_ += ';';
    }
    text_ += '}';
  }

  // The "pg_catalog" of a built-in name: bare it means the same, for every name that is not built
  // in is qualified.
  static const Node* CatalogPart(const Node& node, int number, NameRole role) {
    std::vector<const Node*> parts = node.Children(number);
    std::vector<std::string_view> names = tree::Strings(node, number);
    if (parts.size() != 2 || names.size() != 2 || names[0] != "pg_catalog") return nullptr;
    return IsBuiltin(role, names[1]) ? parts[0] : nullptr;
  }

  std::string text_;
};

}  // namespace

std::optional<std::string> NormalForm(std::string_view text, SqlForm form) {
  absl::StatusOr<ParsedSql> parsed = ParseSql(text, form);
  if (!parsed.ok()) return std::nullopt;
  return Printer().Print(*parsed->root);
}

}  // namespace autogen
