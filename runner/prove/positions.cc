#include "runner/prove/positions.h"

#include <algorithm>

#include "engine/sql/quote.h"

namespace autogen {
namespace {

std::string Move(const QualifiedName& name, const SequenceOptions& before,
                 const SequenceOptions& after) {
  const int64_t lowest = std::max(before.min_value, after.min_value);
  const int64_t highest = std::min(before.max_value, after.max_value);
  if (lowest > highest) return "";  // there is no such place
  const int64_t place = std::clamp(before.start, lowest, highest);
  if (place == before.start) return "";
  return "SELECT pg_catalog.setval(" +
         QuoteLiteral(QuoteIdentifier(name.schema) + "." + QuoteIdentifier(name.name)) + ", " +
         std::to_string(place) + ", false);\n";
}

ObjectId NewId(const ObjectId& id, const RenameMap& renames) {
  auto renamed = renames.objects.find(id);
  return renamed == renames.objects.end() ? id : renamed->second;
}

// Of identity columns.
std::string MoveIdentities(const Table& before, const Table& after, const RenameMap& renames) {
  std::string sql;
  for (const Column& column : before.columns) {
    if (!column.identity) continue;
    const Name name = NewId(ColumnId(after.schema, after.name, column.name), renames).name;
    for (const Column& other : after.columns) {
      if (other.name != name || !other.identity) continue;
      sql += Move({before.schema, column.identity->sequence}, column.identity->options,
                  other.identity->options);
    }
  }
  return sql;
}

}  // namespace

std::string MoveSequences(const Database& before, const Database& after, const RenameMap& renames) {
  std::string sql;
  for (const auto& [id, object] : before.objects) {
    if (const auto* sequence = std::get_if<Sequence>(&object)) {
      const auto* other = after.Get<Sequence>(NewId(id, renames));
      if (other != nullptr) sql += Move({id.schema, id.name}, sequence->options, other->options);
    } else if (const auto* table = std::get_if<Table>(&object)) {
      const auto* other = after.Get<Table>(NewId(id, renames));
      if (other != nullptr) sql += MoveIdentities(*table, *other, renames);
    }
  }
  return sql;
}

}  // namespace autogen
