#include "engine/sql/normal/analyzer.h"

namespace autogen::normal {
namespace {

struct Figured {
  int strength = 0;
  std::string name;
};

Figured Figure(const Node& node);

std::string_view Last(const std::vector<std::string_view>& names) {
  return names.empty() ? std::string_view() : names.back();
}

Figured OfIndirection(const Node& node) {
  std::vector<std::string_view> fields = tree::Strings(node, tree::AIndirection::kIndirection);
  if (!fields.empty()) return {2, std::string(fields.back())};
  return Figure(*node.Child(tree::AIndirection::kArg));
}

Figured OfCast(const Node& node) {
  Figured inside = Figure(*node.Child(tree::TypeCast::kArg));
  const Node* type = node.Child(tree::TypeCast::kTypeName);
  if (inside.strength > 1 || type == nullptr) return inside;
  return {1, std::string(Last(tree::Strings(*type, tree::TypeName::kNames)))};
}

Figured OfSublink(const Node& node) {
  switch (node.Value(tree::SubLink::kSubLinkType)) {
    case tree::kExistsSublink:
      return {2, "exists"};
    case tree::kArraySublink:
      return {2, "array"};
    case tree::kExprSublink: {
      const Node* query = node.Child(tree::SubLink::kSubselect);
      if (query == nullptr) return {};
      std::vector<const Node*> targets = query->Children(tree::SelectStmt::kTargetList);
      if (targets.empty()) return {};
      std::string_view name = targets[0]->Text(tree::ResTarget::kName);
      if (!name.empty()) return {2, std::string(name)};
      const Node* value = targets[0]->Child(tree::ResTarget::kVal);
      return value == nullptr ? Figured() : Figure(*value);
    }
    default:
      return {};
  }
}

std::string_view ValueName(int64_t op) {
  switch (op) {
    case tree::kSvfopCurrentDate:
      return "current_date";
    case tree::kSvfopCurrentTime:
    case tree::kSvfopCurrentTimeN:
      return "current_time";
    case tree::kSvfopCurrentTimestamp:
    case tree::kSvfopCurrentTimestampN:
      return "current_timestamp";
    case tree::kSvfopLocaltime:
    case tree::kSvfopLocaltimeN:
      return "localtime";
    case tree::kSvfopLocaltimestamp:
    case tree::kSvfopLocaltimestampN:
      return "localtimestamp";
    case tree::kSvfopCurrentRole:
      return "current_role";
    case tree::kSvfopCurrentUser:
      return "current_user";
    case tree::kSvfopUser:
      return "user";
    case tree::kSvfopSessionUser:
      return "session_user";
    case tree::kSvfopCurrentCatalog:
      return "current_catalog";
    default:
      return "current_schema";
  }
}

Figured OfXml(const Node& node) {
  switch (node.Value(tree::XmlExpr::kOp)) {
    case tree::kIsXmlconcat:
      return {2, "xmlconcat"};
    case tree::kIsXmlelement:
      return {2, "xmlelement"};
    case tree::kIsXmlforest:
      return {2, "xmlforest"};
    case tree::kIsXmlparse:
      return {2, "xmlparse"};
    case tree::kIsXmlpi:
      return {2, "xmlpi"};
    case tree::kIsXmlroot:
      return {2, "xmlroot"};
    default:
      return {};
  }
}

Figured Figure(const Node& node) {
  switch (node.type) {
    case NodeType::kColumnRef: {
      std::vector<const Node*> fields = node.Children(tree::ColumnRef::kFields);
      if (fields.empty() || fields.back()->Is(NodeType::kAStar)) return {};
      return {2, std::string(Last(tree::Strings(node, tree::ColumnRef::kFields)))};
    }
    case NodeType::kAIndirection:
      return OfIndirection(node);
    case NodeType::kFuncCall:
      return {2, std::string(Last(tree::Strings(node, tree::FuncCall::kFuncname)))};
    case NodeType::kAExpr:
      if (node.Value(tree::AExpr::kKind) == tree::kAexprNullif) return {2, "nullif"};
      return {};
    case NodeType::kTypeCast:
      return OfCast(node);
    case NodeType::kCollateClause:
      return Figure(*node.Child(tree::CollateClause::kArg));
    case NodeType::kGroupingFunc:
      return {2, "grouping"};
    case NodeType::kSubLink:
      return OfSublink(node);
    case NodeType::kCaseExpr: {
      const Node* otherwise = node.Child(tree::CaseExpr::kDefresult);
      Figured inside = otherwise == nullptr ? Figured() : Figure(*otherwise);
      return inside.strength > 1 ? inside : Figured{1, "case"};
    }
    case NodeType::kAArrayExpr:
      return {2, "array"};
    case NodeType::kRowExpr:
      return {2, "row"};
    case NodeType::kCoalesceExpr:
      return {2, "coalesce"};
    case NodeType::kMinMaxExpr:
      return {2, node.Value(tree::MinMaxExpr::kOp) == tree::kIsLeast ? "least" : "greatest"};
    case NodeType::kSQLValueFunction:
      return {2, std::string(ValueName(node.Value(tree::SQLValueFunction::kOp)))};
    case NodeType::kXmlExpr:
      return OfXml(node);
    case NodeType::kXmlSerialize:
      return {2, "xmlserialize"};
    default:
      return {};
  }
}

}  // namespace

std::string FigureName(const Node& node) { return Figure(node).name; }

}  // namespace autogen::normal
