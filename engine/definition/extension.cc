#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/reader.h"

namespace autogen {

absl::StatusOr<Extension> ReadExtension(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  reader->Accept("with");
  Extension extension;
  while (!reader->done()) {
    if (reader->Accept("schema")) {
      ASSIGN_OR_RETURN(extension.schema, reader->ReadName("a schema"));
    } else if (reader->Accept("version")) {
      if (!reader->Peek().IsName() && reader->Peek().type != TokenType::kString) {
        return reader->Error("a version is expected in single quotes, not " + reader->Word());
      }
      extension.version = reader->Peek().value;
      reader->Skip();
    } else if (reader->At("cascade")) {
      return reader->Error("\"cascade\" has no place in a model",
                           "name the extensions that it needs under extensions");
    } else {
      return reader->Finish("an extension");
    }
  }
  return extension;
}

Clauses WriteExtension(const Extension& extension, const SqlStyle& style) {
  ClauseList clauses(style);
  if (!extension.schema.empty()) {
    clauses.Add("schema", "SCHEMA ", clauses.New() << Ident(extension.schema));
  }
  if (!extension.version.empty()) {
    Clause& version =
        clauses.Add("version", "VERSION ", clauses.New() << Literal(extension.version));
    version.value = extension.version;
  }
  return clauses.Take();
}

}  // namespace autogen
