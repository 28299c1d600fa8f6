#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"

namespace autogen {

void AppendRelationStorage(Sql& sql, const RelationStorage& storage) {
  if (!storage.access_method.empty()) sql << "\nUSING " << Ident(storage.access_method);
  if (!storage.options.empty()) {
    sql << "\nWITH ";
    sql.WithOptions(storage.options);
  }
  if (!storage.tablespace.empty()) sql << "\nTABLESPACE " << Ident(storage.tablespace);
}

void AlterRelationStorage(const Sql& start, const RelationStorage& before,
                          const RelationStorage& after, Writer& w) {
  if (w.Alters("using")) {
    Sql sql = start;
    Name method = after.access_method.empty() ? Name("heap") : after.access_method;
    sql << " SET ACCESS METHOD " << Ident(method);
    w.Add(std::move(sql), RewriteHazards(after.id, w));
  }
  if (w.Alters("with")) AlterOptions(start, before.options, after.options, w);
  if (w.Alters("tablespace")) {
    Sql sql = start;
    Name tablespace = after.tablespace.empty() ? Name("pg_default") : after.tablespace;
    sql << " SET TABLESPACE " << Ident(tablespace);
    w.Add(std::move(sql), RewriteHazards(after.id, w));
  }
}

}  // namespace autogen
