#pragma once

#include <string_view>
#include <vector>

#include "engine/sql/lexer.h"

namespace autogen {

// In a text as PostgreSQL prints it: where "::boolean" keeps an OR in front of an OR (or AND in
// front of AND) a part of its own, as it is printed; read without, "((a OR b) OR c)" is one of
// three. The cast itself is not kept. Texts that are not written as PostgreSQL prints them have no
// such place. See: PostgreSQL's grammar, makeOrExpr; ruleutils.c, get_rule_expr.
std::vector<size_t> NestedConnectives(std::string_view text, const std::vector<Token>& tokens);

}  // namespace autogen
