#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace autogen {

// `autogen.yaml`: every key has a default. See docs: Config.
struct Config {
  std::string path = "autogen.yaml";  // as the user named it
  std::string folder = ".";           // where it stands: relative paths are from here
  bool exists = false;

  std::string models = "model-schemas";
  std::vector<std::string> migrations = {"migrations"};
  std::string url, migration_url;  // ${VAR} already filled in; empty: none
  std::string password_command;
  std::string file_template =
      "%(year)d%(month).2d%(day).2d_%(hour).2d%(minute).2d_%(rev)s_%(slug)s";
  std::string timezone = "UTC";
  int truncate_slug_length = 40;
  std::string version_table = "autogen_version";
  std::string version_table_schema;
  std::vector<std::string> search_path = {"public"};
  std::vector<std::string> schemas;  // patterns; empty: public and those that the models name
  std::string transaction = "per-migration";
  std::string lock_timeout = "5s";
  std::string statement_timeout;
  int retries = 5;
  std::string prove = "auto";
  std::string renames;  // empty: ask on a terminal, else refuse
  bool drop_extensions = false;

  struct Environment {
    std::string url;
    bool is_protected = false;
  };
  std::map<std::string, Environment> environments;

  // A path of the config as seen from the working directory.
  std::string Resolve(const std::string& relative) const;
};

// Reads the file; where it is not there and `required` is false, the defaults. `variables` are what
// ${NAME} means (the environment, and `.env` beside the file). Errors: an unknown key (nearest
// named), a literal password in a url.
absl::StatusOr<Config> ReadConfig(const std::string& path, bool required);

// KEY=value lines of `.env` beside the config; a missing file is empty.
std::map<std::string, std::string> ReadDotEnv(const std::string& folder);

// The text of a new autogen.yaml.
std::string ConfigTemplate();

}  // namespace autogen
