// Columns of tables and views, attributes of composite types, defaults.
#include <algorithm>

#include "engine/base/error.h"
#include "introspect/expression_text.h"
#include "introspect/readers.h"

namespace autogen {
namespace {

struct ColumnFields {
  explicit ColumnFields(CatalogHeader& h)
      : relation(h, "relation"),
        of_index(h, "of_index"),
        number(h, "number"),
        name(h, "name"),
        type(h, "type"),
        type_text(h, "type_text"),
        not_null(h, "not_null"),
        identity(h, "identity"),
        generated(h, "generated"),
        storage(h, "storage"),
        compression(h, "compression"),
        statistics(h, "statistics"),
        collation(h, "collation"),
        acl(h, "acl"),
        options(h, "options") {}
  Field relation, of_index, number, name, type, type_text, not_null, identity, generated, storage,
      compression, statistics, collation, acl, options;
};

// The server's own count apart.
Options OptionsOf(const ColumnFields& f, const Row& row) {
  Options options = f.options.KeyValues(row);
  options.erase("pg_attver");
  return options;
}

// What an index key has of its own.
void KeepKey(const ColumnFields& f, const Row& row, CatalogState& s) {
  const CatalogOid index = f.relation.Oid(row);
  const int key = static_cast<int>(f.number.Number(row));
  s.key_types[{index, key}] = f.type.Oid(row);
  if (!f.statistics.IsNull(row)) {
    s.key_statistics[index][key] = static_cast<int>(f.statistics.Number(row));
  }
  Options parameters = OptionsOf(f, row);
  if (!parameters.empty()) s.key_options[index][key] = std::move(parameters);
}

Name StorageName(char code) {
  switch (code) {
    case 'p':
      return "plain";
    case 'e':
      return "external";
    case 'x':
      return "extended";
    case 'm':
      return "main";
    default:
      return {};
  }
}

Name CompressionName(char code) {
  if (code == 'p') return "pglz";
  if (code == 'l') return "lz4";
  return {};
}

// What any relation's column has, and then what only some kinds can be told.
Column MakeColumn(const ColumnFields& f, const Row& row, char relation_kind, CatalogState& s) {
  Column column;
  column.name = f.name(row);
  column.type = s.Type(f.type_text(row));
  column.comment =
      s.Comment(kRelationClass, f.relation.Oid(row), static_cast<int>(f.number.Number(row)));
  if (relation_kind == 'v') return column;
  const CatalogType& type = s.TypeOf(f.type.Oid(row));
  if (f.storage.Code(row) != type.storage) column.storage = StorageName(f.storage.Code(row));
  column.compression = CompressionName(f.compression.Code(row));
  if (!f.statistics.IsNull(row)) column.statistics = static_cast<int>(f.statistics.Number(row));
  column.options = OptionsOf(f, row);
  if (relation_kind == 'm') return column;
  if (f.collation.Oid(row) != type.collation) {
    column.collation = s.Collation(f.collation.Oid(row));
  }
  column.not_null = f.not_null.Flag(row);
  if (char identity = f.identity.Code(row)) {
    column.identity.emplace();
    column.identity->kind = identity == 'a' ? IdentityKind::kAlways : IdentityKind::kByDefault;
  }
  column.generated_virtual = f.generated(row) == "v";
  return column;
}

void AddGrants(const ColumnFields& f, const Row& row, const CatalogRelation& relation,
               const CatalogState& s) {
  if (relation.object == nullptr || f.acl.IsNull(row)) return;
  AclContext context{AclKind::kColumn, relation.owner, f.name(row), s.database->server_version};
  Grants& grants = *CommonOf(*relation.object).grants;
  for (Privilege& privilege : GrantsOf(f.acl.List(row), context)) grants.push_back(privilege);
  std::sort(grants.begin(), grants.end());
}

void SetAttributes(std::vector<Column> columns, CompositeType* type) {
  for (Column& column : columns) {
    type->attributes.push_back(
        {column.name, column.type, column.collation, std::move(column.comment)});
  }
}

// Columns in the order of their numbers, and the way back from a number. The rows nearly always
// come so.
std::vector<Column> InOrder(CatalogRelation* relation) {
  std::vector<Column> collected = std::move(relation->collected);
  relation->collected = {};
  int position = 0;
  bool in_order = true;
  for (const CatalogColumn& column : relation->columns) {
    if (column.position >= 0) in_order &= column.position == position++;
  }
  if (in_order) return collected;
  std::vector<Column> columns;
  columns.reserve(collected.size());
  for (CatalogColumn& column : relation->columns) {
    if (column.position < 0) continue;
    Column& next = collected.at(column.position);
    column.position = static_cast<int>(columns.size());
    columns.push_back(std::move(next));
  }
  return columns;
}

void Finish(CatalogRelation* relation) {
  std::vector<Column> columns = InOrder(relation);
  if (relation->object == nullptr) return;
  if (auto* type = std::get_if<CompositeType>(relation->object)) {
    SetAttributes(std::move(columns), type);
  } else if (std::vector<Column>* target = ColumnsOf(*relation)) {
    *target = std::move(columns);
  }
}

}  // namespace

// Needs nothing.
CatalogReader ReadStandIn(CatalogHeader& h, CatalogState& s) {
  Field name(h, "name");
  return {[=, &s](const Row& row) {
            s.stand_in.AddColumn(name.Text(row));
            return absl::OkStatus();
          },
          [&s]() -> absl::Status {
            if (s.stand_in.size() >= StandIn::kColumns) return absl::OkStatus();
            return InternalError("pg_statistic has fewer columns than it had");
          }};
}

// Needs relations, types, collations and comments.
CatalogReader ReadAttributes(CatalogHeader& h, CatalogState& s) {
  ColumnFields f(h);
  auto on_row = [=, &s](const Row& row) {
    if (f.of_index.Flag(row)) {
      KeepKey(f, row, s);
      return absl::OkStatus();
    }
    auto found = s.relations.find(f.relation.Oid(row));
    if (found == s.relations.end()) return absl::OkStatus();
    CatalogRelation& relation = found->second;
    CatalogColumn& column = relation.MakeColumn(static_cast<int>(f.number.Number(row)));
    column = {f.name(row), f.type.Oid(row), f.collation.Oid(row), f.generated.Code(row) != 0, -1};
    if (!relation.modelled()) return absl::OkStatus();
    if (relation.collected.empty()) relation.collected.reserve(relation.attributes);
    column.position = static_cast<int>(relation.collected.size());
    relation.collected.push_back(MakeColumn(f, row, relation.kind, s));
    AddGrants(f, row, relation, s);
    return absl::OkStatus();
  };
  auto at_end = [&s] {
    for (auto& [oid, relation] : s.relations) {
      if (relation.modelled()) Finish(&relation);
    }
    return absl::OkStatus();
  };
  return {on_row, at_end};
}

// Needs the stand-in's columns and the tables'.
CatalogReader ReadDefaults(CatalogHeader& h, CatalogState& s) {
  Field oid(h, "oid"), relation(h, "relation"), number(h, "number"), expression(h, "expression");
  return {[=, &s](const Row& row) {
            auto found = s.relations.find(relation.Oid(row));
            if (found == s.relations.end()) return absl::OkStatus();
            CatalogKey key{kDefaultClass, oid.Oid(row)};
            if (!found->second.modelled()) {
              if (!found->second.id.name.empty()) s.AddEnd(key, found->second.id);
              return absl::OkStatus();
            }
            const CatalogColumn& column = found->second.ColumnAt(number.Number(row));
            std::vector<Column>* columns = ColumnsOf(found->second);
            if (columns == nullptr || column.position < 0) return absl::OkStatus();
            Column& target = columns->at(column.position);
            const ObjectId& table = found->second.id;
            if (column.generated) {
              target.generated.text =
                  StripParentheses(s.stand_in.Over(found->second, expression(row)));
              s.AddEnd(key, ColumnId(table.schema, table.name, column.name));
            } else {
              target.default_value.text = expression(row);
              if (!s.unmodelled.empty()) {
                s.defaults.push_back(
                    {oid.Oid(row), relation.Oid(row), static_cast<int>(number.Number(row))});
              }
              s.AddEnd(key, table.kind == Kind::kTable
                                ? DefaultId(table.schema, table.name, column.name)
                                : table);
            }
            return absl::OkStatus();
          },
          nullptr};
}

}  // namespace autogen
