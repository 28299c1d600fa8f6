#pragma once

#include <string>
#include <string_view>

#include "engine/sql/tree/node.h"

namespace autogen {

// What PostgreSQL calls a column made by an expression: the function, the column, the type of a
// cast ...; empty where it has no word for it ("?column?" of a query, "expr" of an index), or where
// the text does not parse. See: PostgreSQL source, parse_target.c, FigureColname.
std::string FigureName(const tree::Node& expression);
std::string FigureName(std::string_view expression);

}  // namespace autogen
