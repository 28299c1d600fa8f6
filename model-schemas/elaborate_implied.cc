#include <algorithm>

#include "engine/compare/default_names.h"
#include "engine/definition/definition.h"
#include "engine/sql/quote.h"
#include "model-schemas/elaboration.h"

namespace autogen {
namespace {

// The type behind serial, or nullopt. See: transformColumnDefinition() in PostgreSQL's source.
std::optional<Name> SerialType(const TypeRef& type) {
  if (!type.schema.empty()) return std::nullopt;
  std::string_view name = type.name;
  if (name == "serial" || name == "serial4") return Name("integer");
  if (name == "bigserial" || name == "serial8") return Name("bigint");
  if (name == "smallserial" || name == "serial2") return Name("smallint");
  return std::nullopt;
}

Expression NextValue(Name schema, Name sequence) {
  std::string name = QuoteIdentifier(schema) + "." + QuoteIdentifier(sequence);
  return {"nextval(" + QuoteLiteral(name) + "::regclass)"};
}

struct SerialColumn {
  size_t item;
  size_t column;
  Name type;
};

// A serial column becomes an integer one with the very sequence that PostgreSQL makes for it.
ReadItem SpellOutSerial(const SerialColumn& serial, Elaboration* elaboration, TakenNames* taken) {
  ReadItem& item = elaboration->items()[serial.item];
  Table& table = std::get<Table>(*item.object);
  Column& column = table.columns[serial.column];
  const PartSource& source = item.parts[serial.column];
  std::string label = Ticked(table.name.str() + "." + column.name.str());
  if (column.type.array) {
    elaboration->findings().Add(PlaceOfName(*source.definition, column.type.name),
                                "there are no arrays of serial", "a serial column counts rows");
  }
  if (!column.default_value.empty() || column.identity || !column.generated.empty()) {
    elaboration->findings().Add(PlaceOfName(*source.definition, column.type.name),
                                "the serial column " + label + " has a default already",
                                "serial is a default by itself: take one of them out");
  }
  if (source.null_said) {
    elaboration->findings().Add(source.PlaceOfNull(),
                                "the serial column " + label + " is not null by itself");
  }
  Sequence sequence;
  sequence.schema = table.schema;
  sequence.name = ChooseRelationName(table.name, column.name, "seq", table.schema, *taken, false);
  taken->AddRelation(table.schema, sequence.name);
  column.type = TypeRef{"pg_catalog", serial.type, {}, false};
  sequence.options = DefaultSequenceOptions(column.type, false);
  sequence.owned_by = {table.name, column.name};
  if (table.unlogged) {  // and so is what it owns, from 15 on
    elaboration->RestsOnServer();
    int version = elaboration->options().server_version;
    sequence.unlogged = version == 0 || version >= 150000;
  }
  column.not_null = true;
  column.default_value = NextValue(table.schema, sequence.name);
  ReadItem made;
  made.object = Object(std::move(sequence));
  made.definition = source.definition;
  made.place = source.place();
  made.file_schema = item.file_schema;
  return made;
}

void SpellOutSerials(Elaboration* elaboration) {
  TakenNames taken;
  std::vector<SerialColumn> serials;
  std::deque<ReadItem>& items = elaboration->items();
  for (size_t i = 0; i < items.size(); ++i) {
    taken.Add(*items[i].object);
    const auto* table = std::get_if<Table>(&*items[i].object);
    if (!table) continue;
    for (size_t k = 0; k < table->columns.size(); ++k) {
      if (auto type = SerialType(table->columns[k].type)) serials.push_back({i, k, *type});
    }
  }
  // Clashes are numbered in an order that no file decides.
  std::stable_sort(serials.begin(), serials.end(), [&](const auto& a, const auto& b) {
    const Table& x = std::get<Table>(*items[a.item].object);
    const Table& y = std::get<Table>(*items[b.item].object);
    return std::tie(x.schema, x.name, x.columns[a.column].name) <
           std::tie(y.schema, y.name, y.columns[b.column].name);
  });
  std::vector<ReadItem> made;
  for (const SerialColumn& serial : serials) {
    made.push_back(SpellOutSerial(serial, elaboration, &taken));
  }
  for (ReadItem& item : made) items.push_back(std::move(item));
}

}  // namespace

void SpellOutImplied(Elaboration* elaboration) {
  int version = elaboration->options().server_version;
  for (ReadItem& item : elaboration->items()) {
    if (auto* range = std::get_if<RangeType>(&*item.object)) {
      bool has_multirange = version == 0 || version >= 140000;
      if (range->multirange.empty()) elaboration->RestsOnServer();
      if (range->multirange.empty() && has_multirange) {
        range->multirange = {range->schema, MakeMultirangeName(range->name)};
      } else if (!range->multirange.empty() && range->multirange.schema.empty()) {
        range->multirange.schema = range->schema;
      }
    } else if (auto* table = std::get_if<Table>(&*item.object)) {
      for (Column& column : table->columns) {
        if (column.identity) column.not_null = true;
      }
    }
  }
  SpellOutSerials(elaboration);
}

}  // namespace autogen
