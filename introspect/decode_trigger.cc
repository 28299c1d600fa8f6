// Triggers and view queries.
#include "engine/base/error.h"
#include "introspect/expression_text.h"
#include "introspect/readers.h"

namespace autogen {
namespace {

// Bits of pg_trigger.tgtype.
enum TriggerBit : int64_t {
  kRow = 1,
  kBefore = 2,
  kInsert = 4,
  kDelete = 8,
  kUpdate = 16,
  kTruncate = 32,
  kInstead = 64,
};

struct TriggerFields {
  explicit TriggerFields(CatalogHeader& h)
      : oid(h, "oid"),
        relation(h, "relation"),
        name(h, "name"),
        type(h, "type"),
        enabled(h, "enabled"),
        is_constraint(h, "is_constraint"),
        from_namespace(h, "from_namespace"),
        from_name(h, "from_name"),
        deferrable(h, "deferrable"),
        initially_deferred(h, "initially_deferred"),
        columns(h, "columns"),
        arguments(h, "arguments"),
        old_table(h, "old_table"),
        new_table(h, "new_table"),
        function_namespace(h, "function_namespace"),
        function_name(h, "function_name"),
        definition(h, "definition") {}
  Field oid, relation, name, type, enabled, is_constraint, from_namespace, from_name, deferrable,
      initially_deferred, columns, arguments, old_table, new_table, function_namespace,
      function_name, definition;
};

TriggerState StateOf(char code) {
  switch (code) {
    case 'D':
      return TriggerState::kDisabled;
    case 'R':
      return TriggerState::kReplica;
    case 'A':
      return TriggerState::kAlways;
    default:
      return TriggerState::kOrigin;
  }
}

// Arguments stand one after the other, each ended by a zero byte; here as hexadecimal digits.
std::vector<std::string> Arguments(std::string_view hex) {
  auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::vector<std::string> arguments;
  std::string argument;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    char c = static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    if (c == 0) {
      arguments.push_back(std::move(argument));
      argument.clear();
    } else {
      argument += c;
    }
  }
  return arguments;
}

Trigger MakeTrigger(const TriggerFields& f, const Row& row, CatalogRelation& relation,
                    CatalogState& s) {
  Trigger trigger;
  trigger.schema = relation.id.schema;
  trigger.relation = relation.id.name;
  trigger.name = f.name(row);
  trigger.constraint = f.is_constraint.Flag(row);
  const int64_t bits = f.type.Number(row);
  trigger.timing = (bits & kInstead) != 0  ? TriggerTiming::kInsteadOf
                   : (bits & kBefore) != 0 ? TriggerTiming::kBefore
                                           : TriggerTiming::kAfter;
  trigger.on_insert = (bits & kInsert) != 0;
  trigger.on_update = (bits & kUpdate) != 0;
  trigger.on_delete = (bits & kDelete) != 0;
  trigger.on_truncate = (bits & kTruncate) != 0;
  trigger.for_each_row = (bits & kRow) != 0;
  for (int64_t number : f.columns.Numbers(row)) {
    trigger.update_columns.push_back(relation.ColumnAt(number).name);
  }
  trigger.from = s.Qualified(f.from_namespace.Oid(row), f.from_name(row));
  trigger.deferrable = f.deferrable.Flag(row);
  trigger.initially_deferred = f.initially_deferred.Flag(row);
  trigger.old_table = f.old_table(row);
  trigger.new_table = f.new_table(row);
  trigger.function = s.Qualified(f.function_namespace.Oid(row), f.function_name(row));
  trigger.arguments = Arguments(f.arguments(row));
  trigger.state = StateOf(f.enabled.Code(row));
  trigger.common = s.Described(kTriggerClass, f.oid.Oid(row));
  return trigger;
}

}  // namespace

// Needs columns and comments.
CatalogReader ReadTriggers(CatalogHeader& h, CatalogState& s) {
  TriggerFields f(h);
  return {[=, &s](const Row& row) -> absl::Status {
            auto found = s.relations.find(f.relation.Oid(row));
            if (found == s.relations.end()) return absl::OkStatus();
            CatalogKey key{kTriggerClass, f.oid.Oid(row)};
            if (!found->second.modelled()) {
              if (!found->second.id.name.empty()) s.AddEnd(key, found->second.id);
              return absl::OkStatus();
            }
            Trigger trigger = MakeTrigger(f, row, found->second, s);
            if (!f.definition.IsNull(row)) {
              trigger.when.text = TriggerCondition(f.definition(row));
              if (trigger.when.empty()) {
                return InternalError("the condition of the trigger " + Label(IdOf(trigger)) +
                                     " cannot be read");
              }
            }
            s.AddPart(key, f.relation.Oid(row), std::move(trigger));
            return absl::OkStatus();
          },
          nullptr};
}

// Needs relations.
CatalogReader ReadViews(CatalogHeader& h, CatalogState& s) {
  Field oid(h, "oid"), relation(h, "relation"), query(h, "query");
  return {[=, &s](const Row& row) {
            s.Alias({kRewriteClass, oid.Oid(row)}, {kRelationClass, relation.Oid(row)});
            CatalogRelation* found = s.Modelled(relation.Oid(row));
            Object* object = found == nullptr ? nullptr : found->object;
            if (object == nullptr) return absl::OkStatus();
            if (auto* view = std::get_if<View>(object)) view->query.text = TrimQuery(query(row));
            if (auto* view = std::get_if<MaterializedView>(object)) {
              view->query.text = TrimQuery(query(row));
            }
            return absl::OkStatus();
          },
          nullptr};
}

}  // namespace autogen
