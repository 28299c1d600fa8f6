#pragma once

#include "engine/schema/kind.h"

namespace autogen {

// Of whose new objects ALTER DEFAULT PRIVILEGES speaks: pg_default_acl.defaclobjtype. 0: it knows
// no such objects.
char DefaultAclType(Kind kind);

}  // namespace autogen
