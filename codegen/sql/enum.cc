// Enums: values are added and renamed in place; one that loses values or their order is made anew,
// with the columns that have it, and no row is lost.

#include <algorithm>

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "codegen/sql/retype.h"

namespace autogen {
namespace {

void AppendValues(Sql& sql, const Enum& type) {
  sql << "CREATE TYPE " << QualifiedName{type.schema, type.name} << " AS ENUM (";
  for (size_t i = 0; i < type.values.size(); ++i) {
    sql << (i == 0 ? SqlKeyword("\n    ") : SqlKeyword(",\n    ")) << Literal(type.values[i]);
  }
  sql << "\n)";
}

// Each anchor exists already: the value before, which may just have been added, else the first one
// of old.
void AddValues(const Enum& before, const Enum& after, Writer& w) {
  size_t next_old = 0;  // of `before`: those in front of it are passed
  for (size_t i = 0; i < after.values.size(); ++i) {
    if (next_old < before.values.size() && before.values[next_old] == after.values[i]) {
      ++next_old;
      continue;
    }
    Sql sql = w.NewSql();
    sql << "ALTER TYPE " << QualifiedName{after.schema, after.name} << " ADD VALUE "
        << Literal(after.values[i]);
    if (next_old < before.values.size()) {
      if (i > 0) {
        sql << " AFTER " << Literal(after.values[i - 1]);
      } else {
        sql << " BEFORE " << Literal(before.values.front());
      }
    }
    w.Add(std::move(sql));
  }
}

std::vector<std::string> Missing(const Enum& before, const Enum& after) {
  std::vector<std::string> gone;
  for (const std::string& value : before.values) {
    if (std::find(after.values.begin(), after.values.end(), value) == after.values.end()) {
      gone.push_back(value);
    }
  }
  return gone;
}

}  // namespace

void Create(const Enum& type, Writer& w) {
  Sql sql = w.NewSql();
  AppendValues(sql, type);
  w.Add(std::move(sql));
  FinishCreate(Object(type), w);
}

void Alter(const Enum& before, const Enum& after, Writer& w) {
  if (w.step().rebuilds_type) {
    RebuildTypes(EnumRebuildHazards(IdOf(Object(after)), Missing(before, after)), w);
  } else if (w.Alters("values")) {
    AddValues(before, after, w);
  }
}

}  // namespace autogen
