#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace autogen {

// The lines of a catalog query that this server understands: one that ends in `--@ >= 15` or
// `--@ < 15` is for those majors only.
std::string QueryFor(std::string_view sql, int server_version);

// The names of a query's columns: each stands on a line of its own, indented by two, and ends in
// `AS name`.
std::vector<std::string> ColumnsOf(std::string_view query);

// A regular expression for names that match one of the patterns (* and ? as in a shell).
std::string PatternsToRegex(const std::vector<std::string>& patterns);

}  // namespace autogen
