#include "introspect/stand_in.h"

#include <optional>

#include "engine/sql/quote.h"
#include "introspect/catalog_state.h"
#include "introspect/expression_text.h"

namespace autogen {
namespace {

// Before a dot, for the whole row.
constexpr std::string_view kRelation = "pg_statistic";

}  // namespace

std::string StandIn::Over(const CatalogRelation& table, std::string_view printed) const {
  if (table.attributes > kColumns) return std::string(printed);
  return ReplaceColumns(printed, [&](std::string_view name) -> std::optional<std::string> {
    if (name == kRelation) return QuoteIdentifier(table.id.name);
    auto number = numbers_.find(name);
    if (number == numbers_.end()) return std::nullopt;
    return QuoteIdentifier(table.ColumnAt(number->second).name);
  });
}

}  // namespace autogen
