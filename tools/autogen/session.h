#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codegen/file/migration.h"
#include "introspect/address.h"
#include "introspect/connection.h"
#include "introspect/read_catalog.h"
#include "model-schemas/model_schemas.h"
#include "runner/decide/models_against.h"
#include "runner/decide/read_sides.h"
#include "runner/migrate/migrate.h"
#include "runner/scratch/server.h"
#include "tools/autogen/config.h"
#include "tools/autogen/terminal.h"

namespace autogen {

// The flags that every command has.
struct GlobalOptions {
  std::string url, config = "autogen.yaml", environment, schemas;
  std::vector<std::string> x;
  bool config_given = false, no_cache = false, verbose = false, quiet = false, yes = false;
  bool json = false;
  ColorMode color = ColorMode::kAuto;
};

// One run of the program: the config, and what is opened when it is first needed.
class Session {
 public:
  static absl::StatusOr<Session> Open(const GlobalOptions& options, bool config_required);

  const GlobalOptions& options() const { return options_; }
  const Config& config() const { return config_; }
  const Terminal& terminal() const { return terminal_; }

  // The database's address by precedence: --url, an explicit --env's, DATABASE_URL, .env, the
  // config's. nullopt: none.
  absl::StatusOr<std::optional<Address>> FindAddress();
  absl::StatusOr<Connection> Connect();  // an error where there is no address
  bool protected_environment() const;

  // With --verbose: says how long it took from the last phase's end to this one's.
  void Phase(std::string_view done);

  absl::StatusOr<MigrationsFolder> Migrations() const;
  std::string migrations_folder() const { return config_.Resolve(config_.migrations.front()); }
  std::string models_folder() const { return config_.Resolve(config_.models); }
  absl::StatusOr<ReadModelPtr> Models() const;

  // A transaction on the scratch server may take so many locks.
  void ExpectLocks(size_t locks) { locks_ = std::max(locks_, locks); }
  // Started when first asked for, and once more where more locks are expected than it holds;
  // `major` of the database, where one is known (0: any).
  absl::StatusOr<ScratchServer*> Scratch(int major);

  std::vector<std::string> Schemas() const;  // --schema over the config's
  MigrateOptions RunOptions() const;
  AgainstOptions AgainstModels() const;
  // For reading the models and a database at once.
  SidesSource Sources() const;

 private:
  Session(GlobalOptions options, Config config);

  GlobalOptions options_;
  Config config_;
  Terminal terminal_;
  size_t locks_ = 0;
  int max_locks_ = 0;                                    // of the last scratch server
  std::vector<std::unique_ptr<ScratchServer>> scratch_;  // the last one is asked from now on
  absl::Status scratch_failed_;
  std::chrono::steady_clock::time_point phase_began_ = std::chrono::steady_clock::now();
};

// "a, b ,c" -> {"a", "b", "c"}.
std::vector<std::string> SplitList(const std::string& text);

}  // namespace autogen
