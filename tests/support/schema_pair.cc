#include "tests/support/schema_pair.h"

#include <algorithm>
#include <map>
#include <random>

#include "engine/schema/json.h"
#include "engine/schema/pack.h"
#include "runner/prove/prove.h"
#include "runner/realise/realise.h"

namespace autogen::testing {
namespace {

std::string Words(const absl::Status& status) {
  std::string words;
  for (const Finding& finding : ToFindings(status)) words += Describe(finding);
  return words;
}

std::string Text(const std::vector<Statement>& statements) {
  std::string text;
  for (const Statement& statement : statements) {
    if (statement.begins_unit) text += "COMMIT; BEGIN;\n";
    text += statement.text + ";\n";
  }
  return text;
}

std::string Hazards(const std::vector<Statement>& statements) {
  std::string text;
  for (const Statement& statement : statements) {
    for (const Hazard& hazard : statement.hazards) text += hazard.id + ": " + hazard.words + "\n";
  }
  return text;
}

// Both sides of what differs.
std::string Question(const Decided& decision, const ObjectChange& change) {
  std::string text = "asked: " + Label(change.id) + "\n";
  const Object& before = *decision.before.Find(change.id);
  const Object& after = *decision.target.Find(change.id);
  auto add = [&text](const auto& a, const auto& b, std::string_view attribute) {
    text += "  " + AttributeJson(a, attribute) + "\n  " + AttributeJson(b, attribute) + "\n";
  };
  for (std::string_view attribute : change.attributes) add(before, after, attribute);
  const auto* a = std::get_if<Table>(&before);
  const auto* b = std::get_if<Table>(&after);
  for (const ColumnChange& column : change.columns) {
    if (a == nullptr || b == nullptr) break;
    for (const Column& old_column : a->columns) {
      for (const Column& new_column : b->columns) {
        bool both = old_column.name == column.column && new_column.name == column.column;
        if (!both) continue;
        for (std::string_view attribute : column.attributes) add(old_column, new_column, attribute);
      }
    }
  }
  return text;
}

// The oids of tables and sequences, by name.
std::map<std::string, std::string> Oids(Connection& connection) {
  std::map<std::string, std::string> oids;
  auto rows = connection.Query(
      "SELECT c.oid::regclass::text, c.oid FROM pg_class c WHERE relkind IN ('r', 'S') AND c.oid "
      ">= 16384 AND NOT EXISTS "
      "(SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i')");
  if (!rows.ok()) return oids;
  for (const auto& row : rows->rows) oids[*row[0]] = *row[1];
  return oids;
}

class Pair {
 public:
  Pair(ScratchServer& server, const PairOptions& options) : server_(server), options_(options) {}

  absl::Status Run(const std::string& before_sql, const std::string& after_sql,
                   PairResult* result) {
    ASSIGN_OR_RETURN(ScratchDatabase old_database, Load(before_sql));
    ASSIGN_OR_RETURN(ScratchDatabase new_database, Load(after_sql));
    ASSIGN_OR_RETURN(Database before, old_database.Read());
    ASSIGN_OR_RETURN(Database after, new_database.Read());
    RETURN_IF_ERROR(ExpectPacked(before));
    RETURN_IF_ERROR(ExpectPacked(after));
    std::vector<ModelFile> files = Models(after);
    RETURN_IF_ERROR(ExpectNothing(files, after, "round trip"));
    if (options_.words) {
      files = Models(options_.words(after));
      RETURN_IF_ERROR(CountQuestions(files, after, result));
      RETURN_IF_ERROR(ExpectNothing(files, after, "in other words"));
    }
    ASSIGN_OR_RETURN(GeneratedMigration migration, Generated(files, before));
    if (migration.whole_schema) return InternalError("the proof needed the whole schema");
    result->upgrade = Text(migration.upgrade);
    result->downgrade = Text(migration.downgrade);
    result->hazards = Hazards(migration.upgrade);
    if (options_.shuffle) RETURN_IF_ERROR(ExpectSameBytes(files, before, *result));
    if (options_.full_proof) RETURN_IF_ERROR(ExpectSameProof(files, before, *result));
    auto oids = Oids(old_database.connection());
    RETURN_IF_ERROR(old_database.connection().Execute("BEGIN;\n" + result->upgrade + "COMMIT;"));
    ASSIGN_OR_RETURN(Database reached, old_database.Read());
    RETURN_IF_ERROR(ExpectNothing(files, reached, "second run"));
    for (const auto& [name, oid] : Oids(old_database.connection())) {
      if (oids.contains(name) && oids[name] != oid) return InternalError(name + " was made anew");
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<ScratchDatabase> Load(const std::string& sql) {
    ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(server_, {}));
    RETURN_IF_ERROR(scratch.connection().Execute(sql));
    return scratch;
  }

  std::vector<ModelFile> Models(const Database& database) const {
    WriteOptions write;
    write.managed.owners = true;
    std::vector<ModelFile> files;
    for (auto& [path, text] : WriteModels(database, write)) files.push_back({path, text});
    if (!options_.extra_model.empty()) files.push_back({"extra.yaml", options_.extra_model});
    return files;
  }

  absl::Status CountQuestions(const std::vector<ModelFile>& files, const Database& live,
                              PairResult* result) {
    ASSIGN_OR_RETURN(ModelsAgainst compared, Against(files, live, nullptr));
    for (const ObjectChange& change : compared.decision.changes.changes) {
      if (!change.open) continue;
      ++result->asked;
      result->questions += Question(compared.decision, change);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<ModelsAgainst> Against(const std::vector<ModelFile>& files, const Database& live) {
    return Against(files, live, [this]() -> absl::StatusOr<ScratchServer*> { return &server_; });
  }

  absl::StatusOr<ModelsAgainst> Against(const std::vector<ModelFile>& files, const Database& live,
                                        const ScratchProvider& scratch) {
    ASSIGN_OR_RETURN(ReadModelPtr models, ReadModels(files));
    AgainstOptions against;
    against.namespaces = {"*"};
    against.rename_mode = options_.renames;
    return CompareModels(*models, live, against, scratch);
  }

  absl::StatusOr<GeneratedMigration> Generated(const std::vector<ModelFile>& files,
                                               const Database& live, bool whole_schema = false) {
    ASSIGN_OR_RETURN(ModelsAgainst compared, Against(files, live));
    GenerateOptions generate;
    generate.plan.allow_rewrite = true;
    generate.plan.drop_extensions = true;
    generate.whole_schema = whole_schema;
    generate.style.first_schema = "public";
    return Generate(live, compared.decision.target, compared.renames, generate, &server_, "");
  }

  static absl::Status ExpectPacked(const Database& database) {
    std::optional<Database> again = Unpack(Pack(database));
    const bool same = again && again->objects == database.objects &&
                      again->dependencies == database.dependencies &&
                      Pack(*again) == Pack(database);
    return same ? absl::OkStatus() : InternalError("packed and unpacked it is another schema");
  }

  absl::Status ExpectNothing(const std::vector<ModelFile>& files, const Database& live,
                             const std::string& what) {
    ASSIGN_OR_RETURN(ModelsAgainst compared, Against(files, live));
    std::string differences = DescribeChanges(compared.decision.changes);
    return differences.empty() ? absl::OkStatus() : InternalError(what + ":\n" + differences);
  }

  absl::Status ExpectSameBytes(std::vector<ModelFile> files, const Database& live,
                               const PairResult& result) {
    std::mt19937 engine(1);
    std::shuffle(files.begin(), files.end(), engine);
    ASSIGN_OR_RETURN(GeneratedMigration again, Generated(files, live));
    if (Text(again.upgrade) == result.upgrade && Text(again.downgrade) == result.downgrade) {
      return absl::OkStatus();
    }
    return InternalError("shuffled models give other SQL:\n" + Text(again.upgrade));
  }

  absl::Status ExpectSameProof(const std::vector<ModelFile>& files, const Database& live,
                               const PairResult& result) {
    ASSIGN_OR_RETURN(GeneratedMigration whole, Generated(files, live, true));
    if (Text(whole.upgrade) == result.upgrade && Text(whole.downgrade) == result.downgrade) {
      return absl::OkStatus();
    }
    return InternalError("the proof of the whole schema gives other SQL:\n" + Text(whole.upgrade) +
                         "-- downgrade\n" + Text(whole.downgrade) + "-- of the slice\n" +
                         result.downgrade);
  }

  ScratchServer& server_;
  const PairOptions& options_;
};

}  // namespace

PairResult TryPair(ScratchServer& server, const std::string& before, const std::string& after,
                   const PairOptions& options) {
  PairResult result;
  absl::Status status = Pair(server, options).Run(before, after, &result);
  if (!status.ok()) result.problem = Words(status);
  return result;
}

ScratchServer* SharedServer() {
  static ScratchServer* server = [] {
    auto started = ScratchServer::Start({});
    return started.ok() ? started->release() : nullptr;
  }();
  return server;
}

}  // namespace autogen::testing
