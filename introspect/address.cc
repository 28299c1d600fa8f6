#include "introspect/address.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "engine/base/error.h"
#include "introspect/conninfo.h"

namespace autogen {
namespace {

using Parameter = std::pair<std::string, std::string>;  // both decoded

// What cannot be read may hold a password anywhere, so none of it is shown.
absl::Status Unreadable() {
  return InputError("the database's address cannot be read", kAddressForms);
}

std::optional<std::string> PercentDecode(std::string_view text) {
  auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    int high = digit(text[i + 1]), low = digit(text[i + 2]);
    if (high < 0 || low < 0 || high + low == 0) return std::nullopt;  // %00 is no character
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::string PercentEncode(std::string_view text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    if (kPlain.find(static_cast<char>(c)) != kPlain.npos) {
      out += static_cast<char>(c);
    } else {
      out += {'%', kHex[c / 16], kHex[c % 16]};
    }
  }
  return out;
}

struct Url {
  std::string driver;  // "asyncpg"; empty: none
  std::string authority_and_path;
  std::vector<Parameter> parameters;
};

// "postgresql+asyncpg" -> "asyncpg"; nullopt: not one of ours.
std::optional<std::string> DriverOf(std::string_view scheme) {
  for (std::string_view name : {"postgresql", "postgres"}) {
    if (scheme == name) return "";
    if (scheme.starts_with(name) && scheme.substr(name.size()).starts_with("+")) {
      return std::string(scheme.substr(name.size() + 1));
    }
  }
  return std::nullopt;
}

absl::StatusOr<Url> SplitUrl(std::string_view scheme, std::string_view rest) {
  std::optional<std::string> driver = DriverOf(scheme);
  if (!driver) {
    return InputError("the database's address begins with " + std::string(scheme) +
                          ":, which is not PostgreSQL's",
                      kAddressForms);
  }
  Url url{std::move(*driver), {}, {}};
  size_t question = rest.find('?');
  url.authority_and_path = rest.substr(0, question);
  // A password with a bare @, / or ? would be cut there, and its rest be taken for a host's name.
  if (std::count(url.authority_and_path.begin(), url.authority_and_path.end(), '@') > 1) {
    return InputError("the database's address has two @", kAddressForms);
  }
  if (question == rest.npos) return url;
  std::string_view query = rest.substr(question + 1);
  while (!query.empty()) {
    size_t end = std::min(query.find('&'), query.size());
    std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    size_t equals = pair.find('=');
    if (equals == pair.npos || equals == 0) return Unreadable();
    std::optional<std::string> key = PercentDecode(pair.substr(0, equals));
    std::optional<std::string> value = PercentDecode(pair.substr(equals + 1));
    if (!key || !value) return Unreadable();
    url.parameters.emplace_back(std::move(*key), std::move(*value));
  }
  return url;
}

const std::set<std::string>& LibpqKeywords() {
  static const auto* keywords = [] {
    auto* names = new std::set<std::string>;
    PQconninfoOption* options = PQconndefaults();
    for (PQconninfoOption* o = options; o != nullptr && o->keyword != nullptr; ++o) {
      names->insert(o->keyword);
    }
    PQconninfoFree(options);
    names->insert("ssl");  // libpq takes JDBC's ssl=true in a URL
    return names;
  }();
  return *keywords;
}

// Parameters that drivers and poolers take out of a URL before PostgreSQL sees it. A name that
// nobody knows is an error: a mistyped sslmode must not be passed over.
bool IsDriverOnly(const std::string& key, const std::string& driver) {
  static const auto* names = new std::set<std::string>{"async_fallback",
                                                       "cached_statements",
                                                       "client_cert",
                                                       "command_timeout",
                                                       "connection_class",
                                                       "connection_limit",
                                                       "connect_args",
                                                       "executemany_mode",
                                                       "isolation_level",
                                                       "loop",
                                                       "max_cached_statement_lifetime",
                                                       "max_cacheable_statement_size",
                                                       "pgbouncer",
                                                       "pool_mode",
                                                       "pool_size",
                                                       "pool_timeout",
                                                       "prepare_threshold",
                                                       "prepared_statement_cache_size",
                                                       "prepared_statement_name_func",
                                                       "schema",
                                                       "server_settings",
                                                       "single_connection",
                                                       "socket_timeout",
                                                       "ssl_context",
                                                       "statement_cache_size",
                                                       "statement_timeout",
                                                       "tcp_keepalive",
                                                       "timeout",
                                                       "use_native_hstore"};
  return names->contains(key) || driver == "asyncpg" || driver == "pg8000";
}

// asyncpg's ssl=, as libpq's sslmode= says it.
std::string SslMode(const std::string& value) {
  if (value == "true" || value == "True" || value == "1") return "require";
  if (value == "false" || value == "False" || value == "0") return "disable";
  return value;
}

// What the drivers spell otherwise; false: dropped.
bool Translate(const std::string& driver, Parameter* parameter) {
  auto& [key, value] = *parameter;
  if (key == "ssl") {
    parameter->second = SslMode(value);
    parameter->first = "sslmode";
    return true;
  }
  if (key == "database") key = "dbname";
  if (key == "unix_sock") {  // pg8000: the socket itself
    size_t socket = value.rfind("/.s.PGSQL.");
    if (socket != std::string::npos) value.resize(socket);
    key = "host";
  }
  return LibpqKeywords().contains(key) || !IsDriverOnly(key, driver);
}

// SQLAlchemy's ?host=a:5432&host=b:5433 is libpq's host=a,b port=5432,5433.
void SetHosts(const std::vector<std::string>& hosts, std::map<std::string, std::string>* settings) {
  std::string names, ports;
  bool any_port = false;
  for (const std::string& host : hosts) {
    size_t colon = host.starts_with("/") ? std::string::npos : host.rfind(':');
    if (colon != std::string::npos && host.find(':') != colon) colon = std::string::npos;  // IPv6
    if (&host != &hosts.front()) names += ",", ports += ",";
    names += host.substr(0, colon);
    if (colon != std::string::npos) ports += host.substr(colon + 1), any_port = true;
  }
  (*settings)["host"] = names;
  if (any_port) (*settings)["port"] = ports;
}

absl::StatusOr<Conninfo> ReadUrl(std::string_view scheme, std::string_view rest,
                                 std::vector<std::string>* notices) {
  ASSIGN_OR_RETURN(Url url, SplitUrl(scheme, rest));
  ASSIGN_OR_RETURN(Conninfo settings, ParseConninfo("postgresql://" + url.authority_and_path));
  std::vector<std::string> hosts;
  for (Parameter& parameter : url.parameters) {
    std::string key = parameter.first;
    if (!Translate(url.driver, &parameter)) {
      notices->push_back("the address's parameter " + key + " is its driver's own and is left out");
    } else if (!LibpqKeywords().contains(parameter.first)) {
      return InputError(
          "the database's address has a parameter that PostgreSQL does not know: " + key,
          "see the manual, libpq, Parameter Key Words");
    } else if (parameter.first == "host") {
      hosts.push_back(parameter.second);
    } else {
      settings[parameter.first] = parameter.second;
    }
  }
  if (!hosts.empty()) SetHosts(hosts, &settings);
  return settings;
}

std::string Get(const Conninfo& settings, const std::string& key) {
  auto found = settings.find(key);
  return found == settings.end() ? "" : found->second;
}

// A URL without secrets. Hosts that are folders stand in it encoded, as libpq wants them.
std::string Show(const Conninfo& settings) {
  std::string service = Get(settings, "service");
  if (!service.empty() && Get(settings, "host").empty()) {
    std::string database = Get(settings, "dbname");
    return "service=" + service + (database.empty() ? "" : " dbname=" + database);
  }
  std::string out = "postgresql://";
  if (std::string user = Get(settings, "user"); !user.empty()) out += PercentEncode(user) + "@";
  std::string host = Get(settings, "host");
  if (host.empty()) host = Get(settings, "hostaddr");
  if (host.find(':') != host.npos && host.find(',') == host.npos) host = "[" + host + "]";  // IPv6
  out += host.starts_with("/") ? PercentEncode(host) : host;
  if (std::string port = Get(settings, "port"); !port.empty()) out += ":" + port;
  return out + "/" + PercentEncode(Get(settings, "dbname"));
}

}  // namespace

absl::StatusOr<Address> ParseAddress(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  if (text.empty()) return InputError("the database's address is empty", kAddressForms);
  Address address;
  Conninfo settings;
  size_t scheme = text.find("://");
  // A keyword string may hold :// inside a value only, that is, behind an equals sign.
  if (scheme != text.npos && text.substr(0, scheme).find_first_of("= '") == text.npos) {
    ASSIGN_OR_RETURN(settings,
                     ReadUrl(text.substr(0, scheme), text.substr(scheme + 3), &address.notices));
  } else {
    ASSIGN_OR_RETURN(settings, ParseConninfo(std::string(text)));
  }
  address.has_password = !Get(settings, "password").empty();
  address.shown = Show(settings);
  address.conninfo = WriteConninfo(settings);
  return address;
}

absl::StatusOr<std::string> WithDatabase(const std::string& conninfo, std::string_view database) {
  ASSIGN_OR_RETURN(Conninfo settings, ParseConninfo(conninfo));
  settings["dbname"] = std::string(database);
  return WriteConninfo(settings);
}

}  // namespace autogen
