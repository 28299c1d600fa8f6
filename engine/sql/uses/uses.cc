#include "engine/base/error.h"
#include "engine/sql/parse.h"
#include "engine/sql/uses/analysis.h"
#include "engine/sql/uses/walker.h"

namespace autogen {

absl::StatusOr<Analysis> Analyse(std::string_view text, SqlForm form) {
  ASSIGN_OR_RETURN(ParsedSql parsed, ParseSql(text, form));
  ASSIGN_OR_RETURN(TextNames names, TextNames::Read(text));
  return UseWalker(parsed, names).Run();
}

absl::StatusOr<Uses> FindUses(std::string_view text, SqlForm form) {
  ASSIGN_OR_RETURN(Analysis analysis, Analyse(text, form));
  Uses uses;
  for (FoundName& name : analysis.names) uses.names.push_back(std::move(name.use));
  for (FoundColumn& column : analysis.columns) uses.columns.push_back(std::move(column.use));
  return uses;
}

}  // namespace autogen
