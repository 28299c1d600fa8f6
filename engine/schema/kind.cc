#include "engine/schema/kind.h"

#include <array>

#include "engine/base/error.h"

namespace autogen {
namespace {

struct KindWords {
  std::string_view sql, name, key;
};

const KindWords& Words(Kind kind) {
  static constexpr KindWords kNamespace{"SCHEMA", "schema", "schemas"};
  static constexpr KindWords kExtension{"EXTENSION", "extension", "extensions"};
  static constexpr KindWords kEnum{"TYPE", "enum", "enums"};
  static constexpr KindWords kDomain{"DOMAIN", "domain", "domains"};
  static constexpr KindWords kCompositeType{"TYPE", "composite type", "composite_types"};
  static constexpr KindWords kRangeType{"TYPE", "range type", "range_types"};
  static constexpr KindWords kSequence{"SEQUENCE", "sequence", "sequences"};
  static constexpr KindWords kFunction{"FUNCTION", "function", "functions"};
  static constexpr KindWords kProcedure{"PROCEDURE", "procedure", "procedures"};
  static constexpr KindWords kOperator{"OPERATOR", "operator", "operators"};
  static constexpr KindWords kTable{"TABLE", "table", "tables"};
  static constexpr KindWords kColumn{"COLUMN", "column", ""};
  static constexpr KindWords kDefault{"DEFAULT", "default", ""};
  static constexpr KindWords kConstraint{"CONSTRAINT", "constraint", ""};
  static constexpr KindWords kIndex{"INDEX", "index", ""};
  static constexpr KindWords kTrigger{"TRIGGER", "trigger", ""};
  static constexpr KindWords kView{"VIEW", "view", "views"};
  static constexpr KindWords kMaterializedView{"MATERIALIZED VIEW", "materialized view",
                                               "materialized_views"};
  static constexpr KindWords kUnmodelled{"", "object", ""};
  switch (kind) {
    case Kind::kNamespace:
      return kNamespace;
    case Kind::kExtension:
      return kExtension;
    case Kind::kEnum:
      return kEnum;
    case Kind::kDomain:
      return kDomain;
    case Kind::kCompositeType:
      return kCompositeType;
    case Kind::kRangeType:
      return kRangeType;
    case Kind::kSequence:
      return kSequence;
    case Kind::kFunction:
      return kFunction;
    case Kind::kProcedure:
      return kProcedure;
    case Kind::kOperator:
      return kOperator;
    case Kind::kTable:
      return kTable;
    case Kind::kColumn:
      return kColumn;
    case Kind::kDefault:
      return kDefault;
    case Kind::kConstraint:
      return kConstraint;
    case Kind::kIndex:
      return kIndex;
    case Kind::kTrigger:
      return kTrigger;
    case Kind::kView:
      return kView;
    case Kind::kMaterializedView:
      return kMaterializedView;
    case Kind::kUnmodelled:
      return kUnmodelled;
  }
  Unreachable();
}

}  // namespace

std::string_view SqlName(Kind kind) { return Words(kind).sql; }
std::string_view KindName(Kind kind) { return Words(kind).name; }
std::string_view ModelKey(Kind kind) { return Words(kind).key; }

}  // namespace autogen
