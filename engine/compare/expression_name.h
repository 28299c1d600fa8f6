#pragma once

#include <string>
#include <string_view>

namespace autogen {

// What PostgreSQL calls a column made by an expression: the function, the column, the type of a
// cast …; empty where it has no word for it. See: FigureIndexColname
// (src/backend/parser/parse_target.c).
std::string ExpressionName(std::string_view expression);

}  // namespace autogen
