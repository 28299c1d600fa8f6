#include "engine/compare/expression_name.h"

#include "engine/sql/parse.h"

namespace autogen {
namespace {

using tree::Node;
using tree::NodeType;

// How sure a word is: a cast's type gives way to what its argument is called by.
enum class Strength { kNone, kWeak, kStrong };

struct Found {
  Strength strength = Strength::kNone;
  std::string_view name;
};

Found Strong(std::string_view name) { return {Strength::kStrong, name}; }

Found LastOf(const Node& node, int number) {
  std::vector<std::string_view> parts = tree::Strings(node, number);
  return parts.empty() ? Found{} : Strong(parts.back());
}

std::string_view ValueFunctionName(int64_t op) {
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

std::string_view XmlName(int64_t op) {
  switch (op) {
    case tree::kIsXmlconcat:
      return "xmlconcat";
    case tree::kIsXmlelement:
      return "xmlelement";
    case tree::kIsXmlforest:
      return "xmlforest";
    case tree::kIsXmlparse:
      return "xmlparse";
    case tree::kIsXmlpi:
      return "xmlpi";
    case tree::kIsXmlroot:
      return "xmlroot";
    default:
      return "xmlserialize";
  }
}

Found NameOf(const Node* node);

Found NameOfCast(const Node& node) {
  Found argument = NameOf(node.Child(tree::TypeCast::kArg));
  const Node* type = node.Child(tree::TypeCast::kTypeName);
  if (argument.strength == Strength::kStrong || type == nullptr) return argument;
  Found found = LastOf(*type, tree::TypeName::kNames);
  return {Strength::kWeak, found.name};
}

Found NameOfCase(const Node& node) {
  Found otherwise = NameOf(node.Child(tree::CaseExpr::kDefresult));
  return otherwise.strength == Strength::kStrong ? otherwise : Found{Strength::kWeak, "case"};
}

Found NameOfIndirection(const Node& node) {
  Found field = LastOf(node, tree::AIndirection::kIndirection);
  return field.strength == Strength::kNone ? NameOf(node.Child(tree::AIndirection::kArg)) : field;
}

// See: FigureColnameInternal. A query cannot stand in an index.
Found NameOf(const Node* node) {
  if (node == nullptr) return {};
  switch (node->type) {
    case NodeType::kColumnRef:
      return LastOf(*node, tree::ColumnRef::kFields);
    case NodeType::kAIndirection:
      return NameOfIndirection(*node);
    case NodeType::kFuncCall:
      return LastOf(*node, tree::FuncCall::kFuncname);
    case NodeType::kAExpr:
      return node->Value(tree::AExpr::kKind) == tree::kAexprNullif ? Strong("nullif") : Found{};
    case NodeType::kTypeCast:
      return NameOfCast(*node);
    case NodeType::kCollateClause:
      return NameOf(node->Child(tree::CollateClause::kArg));
    case NodeType::kCaseExpr:
      return NameOfCase(*node);
    case NodeType::kAArrayExpr:
      return Strong("array");
    case NodeType::kRowExpr:
      return Strong("row");
    case NodeType::kCoalesceExpr:
      return Strong("coalesce");
    case NodeType::kMinMaxExpr:
      return Strong(node->Value(tree::MinMaxExpr::kOp) == tree::kIsLeast ? "least" : "greatest");
    case NodeType::kSQLValueFunction:
      return Strong(ValueFunctionName(node->Value(tree::SQLValueFunction::kOp)));
    case NodeType::kXmlExpr:
      return Strong(XmlName(node->Value(tree::XmlExpr::kOp)));
    case NodeType::kXmlSerialize:
      return Strong("xmlserialize");
    default:
      return {};
  }
}

}  // namespace

std::string ExpressionName(std::string_view expression) {
  absl::StatusOr<ParsedSql> parsed = ParseSql(expression, SqlForm::kExpression);
  if (!parsed.ok()) return "";
  return std::string(NameOf(parsed->root).name);
}

}  // namespace autogen
