#include "engine/schema/default_acl.h"

#include "engine/base/error.h"

namespace autogen {

char DefaultAclType(Kind kind) {
  switch (kind) {
    case Kind::kTable:
    case Kind::kView:
    case Kind::kMaterializedView:
      return 'r';
    case Kind::kSequence:
      return 'S';
    case Kind::kFunction:
    case Kind::kProcedure:
      return 'f';
    case Kind::kEnum:
    case Kind::kDomain:
    case Kind::kCompositeType:
    case Kind::kRangeType:
      return 'T';
    case Kind::kNamespace:
      return 'n';
    case Kind::kExtension:
    case Kind::kOperator:
    case Kind::kColumn:
    case Kind::kDefault:
    case Kind::kConstraint:
    case Kind::kIndex:
    case Kind::kTrigger:
    case Kind::kUnmodelled:
      return 0;
  }
  Unreachable();
}

}  // namespace autogen
