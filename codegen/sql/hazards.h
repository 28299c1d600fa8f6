#pragma once

#include "codegen/sql/writer.h"

namespace autogen {

// What a step may break, lose or hold up, told from the step. Exact: what PostgreSQL does without
// touching rows is no hazard. Nothing is said of objects that the plan itself makes.

std::vector<Hazard> DropHazards(const ObjectId& id, const Writer& w);
std::vector<Hazard> RenameHazards(const Step& step);
std::vector<Hazard> AddColumnHazards(const ObjectId& table, const Column& column, const Writer& w);
std::vector<Hazard> RetypeHazards(const ObjectId& column, const Column& before, const Column& after,
                                  const Writer& w);
std::vector<Hazard> NotNullHazards(const ObjectId& column, const Writer& w);
std::vector<Hazard> AddConstraintHazards(const Constraint& constraint, const Writer& w);
std::vector<Hazard> ValidateHazards(const Constraint& constraint);
std::vector<Hazard> AddIndexHazards(const Index& index, const Writer& w);
// All rows are written anew: SET LOGGED, TABLESPACE, ACCESS METHOD, an identity that comes.
std::vector<Hazard> RewriteHazards(const ObjectId& relation, const Writer& w);
Hazard RevokeHazard(const ObjectId& id, Name grantee, std::string_view privileges);
// A value that rows may hold goes, or another order of them.
std::vector<Hazard> EnumRebuildHazards(const ObjectId& type,
                                       const std::vector<std::string>& values);
// Another kind of type takes the name, and the columns.
Hazard ReplacedTypeHazard(const ObjectId& before, const ObjectId& after);
// Of a sequence whose limits leave out values that they held.
std::vector<Hazard> LimitsHazards(const ObjectId& sequence, const SequenceOptions& before,
                                  const SequenceOptions& after);
Hazard DomainHazard(const ObjectId& domain, std::string_view what);

}  // namespace autogen
