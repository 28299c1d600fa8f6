#include "tools/autogen/config.h"

#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "engine/base/error.h"
#include "introspect/address.h"
#include "tools/autogen/nearest.h"

namespace autogen {
namespace {

using Variables = std::map<std::string, std::string>;

absl::Status ConfigError(const Config& config, const YAML::Node& node, std::string message,
                         std::string hint) {
  Finding finding;
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  finding.place.file = config.path;
  finding.place.line = node.Mark().line + 1;
  finding.place.column = node.Mark().column + 1;
  return ToStatus(finding);
}

// ${NAME} and ${NAME:-default}; nothing else is special ("%40" is a password's own business).
std::string FillIn(const std::string& text, const Variables& variables) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    size_t end = text.compare(i, 2, "${") == 0 ? text.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      out += text[i++];
      continue;
    }
    std::string name = text.substr(i + 2, end - i - 2), fallback;
    if (size_t dash = name.find(":-"); dash != std::string::npos) {
      fallback = name.substr(dash + 2);
      name.resize(dash);
    }
    const char* set = std::getenv(name.c_str());
    auto found = variables.find(name);
    if (set != nullptr && *set != 0) {
      out += set;
    } else {
      out += found != variables.end() ? found->second : fallback;
    }
    i = end + 1;
  }
  return out;
}

std::vector<std::string> Texts(const YAML::Node& node) {
  if (node.IsSequence()) return node.as<std::vector<std::string>>();
  return {node.as<std::string>()};
}

absl::Status CheckNoPassword(const Config& config, const YAML::Node& node) {
  std::string written = node.as<std::string>();
  absl::StatusOr<Address> address = ParseAddress(written);
  if (written.find("${") != std::string::npos || !address.ok() || !address->has_password) {
    return absl::OkStatus();
  }
  return ConfigError(
      config, node, "url holds a password",
      "keep it out of the file: url: ${DATABASE_URL}, ~/.pgpass, or password_command");
}

using Setter = std::function<absl::Status(const YAML::Node&, Config*, const Variables&)>;

template <class T>
Setter Set(T Config::*member) {
  return [member](const YAML::Node& node, Config* config, const Variables&) {
    config->*member = node.as<T>();
    return absl::OkStatus();
  };
}

Setter SetTexts(std::vector<std::string> Config::*member) {
  return [member](const YAML::Node& node, Config* config, const Variables&) {
    config->*member = Texts(node);
    return absl::OkStatus();
  };
}

Setter SetUrl(std::string Config::*member) {
  return [member](const YAML::Node& node, Config* config, const Variables& variables) {
    RETURN_IF_ERROR(CheckNoPassword(*config, node));
    config->*member = FillIn(node.as<std::string>(), variables);
    return absl::OkStatus();
  };
}

absl::Status SetEnvironments(const YAML::Node& node, Config* config, const Variables& variables) {
  for (const auto& entry : node) {
    Config::Environment environment;
    for (const auto& key : entry.second) {
      std::string name = key.first.as<std::string>();
      if (name == "url") {
        RETURN_IF_ERROR(CheckNoPassword(*config, key.second));
        environment.url = FillIn(key.second.as<std::string>(), variables);
      } else if (name == "protected") {
        environment.is_protected = key.second.as<bool>();
      } else {
        return ConfigError(*config, key.first, "unknown key of an environment: " + name,
                           "known: url, protected");
      }
    }
    config->environments[entry.first.as<std::string>()] = environment;
  }
  return absl::OkStatus();
}

absl::Status SetFormat(const YAML::Node& node, Config* config, const Variables&) {
  if (node.as<std::string>() == "1") return absl::OkStatus();
  return ConfigError(*config, node, "format " + node.as<std::string>() + " is not known",
                     "this version reads format: 1");
}

// Keys that are understood later are accepted with their defaults in mind, so that one config
// serves every version.
absl::Status Later(const YAML::Node&, Config*, const Variables&) { return absl::OkStatus(); }

const std::map<std::string, Setter>& Setters() {
  static const auto& setters = *new std::map<std::string, Setter>{
      {"format", SetFormat},
      {"models", Set(&Config::models)},
      {"migrations", SetTexts(&Config::migrations)},
      {"url", SetUrl(&Config::url)},
      {"migration_url", SetUrl(&Config::migration_url)},
      {"password_command", Set(&Config::password_command)},
      {"file_template", Set(&Config::file_template)},
      {"timezone", Set(&Config::timezone)},
      {"truncate_slug_length", Set(&Config::truncate_slug_length)},
      {"version_table", Set(&Config::version_table)},
      {"version_table_schema", Set(&Config::version_table_schema)},
      {"search_path", SetTexts(&Config::search_path)},
      {"schemas", SetTexts(&Config::schemas)},
      {"transaction", Set(&Config::transaction)},
      {"lock_timeout", Set(&Config::lock_timeout)},
      {"statement_timeout", Set(&Config::statement_timeout)},
      {"retries", Set(&Config::retries)},
      {"prove", Set(&Config::prove)},
      {"renames", Set(&Config::renames)},
      {"drop_extensions", Set(&Config::drop_extensions)},
      {"environments", SetEnvironments},
      {"online", Later},
  };
  return setters;
}

absl::StatusOr<std::string> Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return InputError("cannot read " + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

absl::Status Apply(const YAML::Node& root, const Variables& variables, Config* config) {
  if (root.IsNull()) return absl::OkStatus();
  if (!root.IsMap()) {
    return ConfigError(*config, root, "the config is no mapping", "write `key: value` lines");
  }
  for (const auto& entry : root) {
    std::string key = entry.first.as<std::string>();
    auto setter = Setters().find(key);
    if (setter == Setters().end()) {
      std::vector<std::string> known;
      for (const auto& [name, unused] : Setters()) known.push_back(name);
      return ConfigError(*config, entry.first, "unknown key: " + key,
                         "did you mean " + Nearest(key, known) + "?");
    }
    RETURN_IF_ERROR(setter->second(entry.second, config, variables));
  }
  return absl::OkStatus();
}

}  // namespace

std::string Config::Resolve(const std::string& relative) const {
  std::filesystem::path given(relative);
  if (given.is_absolute() || folder == "." || folder.empty()) return relative;
  return (std::filesystem::path(folder) / given).string();
}

absl::StatusOr<Config> ReadConfig(const std::string& path, bool required) {
  Config config;
  config.path = path;
  config.folder = std::filesystem::path(path).parent_path().string();
  if (config.folder.empty()) config.folder = ".";
  config.exists = std::filesystem::exists(path);
  if (!config.exists) {
    if (!required) return config;
    return InputError("no config at " + path, "`autogen init` makes a project here");
  }
  ASSIGN_OR_RETURN(std::string text, Slurp(path));
  Variables variables = ReadDotEnv(config.folder);
  try {
    RETURN_IF_ERROR(Apply(YAML::Load(text), variables, &config));
  } catch (const YAML::Exception& e) {
    Finding finding;
    finding.message = e.msg;
    finding.place.file = path;
    finding.place.line = e.mark.line + 1;
    finding.place.column = e.mark.column + 1;
    return ToStatus(finding);
  }
  return config;
}

std::map<std::string, std::string> ReadDotEnv(const std::string& folder) {
  std::map<std::string, std::string> variables;
  std::ifstream in(std::filesystem::path(folder) / ".env");
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.starts_with("export ")) line.erase(0, 7);
    size_t equals = line.find('=');
    if (equals == std::string::npos || line.starts_with("#")) continue;
    std::string value = line.substr(equals + 1);
    bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                  value.back() == value.front();
    if (quoted) value = value.substr(1, value.size() - 2);
    variables[line.substr(0, equals)] = value;
  }
  return variables;
}

std::string ConfigTemplate() {
  return R"(# autogen: models in YAML, migrations in SQL. Every key has a default; `autogen --help` names the commands.
format: 1
models: model-schemas
migrations: migrations

# The database. DATABASE_URL in the environment or in .env beside this file comes first, --url before all.
# Without any, models are compared with the migrations, replayed on a private throw-away PostgreSQL.
url: ${DATABASE_URL}

# search_path: [public]          # what migrations run under
# schemas: [public, app]         # what is compared; default: public and those that the models name
# lock_timeout: 5s
# environments:
#   prod: {url: "${PROD_DATABASE_URL}", protected: true}
)";
}

}  // namespace autogen
