#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "introspect/connection.h"

namespace autogen {

// A text that is the same as long as nothing has changed that ReadCatalog would see: which database
// of which server it is, since when that runs, who reads, and of each catalog the number of rows
// and the sum of the transactions that wrote them. Any committed change moves it (a comment, a
// grant, the rename of a function that some text mentions); ANALYZE, VACUUM and what was rolled
// back do not. Another session's temporary tables may: then one read more is needed than would be.
// See: PostgreSQL manual, System Columns (xmin); System Information Functions.
std::string DigestQuery();
absl::StatusOr<std::string> ReadDigest(Connection& connection);

}  // namespace autogen
