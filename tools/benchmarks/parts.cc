// What the parts of a comparison cost, without a server: models in memory against the schema that
// they describe.
#include <benchmark/benchmark.h>

#include "codegen/sql/statement.h"
#include "engine/plan/plan.h"
#include "engine/sql/parse.h"
#include "runner/decide/models_against.h"

namespace autogen {
namespace {

std::string Table(int number) {
  std::string name = "item_" + std::to_string(number);
  std::string text = "  " + name + ":\n    columns:\n";
  text +=
      "      id: bigint primary key\n      code: varchar(32) not null\n      title: varchar(200) "
      "not null default ''\n";
  text +=
      "      price: numeric(12,2) not null default 0\n      active: boolean not null default "
      "true\n";
  text += "      created_at: timestamptz not null default now()\n      details: jsonb\n";
  if (number > 0)
    text += "      parent_id: bigint references item_" + std::to_string(number - 1) + "\n";
  text += "    constraints:\n      " + name + "_price: check (price >= 0)\n";
  text += "    indexes:\n      " + name + "_lower: (lower(code))\n      " + name +
          "_recent: (created_at) where active\n";
  return text;
}

std::vector<ModelFile> Files(int tables) {
  std::vector<ModelFile> files;
  for (int i = 0; i < tables; ++i)
    files.push_back({"item_" + std::to_string(i) + ".yaml", "tables:\n" + Table(i)});
  return files;
}

AgainstOptions Options() {
  AgainstOptions options;
  options.rename_mode = RenameMode::kIgnore;
  return options;
}

Database Described(int tables) {
  Database nothing;
  nothing.server_version = 150000;
  nothing.Add(Namespace{"public", {}});
  ReadModelPtr models = ReadModels(Files(tables)).value();
  return CompareModels(*models, nothing, Options(), nullptr).value().decision.target;
}

void ReadFiles(benchmark::State& state) {
  std::vector<ModelFile> files = Files(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(ReadModels(files));
}
BENCHMARK(ReadFiles)->Arg(1000)->Unit(benchmark::kMillisecond);

void ElaborateModels(benchmark::State& state) {
  ReadModelPtr models = ReadModels(Files(static_cast<int>(state.range(0)))).value();
  for (auto _ : state) benchmark::DoNotOptimize(Elaborate(*models, {}));
}
BENCHMARK(ElaborateModels)->Arg(1000)->Unit(benchmark::kMillisecond);

// Completion, and the comparison of what is the same.
void CompareNoChange(benchmark::State& state) {
  int tables = static_cast<int>(state.range(0));
  Database live = Described(tables);
  ReadModelPtr models = ReadModels(Files(tables)).value();
  DeclaredModel declared = Elaborate(*models, {}).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(CompareModels(declared, {"public"}, live, Options(), nullptr));
  }
}
BENCHMARK(CompareNoChange)->Arg(1000)->Unit(benchmark::kMillisecond);

// From one more column in every table to the statements that add it.
void PlanChanges(benchmark::State& state) {
  int tables = static_cast<int>(state.range(0));
  Database before = Described(tables), after = before;
  for (auto [id, object] : after.objects) {
    auto* table = std::get_if<autogen::Table>(&object);
    if (table == nullptr) continue;
    Column column;
    column.name = "added";
    column.type = {"pg_catalog", "integer", {}, false};
    table->columns.push_back(std::move(column));
  }
  for (auto _ : state) {
    Changes changes = Compare(before, after);
    Plan plan = MakePlan(before, after, changes, {}, {}).value();
    benchmark::DoNotOptimize(Render(plan, before, after, {}));
  }
}
BENCHMARK(PlanChanges)->Arg(1000)->Unit(benchmark::kMillisecond);

void ParseExpression(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(ParseSql(
        "(price >= (0)::numeric) AND (lower((code)::text) <> ''::text)", SqlForm::kExpression));
  }
}
BENCHMARK(ParseExpression)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace autogen

BENCHMARK_MAIN();
