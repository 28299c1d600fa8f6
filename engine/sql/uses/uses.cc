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

absl::StatusOr<Uses> FindUsesInBody(std::string_view body) {
  // The line break ends a comment, the semicolon the last statement, if it has none of its own.
  std::string text = "BEGIN ATOMIC ";
  text.append(body).append("\n; END");
  ASSIGN_OR_RETURN(Uses uses, FindUses(text, SqlForm::kStatements));
  for (NameUse& use : uses.names) use.begin = use.end = 0;
  for (ColumnUse& use : uses.columns) use.begin = use.end = 0;
  return uses;
}

}  // namespace autogen
