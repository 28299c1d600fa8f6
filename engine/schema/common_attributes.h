#pragma once

#include "engine/schema/attribute.h"
#include "engine/schema/value.h"

namespace autogen {

template <>
struct AttributesOf<Common> {
  static constexpr auto kList =
      std::tuple(Attribute{"comment", &Common::comment, Alters::kInPlace},
                 Attribute{"owner", &Common::owner, Alters::kInPlace},
                 Attribute{"grants", &Common::grants, Alters::kInPlace},
                 Attribute{"security_labels", &Common::security_labels, Alters::kInPlace});
};

}  // namespace autogen
