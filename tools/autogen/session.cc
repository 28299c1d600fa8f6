#include "tools/autogen/session.h"

#include <cstdio>
#include <cstdlib>
#include <map>

namespace autogen {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Session::Session(GlobalOptions options, Config config)
    : options_(std::move(options)),
      config_(std::move(config)),
      terminal_(options_.color, options_.quiet, options_.json) {}

absl::StatusOr<Session> Session::Open(const GlobalOptions& options, bool config_required) {
  ASSIGN_OR_RETURN(Config config,
                   ReadConfig(options.config, config_required || options.config_given));
  return Session(options, std::move(config));
}

absl::StatusOr<std::optional<Address>> Session::FindAddress() {
  std::string text = options_.url;
  if (text.empty() && !options_.environment.empty()) {
    auto found = config_.environments.find(options_.environment);
    if (found == config_.environments.end()) {
      return InputError("no environment " + options_.environment + " in " + config_.path,
                        "add it under `environments:`");
    }
    text = found->second.url;
  }
  if (text.empty()) text = Environment("DATABASE_URL");
  if (text.empty()) text = ReadDotEnv(config_.folder)["DATABASE_URL"];
  if (text.empty()) text = config_.url;
  if (text.empty()) return std::optional<Address>();
  ASSIGN_OR_RETURN(Address address, ParseAddress(text));
  for (const std::string& notice : address.notices) terminal_.Say("notice: " + notice);
  if (!options_.url.empty() && address.has_password) {
    terminal_.Say("notice: a password in --url shows in `ps`: prefer DATABASE_URL or ~/.pgpass");
  }
  return std::optional<Address>(std::move(address));
}

absl::StatusOr<Connection> Session::Connect() {
  ASSIGN_OR_RETURN(std::optional<Address> address, FindAddress());
  if (!address) {
    return InputError("no database is named",
                      "set DATABASE_URL, write url: in " + config_.path + ", or pass --url");
  }
  return Connection::Open(address->conninfo);
}

void Session::Phase(std::string_view done) {
  auto now = std::chrono::steady_clock::now();
  std::chrono::duration<double, std::milli> took = now - phase_began_;
  phase_began_ = now;
  if (!options_.verbose) return;
  char milliseconds[32];
  std::snprintf(milliseconds, sizeof milliseconds, "%8.1f ms  ", took.count());
  terminal_.Say(milliseconds + std::string(done));
}

bool Session::protected_environment() const {
  auto found = config_.environments.find(options_.environment);
  return found != config_.environments.end() && found->second.is_protected;
}

absl::StatusOr<MigrationsFolder> Session::Migrations() const {
  return ReadMigrations(migrations_folder());
}

absl::StatusOr<ReadModelPtr> Session::Models() const {
  ASSIGN_OR_RETURN(std::vector<ModelFile> files, LoadModelFiles(models_folder()));
  return ReadModels(files);
}

absl::StatusOr<ScratchServer*> Session::Scratch(int major) {
  if (!scratch_failed_.ok()) return scratch_failed_;
  ScratchOptions options;
  options.major = major;
  options.max_locks_per_transaction = MaxLocksPerTransaction(locks_);
  if (options.max_locks_per_transaction <= max_locks_) return scratch_.back().get();
  absl::StatusOr<std::unique_ptr<ScratchServer>> server = ScratchServer::Start(options);
  if (!server.ok()) return scratch_failed_ = server.status();
  max_locks_ = options.max_locks_per_transaction;
  scratch_.push_back(std::move(*server));
  return scratch_.back().get();
}

std::vector<std::string> Session::Schemas() const {
  return options_.schemas.empty() ? config_.schemas : SplitList(options_.schemas);
}

MigrateOptions Session::RunOptions() const {
  MigrateOptions options;
  options.table.name = config_.version_table;
  options.table.schema = config_.version_table_schema;
  options.table.search_path = config_.search_path;
  options.search_path = config_.search_path;
  options.lock_timeout = config_.lock_timeout;
  options.statement_timeout = config_.statement_timeout;
  options.retries = config_.retries;
  return options;
}

AgainstOptions Session::AgainstModels() const {
  AgainstOptions options;
  options.search_path.clear();
  for (const std::string& schema : config_.search_path) options.search_path.emplace_back(schema);
  options.namespaces = Schemas();
  options.keep_verdicts = !options_.no_cache;
  return options;
}

SidesSource Session::Sources() const {
  SidesSource source;
  source.namespaces = Schemas();
  source.search_path = AgainstModels().search_path;
  source.catalog.own_tables = {config_.version_table, "autogen_history"};
  return source;
}

std::vector<std::string> SplitList(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  for (char c : text + ",") {
    if (c != ',') {
      if (c != ' ' || !part.empty()) part += c;
      continue;
    }
    while (!part.empty() && part.back() == ' ') part.pop_back();
    if (!part.empty()) parts.push_back(part);
    part.clear();
  }
  return parts;
}

}  // namespace autogen
