#include <algorithm>

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "engine/definition/definition.h"

namespace autogen {
namespace {

void AppendChanges(Sql& sql, const SequenceOptions& before, const SequenceOptions& after,
                   SqlKeyword separator, bool with_start) {
  // A change of type moves limits that were the old type's, so they are always said with it.
  bool retyped = before.type != after.type;
  if (retyped) sql << " AS " << after.type;
  if (before.increment != after.increment) {
    sql << separator << "INCREMENT BY " << Number(after.increment);
  }
  if (retyped || before.min_value != after.min_value) {
    sql << separator << "MINVALUE " << Number(after.min_value);
  }
  if (retyped || before.max_value != after.max_value) {
    sql << separator << "MAXVALUE " << Number(after.max_value);
  }
  if (with_start || before.start != after.start) {
    sql << separator << "START WITH " << Number(after.start);
  }
  if (before.cache != after.cache) sql << separator << "CACHE " << Number(after.cache);
  if (before.cycle != after.cycle) {
    sql << separator << (after.cycle ? SqlKeyword("CYCLE") : SqlKeyword("NO CYCLE"));
  }
}

// Whether a sequence that is not used yet may stand outside of the new limits. It stands at its
// start, or (a new START moves nothing) at an earlier one: where none was said, at its first value.
bool MayStartOutside(const SequenceOptions& before, const SequenceOptions& after) {
  auto outside = [&](int64_t value) { return value < after.min_value || value > after.max_value; };
  return outside(before.start) ||
         outside(before.increment < 0 ? before.max_value : before.min_value);
}

// Limits that hold what both hold, so that a sequence can stand where either wants it.
SequenceOptions Widened(const SequenceOptions& before, SequenceOptions after) {
  if (HoldsLess(after.type, before.type)) after.type = before.type;
  after.min_value = std::min(before.min_value, after.min_value);
  after.max_value = std::max(before.max_value, after.max_value);
  return after;
}

// To the new start, if it is not used and stands outside of the new limits.
Sql MoveUnused(const QualifiedName& sequence, const SequenceOptions& after, const Writer& w) {
  Sql sql = w.NewSql();
  sql << "SELECT pg_catalog.setval(tableoid, " << Number(after.start) << ", false) FROM ";
  sql.Append(sequence, NameRole::kRelation);
  sql << " WHERE NOT is_called AND last_value NOT BETWEEN " << Number(after.min_value) << " AND "
      << Number(after.max_value);
  return sql;
}

}  // namespace

void AppendSequenceOptions(Sql& sql, const SequenceOptions& options, SqlKeyword separator,
                           bool in_full) {
  SequenceOptions defaults = DefaultSequenceOptions(options.type, options.increment < 0);
  if (in_full || options.start != (options.increment < 0 ? options.max_value : options.min_value)) {
    sql << separator << "START WITH " << Number(options.start);
  }
  if (in_full || options.increment != 1) {
    sql << separator << "INCREMENT BY " << Number(options.increment);
  }
  if (options.min_value != defaults.min_value) {
    sql << separator << "MINVALUE " << Number(options.min_value);
  } else if (in_full) {
    sql << separator << "NO MINVALUE";
  }
  if (options.max_value != defaults.max_value) {
    sql << separator << "MAXVALUE " << Number(options.max_value);
  } else if (in_full) {
    sql << separator << "NO MAXVALUE";
  }
  if (in_full || options.cache != 1) sql << separator << "CACHE " << Number(options.cache);
  if (options.cycle) sql << separator << "CYCLE";
}

// A sequence cannot be altered to limits that it stands outside of. One that is used is left to
// whoever knows its rows (a hazard says so); one that is not is moved: between two ALTERs, since
// the first locks it, and gives it a new file, so that setval() is undone where the transaction is.
void AlterSequenceOptions(const SequenceAlteration& alteration, const SequenceOptions& before,
                          const SequenceOptions& after, Writer& w) {
  auto add = [&](const Sql& changes, std::vector<Hazard> hazards) {
    if (changes.empty()) return;
    Sql sql = alteration.start;
    w.Add(std::move(sql << RawSql{changes.text()}), std::move(hazards));
  };
  Sql changes = alteration.first;
  const SequenceOptions* now = &before;
  const SequenceOptions wide = Widened(before, after);
  if (MayStartOutside(before, after)) {
    AppendChanges(changes, before, wide, alteration.separator, /*with_start=*/true);
    add(changes, {});
    w.Add(MoveUnused(alteration.sequence, after, w));
    changes = w.NewSql();
    now = &wide;
  }
  AppendChanges(changes, *now, after, alteration.separator, /*with_start=*/false);
  add(changes, LimitsHazards(alteration.id, before, after));
}

}  // namespace autogen
