// Composite and range types.

#include <algorithm>

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "codegen/sql/retype.h"

namespace autogen {
namespace {

void AppendAttribute(Sql& sql, const CompositeAttribute& attribute) {
  sql << Ident(attribute.name) << " " << attribute.type;
  if (!attribute.collation.empty()) sql << " COLLATE " << attribute.collation;
}

const CompositeAttribute* Find(const CompositeType& type, Name name) {
  auto found = std::find_if(type.attributes.begin(), type.attributes.end(),
                            [&](const CompositeAttribute& a) { return a.name == name; });
  return found == type.attributes.end() ? nullptr : &*found;
}

bool Retyped(const CompositeAttribute& before, const CompositeAttribute& after) {
  return before.type != after.type || before.collation != after.collation;
}

void AlterAttributes(const CompositeType& before, const CompositeType& after, Writer& w) {
  auto add = [&](SqlKeyword action, auto&& rest) {
    Sql sql = w.NewSql();
    sql << "ALTER TYPE " << QualifiedName{after.schema, after.name} << action;
    rest(sql);
    w.Add(std::move(sql));
  };
  for (const CompositeAttribute& old : before.attributes) {
    if (Find(after, old.name)) continue;
    add(" DROP ATTRIBUTE ", [&](Sql& sql) { sql << Ident(old.name); });
  }
  for (const CompositeAttribute& wanted : after.attributes) {
    const CompositeAttribute* old = Find(before, wanted.name);
    if (old == nullptr) {
      add(" ADD ATTRIBUTE ", [&](Sql& sql) { AppendAttribute(sql, wanted); });
    } else if (Retyped(*old, wanted)) {
      add(" ALTER ATTRIBUTE ", [&](Sql& sql) {
        sql << Ident(wanted.name) << " TYPE " << wanted.type;
        if (!wanted.collation.empty()) sql << " COLLATE " << wanted.collation;
      });
    }
    if ((old == nullptr ? Name() : old->comment) != wanted.comment) {
      CommentColumn({after.schema, after.name}, wanted.name, wanted.comment, w);
    }
  }
}

}  // namespace

void Create(const CompositeType& type, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE TYPE " << QualifiedName{type.schema, type.name} << " AS (";
  for (size_t i = 0; i < type.attributes.size(); ++i) {
    sql << (i == 0 ? SqlKeyword("\n    ") : SqlKeyword(",\n    "));
    AppendAttribute(sql, type.attributes[i]);
  }
  sql << "\n)";
  w.Add(std::move(sql));
  for (const CompositeAttribute& attribute : type.attributes) {
    if (attribute.comment.empty()) continue;
    CommentColumn({type.schema, type.name}, attribute.name, attribute.comment, w);
  }
  FinishCreate(Object(type), w);
}

void Alter(const CompositeType& before, const CompositeType& after, Writer& w) {
  if (w.step().rebuilds_type) {
    RebuildTypes(RewriteHazards(IdOf(Object(after)), w), w);
  } else if (w.Alters("attributes")) {
    AlterAttributes(before, after, w);
  }
}

void Create(const RangeType& type, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE TYPE " << QualifiedName{type.schema, type.name}
      << " AS RANGE (\n    subtype = " << type.subtype;
  if (!type.subtype_opclass.empty()) sql << ",\n    subtype_opclass = " << type.subtype_opclass;
  if (!type.collation.empty()) sql << ",\n    collation = " << type.collation;
  if (!type.canonical.empty()) sql << ",\n    canonical = " << type.canonical;
  if (!type.subtype_diff.empty()) sql << ",\n    subtype_diff = " << type.subtype_diff;
  if (!type.multirange.empty()) {
    sql << ",\n    multirange_type_name = " << type.multirange;
  }
  sql << "\n)";
  w.Add(std::move(sql));
  FinishCreate(Object(type), w);
}

void Alter(const RangeType&, const RangeType& after, Writer& w) {
  if (w.step().rebuilds_type) RebuildTypes(RewriteHazards(IdOf(Object(after)), w), w);
}

}  // namespace autogen
