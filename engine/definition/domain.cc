#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/expression.h"
#include "engine/definition/reader.h"

namespace autogen {
namespace {

absl::StatusOr<DomainConstraint> ReadCheck(Reader& reader, Name name) {
  DomainConstraint constraint;
  constraint.name = name;
  ASSIGN_OR_RETURN(constraint.check, reader.ReadParenthesised("a condition"));
  constraint.not_valid = reader.Accept("not", "valid");
  return constraint;
}

absl::Status ReadClause(Reader& reader, Domain* domain) {
  if (reader.Accept("collate")) {
    ASSIGN_OR_RETURN(domain->collation, reader.ReadQualifiedName("a collation"));
    return absl::OkStatus();
  }
  Name name;
  if (reader.Accept("constraint")) {
    ASSIGN_OR_RETURN(name, reader.ReadName("a constraint"));
  }
  if (reader.Accept("default")) {
    ASSIGN_OR_RETURN(domain->default_value, ReadDefault(reader, "the domain"));
  } else if (reader.Accept("not", "null")) {
    domain->not_null = true;
  } else if (reader.Accept("null")) {
    if (domain->not_null) return reader.Error("a domain is said to be both null and not null");
  } else if (reader.Accept("check")) {
    DomainConstraint check;
    ASSIGN_OR_RETURN(check, ReadCheck(reader, name));
    domain->constraints.push_back(std::move(check));
  } else {
    return reader.Finish("a domain");
  }
  return absl::OkStatus();
}

// "constraint positive check (value > 0)"
Sql NamedCheck(const DomainConstraint& constraint, const SqlStyle& style) {
  Sql text(style);
  if (!constraint.name.empty()) text << "CONSTRAINT " << Ident(constraint.name) << " ";
  return text << RawSql{Join(WriteDomainConstraint(constraint, style))};
}

// A mapping says a single check without a name as `check`, others by name, or as a list.
void AddConstraints(const Domain& domain, ClauseList& clauses) {
  if (domain.constraints.empty()) return;
  const DomainConstraint& first = domain.constraints.front();
  if (domain.constraints.size() == 1 && first.name.empty() && !first.not_valid) {
    clauses.Add("check", "CHECK (", clauses.New() << first.check, ")");
    return;
  }
  bool all_named = true;
  Sql text = clauses.New();
  for (const DomainConstraint& constraint : domain.constraints) {
    if (!text.empty()) text << " ";
    text << RawSql{NamedCheck(constraint, clauses.style()).Take()};
    all_named = all_named && !constraint.name.empty();
  }
  Clause& clause = clauses.Add("constraints", text);
  clause.value.clear();
  for (const DomainConstraint& constraint : domain.constraints) {
    if (all_named) {
      clause.options[constraint.name.str()] =
          Join(WriteDomainConstraint(constraint, clauses.style()));
    } else {
      clause.list.push_back(NamedCheck(constraint, clauses.style()).Take());
    }
  }
}

}  // namespace

absl::StatusOr<Domain> ReadDomain(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  reader->Accept("as");
  Domain domain;
  ASSIGN_OR_RETURN(domain.type, reader->ReadType());
  while (!reader->done()) RETURN_IF_ERROR(ReadClause(*reader, &domain));
  return domain;
}

Clauses WriteDomain(const Domain& domain, const SqlStyle& style) {
  ClauseList clauses(style);
  clauses.Add("type", clauses.New() << domain.type);
  if (!domain.collation.empty()) {
    clauses.Add("collate", "COLLATE ",
                clauses.New().Append(domain.collation, NameRole::kCollation));
  }
  if (domain.not_null) clauses.Flag("not_null", "NOT NULL");
  if (!domain.default_value.empty()) {
    clauses.Add("default", "DEFAULT ", clauses.New() << domain.default_value);
  }
  AddConstraints(domain, clauses);
  return clauses.Take();
}

absl::StatusOr<DomainConstraint> ReadDomainConstraint(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  Name name;
  if (reader->Accept("constraint")) {
    ASSIGN_OR_RETURN(name, reader->ReadName("a constraint"));
  }
  RETURN_IF_ERROR(reader->Expect("check"));
  DomainConstraint constraint;
  ASSIGN_OR_RETURN(constraint, ReadCheck(*reader, name));
  RETURN_IF_ERROR(reader->Finish("a domain's constraint"));
  return constraint;
}

Clauses WriteDomainConstraint(const DomainConstraint& constraint, const SqlStyle& style) {
  ClauseList clauses(style);
  clauses.Add("check", "CHECK (", clauses.New() << constraint.check, ")");
  if (constraint.not_valid) clauses.Flag("not_valid", "NOT VALID");
  return clauses.Take();
}

}  // namespace autogen
