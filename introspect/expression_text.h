#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autogen {

// Readers of text that the server's own deparser printed: strings stand in single quotes, names in
// double ones, each doubled inside; there are no comments and no dollar quotes.

// "((a > 0) AND b)" -> "(a > 0) AND b": one pair that encloses the whole text.
std::string StripParentheses(std::string_view text);

// "lower(a), (b || ','::text)" -> its expressions.
std::vector<std::string> SplitList(std::string_view text);

// The condition of a trigger's definition, between WHEN's own parentheses; empty: it cannot be
// found.
std::string TriggerCondition(std::string_view definition);

// Of an index's definition, for each key what stands behind COLLATE ("app.german"), or empty.
std::vector<std::string> IndexCollations(std::string_view definition);

// The text with other names for columns: `replace` is asked for each word that stands where one
// can (no part of a qualified name but its first, no type, function, argument or alias), and gives
// what is put there instead, if anything.
std::string ReplaceColumns(
    std::string_view text,
    const std::function<std::optional<std::string>(std::string_view)>& replace);

// A query without blanks around it and the semicolon at its end.
std::string TrimQuery(std::string_view text);

}  // namespace autogen
