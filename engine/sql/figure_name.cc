#include "engine/sql/figure_name.h"

#include <vector>

#include "engine/sql/parse.h"

namespace autogen {
namespace {

using tree::Node;
using tree::NodeType;

// How sure a name is: a cast's type gives way to what its argument is called by.
enum class Strength { kNone, kWeak, kStrong };

// The name lies in the tree.
struct Figured {
  Strength strength = Strength::kNone;
  std::string_view name;
};

Figured Strong(std::string_view name) { return {Strength::kStrong, name}; }

Figured LastOf(const Node& node, int number) {
  std::vector<std::string_view> names = tree::Strings(node, number);
  return names.empty() ? Figured() : Strong(names.back());
}

Figured Figure(const Node* node);

Figured OfIndirection(const Node& node) {
  Figured field = LastOf(node, tree::AIndirection::kIndirection);
  return field.strength == Strength::kNone ? Figure(node.Child(tree::AIndirection::kArg)) : field;
}

Figured OfCast(const Node& node) {
  Figured inside = Figure(node.Child(tree::TypeCast::kArg));
  const Node* type = node.Child(tree::TypeCast::kTypeName);
  if (inside.strength == Strength::kStrong || type == nullptr) return inside;
  return {Strength::kWeak, LastOf(*type, tree::TypeName::kNames).name};
}

Figured OfSublink(const Node& node) {
  switch (node.Value(tree::SubLink::kSubLinkType)) {
    case tree::kExistsSublink:
      return Strong("exists");
    case tree::kArraySublink:
      return Strong("array");
    case tree::kExprSublink: {
      const Node* query = node.Child(tree::SubLink::kSubselect);
      if (query == nullptr) return {};
      std::vector<const Node*> targets = query->Children(tree::SelectStmt::kTargetList);
      if (targets.empty()) return {};
      std::string_view name = targets[0]->Text(tree::ResTarget::kName);
      return name.empty() ? Figure(targets[0]->Child(tree::ResTarget::kVal)) : Strong(name);
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
      return Strong("xmlconcat");
    case tree::kIsXmlelement:
      return Strong("xmlelement");
    case tree::kIsXmlforest:
      return Strong("xmlforest");
    case tree::kIsXmlparse:
      return Strong("xmlparse");
    case tree::kIsXmlpi:
      return Strong("xmlpi");
    case tree::kIsXmlroot:
      return Strong("xmlroot");
    default:
      return {};
  }
}

Figured OfCase(const Node& node) {
  Figured otherwise = Figure(node.Child(tree::CaseExpr::kDefresult));
  return otherwise.strength == Strength::kStrong ? otherwise : Figured{Strength::kWeak, "case"};
}

// A column whose last part is a star has no name.
Figured OfColumn(const Node& node) {
  std::vector<const Node*> fields = node.Children(tree::ColumnRef::kFields);
  bool named = !fields.empty() && !fields.back()->Is(NodeType::kAStar);
  return named ? LastOf(node, tree::ColumnRef::kFields) : Figured();
}

Figured Figure(const Node* at) {
  if (at == nullptr) return {};
  const Node& node = *at;
  switch (node.type) {
    case NodeType::kColumnRef:
      return OfColumn(node);
    case NodeType::kAIndirection:
      return OfIndirection(node);
    case NodeType::kFuncCall:
      return LastOf(node, tree::FuncCall::kFuncname);
    case NodeType::kAExpr:
      return node.Value(tree::AExpr::kKind) == tree::kAexprNullif ? Strong("nullif") : Figured();
    case NodeType::kTypeCast:
      return OfCast(node);
    case NodeType::kCollateClause:
      return Figure(node.Child(tree::CollateClause::kArg));
    case NodeType::kGroupingFunc:
      return Strong("grouping");
    case NodeType::kSubLink:
      return OfSublink(node);
    case NodeType::kCaseExpr:
      return OfCase(node);
    case NodeType::kAArrayExpr:
      return Strong("array");
    case NodeType::kRowExpr:
      return Strong("row");
    case NodeType::kCoalesceExpr:
      return Strong("coalesce");
    case NodeType::kMinMaxExpr:
      return Strong(node.Value(tree::MinMaxExpr::kOp) == tree::kIsLeast ? "least" : "greatest");
    case NodeType::kSQLValueFunction:
      return Strong(ValueName(node.Value(tree::SQLValueFunction::kOp)));
    case NodeType::kXmlExpr:
      return OfXml(node);
    case NodeType::kXmlSerialize:
      return Strong("xmlserialize");
    default:
      return {};
  }
}

}  // namespace

std::string FigureName(const Node& expression) { return std::string(Figure(&expression).name); }

std::string FigureName(std::string_view expression) {
  absl::StatusOr<ParsedSql> parsed = ParseSql(expression, SqlForm::kExpression);
  return parsed.ok() ? FigureName(*parsed->root) : "";
}

}  // namespace autogen
