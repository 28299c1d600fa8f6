// Functions and procedures.

#include <array>
#include <cmath>

#include "codegen/sql/kinds.h"
#include "engine/base/error.h"
#include "engine/definition/definition.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

Routine FixedRoutine(Routine routine, const SqlStyle& style) {
  for (Argument& argument : routine.arguments) {
    argument.default_value = Fixed(argument.default_value, style);
  }
  return routine;
}

bool IsC(const Routine& routine) { return routine.language == Name("c"); }

void AppendBody(Sql& sql, const Routine& routine) {
  if (!routine.sql_body.empty()) {
    sql << "\n    ";
    sql.Append(Fixed(routine.sql_body, sql.style(), SqlForm::kStatements), SqlForm::kStatements);
  } else if (IsC(routine)) {
    sql << "\n    AS " << Literal(routine.obj_file);
    if (!routine.link_symbol.empty()) sql << ", " << Literal(routine.link_symbol);
  } else {
    sql << "\n    AS " << RawSql{DollarQuote(routine.body)};
  }
}

void WriteRoutine(SqlKeyword create, const Routine& routine, Writer& w) {
  Routine fixed = FixedRoutine(routine, w.style());
  Sql sql = w.NewSql();
  sql << create << Word(routine.kind) << " ";
  sql.Append(QualifiedName{routine.schema, routine.name}, NameRole::kFunction);
  sql << "(" << RawSql{WriteArguments(fixed, w.style())} << ")";
  if (std::string returns = WriteReturns(fixed, w.style()); !returns.empty()) {
    sql << " RETURNS " << RawSql{std::move(returns)};
  }
  // Settings on lines of their own, as pg_dump has them.
  Clauses options = WriteRoutineOptions(fixed, w.style());
  std::erase_if(options, [](const Clause& clause) { return clause.key == "set"; });
  if (!options.empty()) sql << "\n    " << RawSql{Join(options)};
  for (const auto& [parameter, value] : fixed.set) {
    sql << "\n    SET ";
    AppendParameter(sql, parameter);
    sql << " TO " << RawSql{value};
  }
  AppendBody(sql, fixed);
  w.Add(std::move(sql));
}

void AppendNumber(Sql& sql, double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) {
    sql << Number(static_cast<int64_t>(value));
    return;
  }
  // The shortest text that reads back as the same number, as float4 has it.
  std::array<char, 64> text{};
  int size = snprintf(text.data(), text.size(), "%.7g", value);
  sql << RawSql{std::string(text.data(), size)};
}

void AppendVolatility(Sql& sql, Volatility volatility) {
  switch (volatility) {
    case Volatility::kImmutable:
      sql << " IMMUTABLE";
      return;
    case Volatility::kStable:
      sql << " STABLE";
      return;
    case Volatility::kVolatile:
      sql << " VOLATILE";
      return;
  }
  Unreachable();
}

void AppendParallel(Sql& sql, ParallelSafety parallel) {
  switch (parallel) {
    case ParallelSafety::kUnsafe:
      sql << " PARALLEL UNSAFE";
      return;
    case ParallelSafety::kRestricted:
      sql << " PARALLEL RESTRICTED";
      return;
    case ParallelSafety::kSafe:
      sql << " PARALLEL SAFE";
      return;
  }
  Unreachable();
}

void AppendSettings(Sql& sql, const Routine& before, const Routine& after) {
  const auto was = before.set.Sorted(), is = after.set.Sorted();
  for (const auto& [parameter, value] : after.set) {
    auto found = was.find(parameter);
    if (found != was.end() && found->second == value) continue;
    sql << " SET ";
    AppendParameter(sql, parameter);
    sql << " TO " << RawSql{value};
  }
  for (const auto& [parameter, value] : before.set) {
    if (!is.contains(parameter)) sql << " RESET " << Ident(parameter);
  }
}

void AppendChanges(Sql& sql, const Routine& before, const Routine& after, const Writer& w) {
  if (w.Alters("volatility")) AppendVolatility(sql, after.volatility);
  if (w.Alters("strict")) {
    sql << (after.strict ? SqlKeyword(" STRICT") : SqlKeyword(" CALLED ON NULL INPUT"));
  }
  if (w.Alters("security_definer")) {
    sql << (after.security_definer ? SqlKeyword(" SECURITY DEFINER")
                                   : SqlKeyword(" SECURITY INVOKER"));
  }
  if (w.Alters("leakproof")) {
    sql << (after.leakproof ? SqlKeyword(" LEAKPROOF") : SqlKeyword(" NOT LEAKPROOF"));
  }
  if (w.Alters("parallel")) AppendParallel(sql, after.parallel);
  if (w.Alters("cost")) {
    bool cheap = IsC(after) || after.language == Name("internal");
    sql << " COST ";
    AppendNumber(sql, after.cost != 0 ? after.cost : (cheap ? 1 : 100));
  }
  if (w.Alters("rows") && after.returns_set) {
    sql << " ROWS ";
    AppendNumber(sql, after.rows != 0 ? after.rows : 1000);
  }
  if (w.Alters("support")) {
    sql << " SUPPORT ";
    sql.Append(after.support, NameRole::kFunction);
  }
  if (w.Alters("set")) AppendSettings(sql, before, after);
}

// Whether something differs that ALTER FUNCTION cannot say: all but what AppendChanges() does, and
// a support function that goes.
bool NeedsReplace(const Routine& after, const Writer& w) {
  if (w.Alters("support") && after.support.empty()) return true;
  for (std::string_view attribute : {"arguments", "returns", "returns_set", "language", "transform",
                                     "window", "body", "sql_body", "obj_file", "link_symbol"}) {
    if (w.Alters(attribute)) return true;
  }
  return false;
}

}  // namespace

void Create(const Routine& routine, Writer& w) {
  WriteRoutine("CREATE ", routine, w);
  FinishCreate(Object(routine), w);
}

void Replace(const Routine& after, Writer& w) { WriteRoutine("CREATE OR REPLACE ", after, w); }

void Alter(const Routine& before, const Routine& after, Writer& w) {
  if (NeedsReplace(after, w)) return Replace(after, w);
  Sql changes = w.NewSql();
  AppendChanges(changes, before, after, w);
  if (changes.empty()) return;
  Sql sql = w.NewSql();
  sql << "ALTER " << Word(after.kind) << " ";
  AppendName(sql, Object(after));
  sql << RawSql{changes.text()};
  w.Add(std::move(sql));
}

}  // namespace autogen
