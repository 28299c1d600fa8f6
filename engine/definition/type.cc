#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/parameters.h"
#include "engine/definition/reader.h"

namespace autogen {
namespace {

absl::StatusOr<CompositeAttribute> ReadAttribute(Reader& reader, Name name) {
  CompositeAttribute attribute;
  attribute.name = name;
  ASSIGN_OR_RETURN(attribute.type, reader.ReadType());
  if (reader.Accept("collate")) {
    ASSIGN_OR_RETURN(attribute.collation, reader.ReadQualifiedName("a collation"));
  }
  return attribute;
}

}  // namespace

absl::StatusOr<CompositeType> ReadCompositeType(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  reader->Accept("as");
  RETURN_IF_ERROR(reader->Expect("("));
  CompositeType type;
  while (!reader->Accept(")")) {
    if (!type.attributes.empty()) RETURN_IF_ERROR(reader->Expect(","));
    Name name;
    ASSIGN_OR_RETURN(name, reader->ReadName("an attribute"));
    CompositeAttribute attribute;
    ASSIGN_OR_RETURN(attribute, ReadAttribute(*reader, name));
    type.attributes.push_back(std::move(attribute));
  }
  RETURN_IF_ERROR(reader->Finish("a composite type"));
  return type;
}

absl::StatusOr<CompositeAttribute> ReadCompositeAttribute(Name name, std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  CompositeAttribute attribute;
  ASSIGN_OR_RETURN(attribute, ReadAttribute(*reader, name));
  RETURN_IF_ERROR(reader->Finish("an attribute"));
  return attribute;
}

Clauses WriteCompositeAttribute(const CompositeAttribute& attribute, const SqlStyle& style) {
  ClauseList clauses(style);
  clauses.Add("type", clauses.New() << attribute.type);
  if (!attribute.collation.empty()) {
    clauses.Add("collate", "COLLATE ",
                clauses.New().Append(attribute.collation, NameRole::kCollation));
  }
  if (!attribute.comment.empty()) clauses.MappingOnly("comment", attribute.comment.str());
  return clauses.Take();
}

Clauses WriteCompositeType(const CompositeType& type, const SqlStyle& style) {
  ClauseList clauses(style);
  std::vector<std::string> members;
  for (const CompositeAttribute& attribute : type.attributes) {
    Sql member = clauses.New() << Ident(attribute.name) << " ";
    member << RawSql{Join(WriteCompositeAttribute(attribute, style))};
    members.push_back(member.Take());
  }
  Clause& attributes = clauses.Add("attributes", clauses.New() << RawSql{Enclosed(members)});
  attributes.value.clear();
  attributes.list = std::move(members);
  return clauses.Take();
}

absl::StatusOr<RangeType> ReadRangeType(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  reader->Accept("as");
  reader->Accept("range");
  RangeType range;
  absl::Status status = ReadParameters(
      *reader, "a range type", [&range](std::string_view name, Reader& value) -> absl::Status {
        if (name == "subtype") {
          ASSIGN_OR_RETURN(range.subtype, value.ReadType());
          return absl::OkStatus();
        }
        QualifiedName* target = name == "subtype_opclass"        ? &range.subtype_opclass
                                : name == "collation"            ? &range.collation
                                : name == "canonical"            ? &range.canonical
                                : name == "subtype_diff"         ? &range.subtype_diff
                                : name == "multirange_type_name" ? &range.multirange
                                                                 : nullptr;
        if (target == nullptr) return absl::NotFoundError("");
        ASSIGN_OR_RETURN(*target, value.ReadQualifiedName("a value"));
        return absl::OkStatus();
      });
  RETURN_IF_ERROR(status);
  if (range.subtype.empty()) {
    return reader->Error("a range type needs a subtype", "write (subtype = …)");
  }
  RETURN_IF_ERROR(reader->Finish("a range type"));
  return range;
}

Clauses WriteRangeType(const RangeType& type, const SqlStyle& style) {
  ParameterList parameters(style);
  parameters.Add("subtype", "SUBTYPE = ", parameters.New() << type.subtype);
  auto add = [&](std::string_view key, SqlKeyword word, const QualifiedName& name) {
    if (!name.empty()) parameters.Add(key, word, parameters.New() << name);
  };
  add("subtype_opclass", "SUBTYPE_OPCLASS = ", type.subtype_opclass);
  add("collation", "COLLATION = ", type.collation);
  add("canonical", "CANONICAL = ", type.canonical);
  add("subtype_diff", "SUBTYPE_DIFF = ", type.subtype_diff);
  add("multirange_type_name", "MULTIRANGE_TYPE_NAME = ", type.multirange);
  return parameters.Take();
}

}  // namespace autogen
