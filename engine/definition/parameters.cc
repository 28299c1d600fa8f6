#include "engine/definition/parameters.h"

#include <set>

#include "engine/base/error.h"

namespace autogen {

absl::Status ReadParameters(Reader& reader, std::string_view what, const ReadParameter& read) {
  RETURN_IF_ERROR(reader.Expect("("));
  std::set<std::string> seen;
  do {
    size_t begin = reader.at();
    if (!reader.Peek().IsName()) return reader.Unexpected("a parameter");
    std::string name = reader.Peek().value;
    reader.Skip();
    if (!seen.insert(name).second) {
      return reader.ErrorAt(begin, "the parameter " + name + " is given twice");
    }
    reader.Accept("=");
    absl::Status status = read(name, reader);
    if (absl::IsNotFound(status)) {
      return reader.ErrorAt(begin, std::string(what) + " has no parameter " + name);
    }
    RETURN_IF_ERROR(status);
  } while (reader.Accept(","));
  return reader.Expect(")");
}

Clauses ParameterList::Take() {
  Clauses clauses = clauses_.Take();
  if (clauses.empty()) return clauses;
  for (Clause& clause : clauses) clause.text += ",";
  clauses.front().text.insert(0, "(");
  clauses.back().text.back() = ')';
  return clauses;
}

}  // namespace autogen
