#pragma once

#include <string>
#include <string_view>

namespace autogen {

// Exactly as the server's quote_ident(): quoted unless [a-z_][a-z0-9_]* and no keyword but
// unreserved ones.
std::string QuoteIdentifier(std::string_view name);

// A string constant that means the same whatever standard_conforming_strings is ('…', or E'…' with
// backslashes).
std::string QuoteLiteral(std::string_view text);

// Dollar quotes whose tag does not occur in the text: $$…$$, $_$…$_$, …
std::string DollarQuote(std::string_view text);

enum class KeywordCategory { kNone, kUnreserved, kColumnName, kTypeOrFunctionName, kReserved };
KeywordCategory Keyword(std::string_view lower_case_word);

}  // namespace autogen
