#include <cstdio>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

SqlKeyword Words(Volatility volatility) {
  switch (volatility) {
    case Volatility::kImmutable:
      return "IMMUTABLE";
    case Volatility::kStable:
      return "STABLE";
    case Volatility::kVolatile:
      return "VOLATILE";
  }
  Unreachable();
}

SqlKeyword Words(ParallelSafety parallel) {
  switch (parallel) {
    case ParallelSafety::kUnsafe:
      return "UNSAFE";
    case ParallelSafety::kRestricted:
      return "RESTRICTED";
    case ParallelSafety::kSafe:
      return "SAFE";
  }
  Unreachable();
}

// 100, 0.5: as short as it reads back.
std::string Shortest(double number) {
  char text[32];
  for (int digits = 6; digits <= 17; ++digits) {
    std::snprintf(text, sizeof(text), "%.*g", digits, number);
    if (std::strtod(text, nullptr) == number) break;
  }
  return text;
}

void AddTransform(const Routine& routine, ClauseList& clauses) {
  if (routine.transform_types.empty()) return;
  std::vector<std::string> list;
  Sql text = clauses.New();
  for (const TypeRef& type : routine.transform_types) {
    if (!list.empty()) text << ", ";
    text << "FOR TYPE " << type;
    list.push_back((clauses.New() << type).Take());
  }
  Clause& transform = clauses.Add("transform", "TRANSFORM ", text);
  transform.value.clear();
  transform.list = std::move(list);
}

// "app.user" of SET: each part is a name. A model's mapping has the plain name.
std::string ParameterName(std::string_view name) {
  size_t dot = name.find('.');
  if (dot == name.npos) return QuoteIdentifier(name);
  return QuoteIdentifier(name.substr(0, dot)) + "." + QuoteIdentifier(name.substr(dot + 1));
}

void AddSettings(const Routine& routine, ClauseList& clauses) {
  if (routine.set.empty()) return;
  Sql text = clauses.New();
  for (const auto& [name, value] : routine.set) {
    if (!text.empty()) text << " ";
    text << "SET " << RawSql{ParameterName(name)} << " TO " << RawSql{value};
  }
  Clause& set = clauses.Add("set", text);
  set.value.clear();
  set.options = Options(routine.set.begin(), routine.set.end());
}

}  // namespace

Clauses WriteRoutineOptions(const Routine& routine, const SqlStyle& style) {
  ClauseList clauses(style);
  if (!routine.language.empty()) {
    clauses.Add("language", "LANGUAGE ", clauses.New() << Ident(routine.language));
  }
  AddTransform(routine, clauses);
  if (routine.window) clauses.Flag("window", "WINDOW");
  if (routine.volatility != Volatility::kVolatile) {
    clauses.Add("volatility", clauses.New() << Words(routine.volatility));
  }
  if (routine.strict) clauses.Flag("strict", "STRICT");
  if (routine.security_definer) clauses.Flag("security_definer", "SECURITY DEFINER");
  if (routine.leakproof) clauses.Flag("leakproof", "LEAKPROOF");
  if (routine.parallel != ParallelSafety::kUnsafe) {
    clauses.Add("parallel", "PARALLEL ", clauses.New() << Words(routine.parallel));
  }
  if (routine.cost != 0) {
    clauses.Add("cost", "COST ", clauses.New() << RawSql{Shortest(routine.cost)});
  }
  if (routine.rows != 0) {
    clauses.Add("rows", "ROWS ", clauses.New() << RawSql{Shortest(routine.rows)});
  }
  if (!routine.support.empty()) {
    clauses.Add("support", "SUPPORT ", clauses.New().Append(routine.support, NameRole::kFunction));
  }
  AddSettings(routine, clauses);
  return clauses.Take();
}

}  // namespace autogen
