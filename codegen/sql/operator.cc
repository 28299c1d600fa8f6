#include "codegen/sql/kinds.h"

namespace autogen {
namespace {

void AppendSelectivity(Sql& sql, const QualifiedName& function) {
  if (function.empty()) {
    sql << "NONE";
  } else {
    sql.Append(function, NameRole::kFunction);
  }
}

}  // namespace

void Create(const Operator& op, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE OPERATOR ";
  AppendSymbol(sql, {op.schema, op.name});
  sql << " (\n    FUNCTION = ";
  sql.Append(op.function, NameRole::kFunction);
  if (!op.left.empty()) sql << ",\n    LEFTARG = " << op.left;
  sql << ",\n    RIGHTARG = " << op.right;
  auto partner = [&](SqlKeyword word, const QualifiedName& symbol) {
    if (symbol.empty()) return;
    sql << word << " = OPERATOR(";
    AppendSymbol(sql, symbol);
    sql << ")";
  };
  partner(",\n    COMMUTATOR", op.commutator);
  partner(",\n    NEGATOR", op.negator);
  if (!op.restrict_function.empty()) {
    sql << ",\n    RESTRICT = ";
    AppendSelectivity(sql, op.restrict_function);
  }
  if (!op.join_function.empty()) {
    sql << ",\n    JOIN = ";
    AppendSelectivity(sql, op.join_function);
  }
  if (op.hashes) sql << ",\n    HASHES";
  if (op.merges) sql << ",\n    MERGES";
  sql << "\n)";
  w.Add(std::move(sql));
  FinishCreate(Object(op), w);
}

void Alter(const Operator&, const Operator& after, Writer& w) {
  if (!w.Alters("restrict") && !w.Alters("join")) return;
  Sql sql = w.NewSql();
  sql << "ALTER OPERATOR ";
  AppendName(sql, Object(after));
  sql << " SET (";
  if (w.Alters("restrict")) {
    sql << "RESTRICT = ";
    AppendSelectivity(sql, after.restrict_function);
  }
  if (w.Alters("join")) {
    sql << (w.Alters("restrict") ? SqlKeyword(", JOIN = ") : SqlKeyword("JOIN = "));
    AppendSelectivity(sql, after.join_function);
  }
  sql << ")";
  w.Add(std::move(sql));
}

}  // namespace autogen
