#include "engine/sql/normal/analyzer.h"

// A type as written.
namespace autogen::normal {
namespace {

using namespace known;  // NOLINT: the names of types

std::string Number(const Node& node) {
  if (!node.Is(NodeType::kAConst)) return {};
  if (const Node* value = node.Child(tree::AConst::kIval)) {
    return std::to_string(value->Value(tree::Integer::kIval));
  }
  if (const Node* value = node.Child(tree::AConst::kSval)) {
    return std::string(value->Text(tree::String::kSval));
  }
  return {};
}

// See: PostgreSQL source, timestamp.c, intervaltypmodout.
std::string_view IntervalFields(int64_t mask) {
  switch (mask) {
    case 1 << 2:
      return " year";
    case 1 << 1:
      return " month";
    case 1 << 3:
      return " day";
    case 1 << 10:
      return " hour";
    case 1 << 11:
      return " minute";
    case 1 << 12:
      return " second";
    case 1 << 2 | 1 << 1:
      return " year to month";
    case 1 << 3 | 1 << 10:
      return " day to hour";
    case 1 << 3 | 1 << 10 | 1 << 11:
      return " day to minute";
    case 1 << 3 | 1 << 10 | 1 << 11 | 1 << 12:
      return " day to second";
    case 1 << 10 | 1 << 11:
      return " hour to minute";
    case 1 << 10 | 1 << 11 | 1 << 12:
      return " hour to second";
    case 1 << 11 | 1 << 12:
      return " minute to second";
    default:  // all of them
      return "";
  }
}

// The modifier as a TypeRef has it: "(10,2)", " day to second(3)".
Name ModifierOf(TypeId type, const std::vector<const Node*>& parts) {
  std::vector<std::string> numbers;
  for (const Node* part : parts) numbers.push_back(Number(*part));
  std::string text;
  if (type == t_interval && !numbers.empty()) {
    text = IntervalFields(std::atol(numbers[0].c_str()));
    numbers.erase(numbers.begin());
  }
  if (type == t_numeric && numbers.size() == 1) numbers.push_back("0");
  for (size_t i = 0; i < numbers.size(); ++i) text += (i == 0 ? "(" : ",") + numbers[i];
  if (!numbers.empty()) text += ")";
  return text;
}

}  // namespace

TypeId Analyzer::TypeOfNode(const Node& type_name, Name* modifier) {
  *modifier = Name();
  if (type_name.Has(tree::TypeName::kPctType) || type_name.Has(tree::TypeName::kSetof)) {
    Fail();
    return t_none;
  }
  std::vector<std::string_view> names = tree::Strings(type_name, tree::TypeName::kNames);
  TypeId type = t_none;
  if (names.size() == 2) {
    type = catalog_.FindType(names[0], names[1]);
  } else if (names.size() == 1) {
    type = catalog_.FindType("pg_catalog", names[0]);
    for (size_t i = 0; i < path_.schemas.size() && type == t_none; ++i) {
      type = catalog_.FindType(path_.schemas[i], names[0]);
    }
  }
  *modifier = ModifierOf(type, type_name.Children(tree::TypeName::kTypmods));
  if (type_name.Has(tree::TypeName::kArrayBounds)) {
    TypeId array = catalog_.Type(type).array;
    type = array != t_none || catalog_.Type(type).element == t_none ? array : type;
  }
  return type;
}

}  // namespace autogen::normal
