#include "codegen/sql/kinds.h"

namespace autogen {

void Create(const Namespace& space, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE SCHEMA " << Ident(space.name);
  w.Add(std::move(sql));
  FinishCreate(Object(space), w);
}

void Alter(const Namespace&, const Namespace&, Writer&) {}

}  // namespace autogen
