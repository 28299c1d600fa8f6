#include "introspect/conninfo.h"

#include <libpq-fe.h>

#include "engine/base/error.h"

namespace autogen {

absl::StatusOr<Conninfo> ParseConninfo(const std::string& text) {
  char* error = nullptr;
  PQconninfoOption* options = PQconninfoParse(text.c_str(), &error);
  if (options == nullptr) {
    PQfreemem(error);  // libpq's words quote the text
    return InputError("the database's address cannot be read", kAddressForms);
  }
  Conninfo settings;
  for (PQconninfoOption* o = options; o->keyword != nullptr; ++o) {
    if (o->val != nullptr) settings[o->keyword] = o->val;
  }
  PQconninfoFree(options);
  return settings;
}

std::string WriteConninfo(const Conninfo& settings) {
  std::string out;
  for (const auto& [key, value] : settings) {
    if (!out.empty()) out += ' ';
    out += key + "='";
    for (char c : value) {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    out += "'";
  }
  return out;
}

}  // namespace autogen
