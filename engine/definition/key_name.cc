#include "engine/definition/key_name.h"

#include "engine/base/error.h"

namespace autogen {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

absl::StatusOr<Name> ReadKeyPart(std::string_view part) {
  part = Trim(part);
  if (part.empty()) return InputError("a name is missing");
  if (part.front() != '"') return Name(part);
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(part));
  Name name;
  ASSIGN_OR_RETURN(name, reader->ReadName("an object"));
  RETURN_IF_ERROR(reader->Finish("a name"));
  return name;
}

absl::StatusOr<QualifiedName> ReadKeyName(std::string_view key, size_t* behind) {
  size_t dot = key.npos;
  bool quoted = false;
  size_t end = 0;
  for (; end < key.size(); ++end) {
    if (key[end] == '"') quoted = !quoted;
    if (quoted) continue;
    if (key[end] == '(') break;
    if (key[end] != '.') continue;
    if (dot != key.npos) {
      return InputError("too many dots in the name " + std::string(key.substr(0, end)),
                        "write a name that has a dot in it in double quotes");
    }
    dot = end;
  }
  *behind = end;
  QualifiedName name;
  size_t begin = 0;
  if (dot != key.npos) {
    ASSIGN_OR_RETURN(name.schema, ReadKeyPart(key.substr(0, dot)));
    begin = dot + 1;
  }
  ASSIGN_OR_RETURN(name.name, ReadKeyPart(key.substr(begin, end - begin)));
  return name;
}

absl::StatusOr<Reader> OpenBehind(std::string_view key, size_t behind) {
  return Reader::Open(std::string(behind, ' ') + std::string(key.substr(behind)));
}

}  // namespace autogen
