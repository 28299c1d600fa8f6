#pragma once

#include "engine/schema/common_attributes.h"

namespace autogen {

// See: CREATE EXTENSION. Its members are in no schema comparison (pg_depend type e).
struct Extension {
  Name name;
  Name schema;  // where its objects are; a model that says none means the first of the search path
  std::string version;       // empty in a model: any (managed only where the key stands)
  bool relocatable = false;  // live only: whether SET SCHEMA is possible
  Common common;             // a live comment equal to the control file's is read as empty
  friend bool operator==(const Extension&, const Extension&) = default;
};

template <>
struct AttributesOf<Extension> {
  static constexpr auto kList =
      std::tuple(Attribute{"schema", &Extension::schema, Alters::kInPlace},
                 Attribute{"version", &Extension::version, Alters::kInPlace},
                 Attribute{"relocatable", &Extension::relocatable, Alters::kNever});
};

}  // namespace autogen
