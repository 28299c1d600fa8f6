#include "engine/compare/complete_kinds.h"

#include <algorithm>

#include "engine/base/halves.h"
#include "engine/compare/compare_value.h"
#include "engine/compare/default_names.h"

namespace autogen {
namespace {

const Column* FindColumn(const std::vector<Column>& columns, Name name) {
  for (const Column& column : columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

// Columns that exist stand where they are; new ones come after them, as the model has them.
void OrderColumns(const Table& live, Table* table) {
  const bool stand_so = std::equal(
      live.columns.begin(), live.columns.end(), table->columns.begin(), table->columns.end(),
      [](const Column& a, const Column& b) { return a.name == b.name; });
  if (stand_so) return;
  std::vector<Column> ordered;
  for (const Column& old : live.columns) {
    if (const Column* column = FindColumn(table->columns, old.name)) ordered.push_back(*column);
  }
  for (const Column& column : table->columns) {
    if (FindColumn(live.columns, column.name) == nullptr) ordered.push_back(column);
  }
  table->columns = std::move(ordered);
}

void TakeIdentityNames(const Table& live, Table* table) {
  for (Column& column : table->columns) {
    const Column* old = FindColumn(live.columns, column.name);
    if (!column.identity || old == nullptr || !old->identity) continue;
    if (!old->identity->sequence.empty()) column.identity->sequence = old->identity->sequence;
  }
}

// What the models say of a view's column, on what live knows of it.
void Overlay(const Column& said, View*, Column* column) {
  column->default_value = said.default_value;
  column->comment = said.comment;
}
void Overlay(const Column& said, MaterializedView*, Column* column) {
  column->comment = said.comment;
  column->statistics = said.statistics;
  column->storage = said.storage;
  column->compression = said.compression;
  column->options = said.options;
}

// The same query gives the same columns.
template <class Relation>
void TakeColumns(const Relation& live, Relation* relation) {
  if (CompareText(live.query, relation->query, SqlForm::kQuery) != Verdict::kEqual) return;
  std::vector<Column> columns = live.columns;
  const Column nothing;
  for (Column& column : columns) {
    const Column* said = FindColumn(relation->columns, column.name);
    Overlay(said ? *said : nothing, relation, &column);
  }
  for (const Column& said : relation->columns) {
    if (FindColumn(columns, said.name) == nullptr) columns.push_back(said);
  }
  relation->columns = std::move(columns);
}

// Extensions whose control file says where they go, so that CREATE EXTENSION refuses another
// schema.
Name FixedSchema(Name extension) {
  constexpr std::string_view kInCatalog[] = {"adminpack", "pg_cron", "plperl",     "plperlu",
                                             "plpgsql",   "pltcl",   "plpython3u", "pltclu"};
  bool fixed = std::find(std::begin(kInCatalog), std::end(kInCatalog), extension.view()) !=
               std::end(kInCatalog);
  if (fixed) return "pg_catalog";
  if (extension == Name("postgis_topology")) return "topology";
  if (extension == Name("postgis_tiger_geocoder")) return "tiger";
  return {};
}

struct CompleteKind {
  const Database& live;
  const CompleteOptions& options;

  void operator()(Namespace& o) const {
    // What initdb says of the schema `public` is no comment of anybody's.
    const auto* old = Before(o);
    bool standard = old && o.name == Name("public") && o.common.comment.empty() &&
                    old->common.comment == "standard public schema";
    if (standard) o.common.comment = old->common.comment;
  }
  void operator()(Extension& o) const {
    const auto* old = Before(o);
    if (o.schema.empty()) {
      Name fixed = FixedSchema(o.name);
      o.schema = fixed.empty() ? options.first_schema : fixed;
      if (old && !old->relocatable) o.schema = old->schema;
    }
    if (!old) return;
    if (o.version.empty()) o.version = old->version;
    o.relocatable = old->relocatable;
  }
  void operator()(RangeType& o) const {
    if (!o.multirange.empty()) {
      if (o.multirange.schema.empty()) o.multirange.schema = o.schema;
      return;
    }
    const auto* old = Before(o);
    bool lacks = live.server_version != 0 && live.server_version < 140000;
    if (old) {
      o.multirange = old->multirange;
    } else if (!lacks) {
      o.multirange = {o.schema, MakeMultirangeName(o.name)};
    }
  }
  void operator()(Table& o) const {
    const auto* old = Before(o);
    if (!old) return;
    OrderColumns(*old, &o);
    TakeIdentityNames(*old, &o);
  }
  void operator()(View& o) const {
    if (const auto* old = Before(o)) TakeColumns(*old, &o);
  }
  void operator()(MaterializedView& o) const {
    const auto* old = Before(o);
    if (!old) return;
    TakeColumns(*old, &o);
    // One that is not made anew stays filled or empty.
    if (CompareText(old->query, o.query, SqlForm::kQuery) == Verdict::kEqual) {
      o.with_data = old->with_data;
    }
  }
  void operator()(Constraint& o) const {
    if (o.type == ConstraintType::kExclusion && o.access_method.empty()) o.access_method = "gist";
  }
  void operator()(Enum&) const {}
  void operator()(Domain& o) const {
    // A default taken away and one that is null mean the same, and only the latter can be said.
    const auto* old = Before(o);
    if (old == nullptr || !old->default_value.empty()) return;
    if (CompareText(o.default_value, {"null"}, SqlForm::kExpression) == Verdict::kEqual) {
      o.default_value = {};
    }
  }
  void operator()(CompositeType&) const {}
  void operator()(Sequence&) const {}
  void operator()(Routine&) const {}
  void operator()(Operator&) const {}
  void operator()(Index&) const {}
  void operator()(Trigger&) const {}

 private:
  // Live's, or nullptr.
  template <class T>
  const T* Before(const T& o) const {
    return live.Get<T>(IdOf(o));
  }
};

bool LacksIdentityName(const Column& column) {
  return column.identity && column.identity->sequence.empty();
}

// Names for the sequences of new identity columns, in the order of the tables' identities.
void NameIdentities(const CompletingObjects& objects) {
  std::vector<Table*> tables;
  for (Completing* completing : objects.Of<Table>()) {
    auto& table = std::get<Table>(*completing->object);
    bool lacks = std::any_of(table.columns.begin(), table.columns.end(), LacksIdentityName);
    if (lacks) tables.push_back(&table);
  }
  if (tables.empty()) return;
  TakenNames taken;
  for (const Completing* completing : objects.all()) taken.Add(*completing->object);
  std::sort(tables.begin(), tables.end(), [](const Table* a, const Table* b) {
    return std::pair(a->schema, a->name) < std::pair(b->schema, b->name);
  });
  for (Table* table : tables) {
    for (Column& column : table->columns) {
      if (!LacksIdentityName(column)) continue;
      Name name = ChooseRelationName(table->name, column.name, "seq", table->schema, taken, false);
      column.identity->sequence = name;
      taken.AddRelation(table->schema, name);
    }
  }
}

}  // namespace

void CompleteKinds(const Database& live, const CompleteOptions& options,
                   const CompletingObjects& objects) {
  const CompleteKind complete{live, options};
  InPieces(objects.all().size(), [&] {
    return [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) std::visit(complete, *objects.all()[i]->object);
    };
  });
  NameIdentities(objects);
}

}  // namespace autogen
