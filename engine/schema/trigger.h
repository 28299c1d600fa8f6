#pragma once

#include "engine/schema/common_attributes.h"

namespace autogen {

enum class TriggerTiming : uint8_t { kBefore, kAfter, kInsteadOf };
enum class TriggerState : uint8_t { kOrigin, kReplica, kAlways, kDisabled };

// A trigger of a table or a view. See: CREATE TRIGGER.
struct Trigger {
  Name schema, relation, name;
  bool constraint = false;
  TriggerTiming timing = TriggerTiming::kBefore;
  bool on_insert = false, on_update = false, on_delete = false, on_truncate = false;
  std::vector<Name> update_columns;  // UPDATE OF; as in the catalog's order
  QualifiedName from;                // constraint triggers: the referenced table
  bool deferrable = false;
  bool initially_deferred = false;
  Name old_table, new_table;  // REFERENCING
  bool for_each_row = false;
  Expression when;  // without outer parentheses
  QualifiedName function;
  std::vector<std::string> arguments;
  TriggerState state = TriggerState::kOrigin;
  Common common;  // comment only
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

template <>
struct AttributesOf<Trigger> {
  static constexpr auto kList =
      std::tuple(Attribute{"constraint", &Trigger::constraint, Alters::kRebuild},
                 Attribute{"timing", &Trigger::timing, Alters::kInPlace},
                 Attribute{"on_insert", &Trigger::on_insert, Alters::kInPlace},
                 Attribute{"on_update", &Trigger::on_update, Alters::kInPlace},
                 Attribute{"on_delete", &Trigger::on_delete, Alters::kInPlace},
                 Attribute{"on_truncate", &Trigger::on_truncate, Alters::kInPlace},
                 Attribute{"update_columns", &Trigger::update_columns, Alters::kInPlace},
                 Attribute{"from", &Trigger::from, Alters::kRebuild},
                 Attribute{"deferrable", &Trigger::deferrable, Alters::kRebuild},
                 Attribute{"initially_deferred", &Trigger::initially_deferred, Alters::kRebuild},
                 Attribute{"old_table", &Trigger::old_table, Alters::kInPlace},
                 Attribute{"new_table", &Trigger::new_table, Alters::kInPlace},
                 Attribute{"for_each_row", &Trigger::for_each_row, Alters::kInPlace},
                 Attribute{"when", &Trigger::when, Alters::kInPlace},
                 Attribute{"function", &Trigger::function, Alters::kInPlace},
                 Attribute{"arguments", &Trigger::arguments, Alters::kInPlace},
                 Attribute{"state", &Trigger::state, Alters::kInPlace});
};

}  // namespace autogen
