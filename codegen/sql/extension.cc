#include "codegen/sql/kinds.h"

namespace autogen {

// IF NOT EXISTS: a downgrade leaves an extension where it is unless it was told to drop it, and the
// next upgrade must still pass.
void Create(const Extension& extension, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE EXTENSION IF NOT EXISTS " << Ident(extension.name);
  if (!extension.schema.empty() || !extension.version.empty()) sql << " WITH";
  if (!extension.schema.empty()) sql << " SCHEMA " << Ident(extension.schema);
  if (!extension.version.empty()) sql << " VERSION " << Literal(extension.version);
  w.Add(std::move(sql));
  FinishCreate(Object(extension), w);
}

void Alter(const Extension&, const Extension& after, Writer& w) {
  if (w.Alters("version") && !after.version.empty()) {
    Sql sql = w.NewSql();
    sql << "ALTER EXTENSION " << Ident(after.name) << " UPDATE TO " << Literal(after.version);
    w.Add(std::move(sql));
  }
  if (w.Alters("schema") && !after.schema.empty()) {
    Sql sql = w.NewSql();
    sql << "ALTER EXTENSION " << Ident(after.name) << " SET SCHEMA " << Ident(after.schema);
    w.Add(std::move(sql));
  }
}

}  // namespace autogen
