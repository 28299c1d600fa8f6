#pragma once

#include "engine/schema/database.h"
#include "engine/sql/facts/type_change.h"

namespace autogen {

// How values of the type are stored unless the column says otherwise: "plain", "extended", "main".
Name TypeStorage(const TypeRef& type, const Database& database);

}  // namespace autogen
