#pragma once

#include <cstdint>
#include <string_view>

namespace autogen {

// Every kind of object, in the order in which the model format lists them. kColumn and kDefault are
// parts of a relation: they have identities (dependencies point at them) but live inside Table.
enum class Kind : uint8_t {
  kNamespace,  // what SQL calls a schema; "schema" here always means the whole
  kExtension,
  kEnum,
  kDomain,
  kCompositeType,
  kRangeType,
  kSequence,
  kFunction,
  kProcedure,
  kOperator,
  kTable,
  kColumn,
  kDefault,
  kConstraint,
  kIndex,
  kTrigger,
  kView,
  kMaterializedView,
  kUnmodelled,  // an object in the database whose kind the models cannot say yet
};

// `TABLE`, `MATERIALIZED VIEW`: the words after CREATE, ALTER, DROP and COMMENT ON.
std::string_view SqlName(Kind kind);
// `table`, `materialized view`: for messages.
std::string_view KindName(Kind kind);
// `tables`, `materialized_views`: the key of the model format; empty for parts.
std::string_view ModelKey(Kind kind);

}  // namespace autogen
