#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/constraint.h"
#include "engine/definition/expression.h"
#include "engine/definition/reader.h"
#include "engine/definition/sequence.h"

namespace autogen {
namespace {

// The pseudo types have two names each. See: manual, Serial Types.
TypeRef OneSpelling(TypeRef type) {
  if (!type.schema.empty()) return type;
  if (type.name == Name("serial2")) type.name = "smallserial";
  if (type.name == Name("serial4")) type.name = "serial";
  if (type.name == Name("serial8")) type.name = "bigserial";
  return type;
}

// Reads a column's clauses, which stand in any order behind the type.
class ColumnReader {
 public:
  ColumnReader(Reader& reader, Name name, Name table) : reader_(reader) {
    result_.column.name = name;
    label_ = (table.empty() ? "" : table.str() + ".") + name.str();
  }

  absl::StatusOr<ColumnDefinition> Read() {
    if (!reader_.done() && !AtClause()) {
      ASSIGN_OR_RETURN(result_.column.type, reader_.ReadType());
      result_.column.type = OneSpelling(result_.column.type);
    }
    while (!reader_.done()) RETURN_IF_ERROR(ReadClause());
    RETURN_IF_ERROR(Check());
    return std::move(result_);
  }

 private:
  // Some of these words may also be a type's name: what follows tells.
  bool AtClause() const {
    for (std::string_view word : {"check", "collate", "constraint", "default", "deferrable",
                                  "initially", "not", "null", "primary", "references", "unique"}) {
      if (reader_.At(word)) return true;
    }
    if (reader_.At("generated", "always") || reader_.At("generated", "by")) return true;
    if (reader_.At("options", "(")) return true;
    return (reader_.At("storage") || reader_.At("compression")) && reader_.Peek(1).IsName();
  }

  absl::Status ReadClause() {
    Column& column = result_.column;
    size_t begin = reader_.at();
    if (reader_.Accept("constraint")) {
      ASSIGN_OR_RETURN(constraint_name_, reader_.ReadName("a constraint"));
      return ReadConstraintClause();
    }
    if (reader_.Accept("collate")) {
      ASSIGN_OR_RETURN(column.collation, reader_.ReadQualifiedName("a collation"));
      return absl::OkStatus();
    }
    if (reader_.Accept("storage")) return ReadWord("a way to store", &column.storage);
    if (reader_.Accept("compression")) return ReadWord("a compression", &column.compression);
    if (reader_.Accept("options")) {
      return reader_.ErrorAt(begin, "only a foreign table's column has options");
    }
    return ReadConstraintClause();
  }

  absl::Status ReadConstraintClause() {
    Column& column = result_.column;
    size_t begin = reader_.at();
    if (reader_.Accept("not", "null")) return Say(&column.not_null);
    if (reader_.Accept("null")) return Say(&result_.nullable_said);
    if (reader_.Accept("default")) {
      if (!column.default_value.empty()) return reader_.ErrorAt(begin, "two defaults of a column");
      ASSIGN_OR_RETURN(column.default_value, ReadDefault(reader_, label_));
      return absl::OkStatus();
    }
    if (reader_.Accept("generated")) return ReadGenerated(begin);
    if (reader_.Accept("primary", "key")) {
      result_.primary_key = true;
      Add(ConstraintType::kPrimaryKey);
      return absl::OkStatus();
    }
    if (reader_.Accept("unique")) return ReadUnique();
    if (reader_.Accept("check")) {
      Constraint& check = Add(ConstraintType::kCheck);
      check.columns.clear();
      ASSIGN_OR_RETURN(check.check, reader_.ReadParenthesised("a condition"));
      return absl::OkStatus();
    }
    if (reader_.Accept("references")) {
      return ReadReferences(reader_, &Add(ConstraintType::kForeignKey));
    }
    return ReadAttribute();
  }

  // Before PostgreSQL 18 the server drops the name of such a constraint.
  absl::Status Say(bool* flag) {
    *flag = true;
    constraint_name_ = Name();
    return absl::OkStatus();
  }

  absl::Status ReadUnique() {
    Constraint& unique = Add(ConstraintType::kUnique);
    if (!reader_.Accept("nulls")) return absl::OkStatus();
    unique.nulls_not_distinct = reader_.Accept("not");
    return reader_.Expect("distinct");
  }

  // DEFERRABLE and so on belong to the constraint before them.
  absl::Status ReadAttribute() {
    bool read = false;
    if (!result_.constraints.empty()) {
      ASSIGN_OR_RETURN(read, ReadConstraintAttribute(reader_, &result_.constraints.back()));
    }
    if (read) return absl::OkStatus();
    return reader_.Error("the definition of column " + label_ + " does not go on with " +
                         reader_.Word());
  }

  absl::Status ReadGenerated(size_t begin) {
    Column& column = result_.column;
    bool always = reader_.Accept("always");
    if (!always) RETURN_IF_ERROR(reader_.Expect("by", "default"));
    RETURN_IF_ERROR(reader_.Expect("as"));
    if (reader_.Accept("identity")) return ReadIdentity(always);
    if (!always) return reader_.Unexpected("\"identity\"");
    if (!column.generated.empty()) return reader_.ErrorAt(begin, "a column is generated twice");
    ASSIGN_OR_RETURN(column.generated, reader_.ReadParenthesised("an expression"));
    column.generated_virtual = reader_.Accept("virtual");
    if (!column.generated_virtual) RETURN_IF_ERROR(reader_.Expect("stored"));
    return absl::OkStatus();
  }

  absl::Status ReadIdentity(bool always) {
    if (result_.column.identity) return reader_.Error("a column has one identity only");
    Identity identity;
    identity.kind = always ? IdentityKind::kAlways : IdentityKind::kByDefault;
    SequenceReader options(reader_);
    if (reader_.Accept("(")) {
      while (!reader_.Accept(")")) {
        // Where pg_dump names the implied sequence.
        if (reader_.Accept("sequence", "name")) {
          QualifiedName sequence;
          ASSIGN_OR_RETURN(sequence, reader_.ReadQualifiedName("a sequence"));
          identity.sequence = sequence.name;
          continue;
        }
        bool read = false;
        ASSIGN_OR_RETURN(read, options.ReadOption());
        if (!read) return reader_.Unexpected("an option of a sequence");
      }
    }
    ASSIGN_OR_RETURN(identity.options, options.Complete(result_.column.type));
    result_.column.identity = identity;
    return absl::OkStatus();
  }

  absl::Status ReadWord(std::string_view what, Name* word) {
    if (!reader_.Peek().IsName()) return reader_.Unexpected(what);
    *word = reader_.At("default") ? Name() : Name(reader_.Peek().value);
    reader_.Skip();
    return absl::OkStatus();
  }

  Constraint& Add(ConstraintType type) {
    Constraint constraint;
    constraint.type = type;
    constraint.name = constraint_name_;
    constraint.columns = {result_.column.name};
    constraint_name_ = Name();
    result_.constraints.push_back(std::move(constraint));
    return result_.constraints.back();
  }

  // What the server would refuse. See: transformColumnDefinition() in PostgreSQL's source.
  absl::Status Check() const {
    const Column& column = result_.column;
    bool not_null = column.not_null || result_.primary_key || column.identity;
    if (result_.nullable_said && not_null) {
      return reader_.Error("column " + label_ + " is said to be both null and not null");
    }
    int values =
        !column.default_value.empty() + !column.generated.empty() + column.identity.has_value();
    if (values > 1) {
      return reader_.Error("column " + label_ +
                           " can have only one of a default, an identity and a generation");
    }
    return absl::OkStatus();
  }

  Reader& reader_;
  std::string label_;
  Name constraint_name_;
  ColumnDefinition result_;
};

}  // namespace

absl::StatusOr<ColumnDefinition> ReadColumn(Name name, std::string_view text, Name table) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  return ColumnReader(*reader, name, table).Read();
}

}  // namespace autogen
