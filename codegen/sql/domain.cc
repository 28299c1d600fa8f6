#include <algorithm>

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"
#include "codegen/sql/retype.h"

namespace autogen {
namespace {

QualifiedName NameOf(const Domain& domain) { return {domain.schema, domain.name}; }

Sql Start(const Domain& domain, Writer& w) {
  Sql sql = w.NewSql();
  sql << "ALTER DOMAIN " << NameOf(domain);
  return sql;
}

void AppendConstraint(Sql& sql, const DomainConstraint& constraint) {
  if (!constraint.name.empty()) sql << "CONSTRAINT " << Ident(constraint.name) << " ";
  sql << "CHECK (" << Fixed(constraint.check, sql.style()) << ")";
}

void CommentConstraint(const Domain& domain, const DomainConstraint& constraint, Writer& w) {
  Sql sql = w.NewSql();
  sql << "COMMENT ON CONSTRAINT " << Ident(constraint.name) << " ON DOMAIN " << NameOf(domain)
      << " IS ";
  if (constraint.comment.empty()) {
    sql << "NULL";
  } else {
    sql << Literal(constraint.comment);
  }
  w.Add(std::move(sql));
}

void AddConstraint(const Domain& domain, const DomainConstraint& constraint, bool stood,
                   Writer& w) {
  Sql sql = Start(domain, w);
  sql << " ADD ";
  AppendConstraint(sql, constraint);
  if (constraint.not_valid) sql << " NOT VALID";
  std::vector<Hazard> hazards;
  if (stood && !constraint.not_valid) {
    hazards.push_back(DomainHazard(IdOf(Object(domain)), "a check"));
  }
  w.Add(std::move(sql), std::move(hazards));
  if (!constraint.comment.empty()) CommentConstraint(domain, constraint, w);
}

const DomainConstraint* Find(const Domain& domain, Name name) {
  auto found = std::find_if(domain.constraints.begin(), domain.constraints.end(),
                            [&](const DomainConstraint& c) { return c.name == name; });
  return found == domain.constraints.end() ? nullptr : &*found;
}

// Whether one becomes the other without being made anew: equal, or validated.
bool Becomes(const DomainConstraint& before, const DomainConstraint& after) {
  return before.check == after.check && (before.not_valid == after.not_valid || before.not_valid);
}

// One that goes and has the definition of one that comes is renamed. Gives what it was called.
const DomainConstraint* RenamedFrom(const Domain& before, const Domain& after,
                                    const DomainConstraint& wanted) {
  for (const DomainConstraint& old : before.constraints) {
    if (Find(after, old.name) == nullptr && Becomes(old, wanted)) return &old;
  }
  return nullptr;
}

void DropConstraint(const Domain& domain, const DomainConstraint& constraint, Writer& w) {
  Sql sql = Start(domain, w);
  sql << " DROP CONSTRAINT " << Ident(constraint.name);
  w.Add(std::move(sql));
}

void AlterConstraints(const Domain& before, const Domain& after, Writer& w) {
  std::vector<const DomainConstraint*> kept;  // of before
  std::vector<std::pair<const DomainConstraint*, const DomainConstraint*>> pairs;
  for (const DomainConstraint& wanted : after.constraints) {
    const DomainConstraint* old = Find(before, wanted.name);
    bool renamed = old == nullptr;
    if (renamed) old = RenamedFrom(before, after, wanted);
    if (old != nullptr && std::find(kept.begin(), kept.end(), old) != kept.end()) old = nullptr;
    if (old != nullptr && !Becomes(*old, wanted)) old = nullptr;
    if (old != nullptr) kept.push_back(old);
    pairs.emplace_back(old, &wanted);
  }
  for (const DomainConstraint& old : before.constraints) {
    if (std::find(kept.begin(), kept.end(), &old) != kept.end()) continue;
    DropConstraint(after, old, w);
  }
  for (const auto& [old, wanted] : pairs) {
    if (old == nullptr) {
      AddConstraint(after, *wanted, true, w);
      continue;
    }
    if (old->name != wanted->name) {
      Sql sql = Start(after, w);
      sql << " RENAME CONSTRAINT " << Ident(old->name) << " TO " << Ident(wanted->name);
      w.Add(std::move(sql));
    }
    if (old->not_valid && !wanted->not_valid) {
      Sql sql = Start(after, w);
      sql << " VALIDATE CONSTRAINT " << Ident(wanted->name);
      w.Add(std::move(sql), {DomainHazard(IdOf(Object(after)), "a check")});
    }
    if (old->comment != wanted->comment) CommentConstraint(after, *wanted, w);
  }
}

// Lets go what is given back later.
void TakeAway(const Domain& before, Writer& w) {
  if (w.Alters("default")) {
    Sql sql = Start(before, w);
    sql << " DROP DEFAULT";
    w.Add(std::move(sql));
  }
  if (!w.Alters("constraints")) return;
  for (const DomainConstraint& old : before.constraints) DropConstraint(before, old, w);
}

}  // namespace

void Create(const Domain& domain, Writer& w) {
  Sql sql = w.NewSql();
  sql << "CREATE DOMAIN " << NameOf(domain) << " AS " << domain.type;
  if (!domain.collation.empty()) sql << " COLLATE " << domain.collation;
  if (domain.not_null) sql << " NOT NULL";
  bool with_default = !LeavesOut(w.step(), "default");
  bool with_constraints = !LeavesOut(w.step(), "constraints");
  if (with_default && !domain.default_value.empty()) AppendDefault(sql, domain.default_value);
  for (const DomainConstraint& constraint : domain.constraints) {
    if (constraint.not_valid || !with_constraints) continue;
    sql << "\n    ";
    AppendConstraint(sql, constraint);
  }
  w.Add(std::move(sql));
  // The domain below may still have the default that it loses, or have the one that it gets.
  // (DEFAULT NULL would be stored, as a default.)
  if (HidesDefault(domain, w.before()) || HidesDefault(domain, w.after())) {
    Sql none = Start(domain, w);
    none << " DROP DEFAULT";
    w.Add(std::move(none));
  }
  for (const DomainConstraint& constraint : domain.constraints) {
    if (!with_constraints) break;
    if (constraint.not_valid) {
      AddConstraint(domain, constraint, false, w);
    } else if (!constraint.comment.empty()) {
      CommentConstraint(domain, constraint, w);
    }
  }
  FinishCreate(Object(domain), w);
}

void Alter(const Domain& before, const Domain& after, Writer& w) {
  if (w.step().rebuilds_type) {
    return RebuildTypes(RewriteHazards(IdOf(Object(after)), w), w);
  }
  if (w.step().takes_away) return TakeAway(before, w);
  if (w.Alters("default")) {
    Sql sql = Start(after, w);
    if (after.default_value.empty()) {
      sql << " DROP DEFAULT";
    } else {
      sql << " SET DEFAULT " << Fixed(after.default_value, w.style());
    }
    w.Add(std::move(sql));
  }
  if (w.Alters("not_null")) {
    Sql sql = Start(after, w);
    sql << (after.not_null ? SqlKeyword(" SET NOT NULL") : SqlKeyword(" DROP NOT NULL"));
    std::vector<Hazard> hazards;
    if (after.not_null) hazards.push_back(DomainHazard(IdOf(Object(after)), "not null"));
    w.Add(std::move(sql), std::move(hazards));
  }
  if (!w.Alters("constraints")) return;
  if (w.TakenAway(IdOf(Object(after)), "constraints")) {
    AlterConstraints(Domain{}, after, w);
  } else {
    AlterConstraints(before, after, w);
  }
}

}  // namespace autogen
