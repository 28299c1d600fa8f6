#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/definition/definition.h"
#include "model-schemas/model_schemas.h"
#include "model-schemas/yaml_out.h"

// The parts of WriteModels: one function a kind, each giving the definition as it stands behind the
// object's key.
namespace autogen {

// The constraints, indexes and triggers of each relation, by identity.
using RelationParts = std::map<QualifiedName, std::vector<const Object*>>;

// The parts of one relation that are of type T.
template <class T>
std::vector<const T*> PartsOf(const RelationParts& parts, const QualifiedName& relation) {
  std::vector<const T*> found;
  auto all = parts.find(relation);
  if (all == parts.end()) return found;
  for (const Object* object : all->second) {
    if (const T* part = std::get_if<T>(object)) found.push_back(part);
  }
  return found;
}

// What the writing of one file needs to know.
struct WriteContext {
  const Database& database;
  const WriteOptions& options;
  const RelationParts& parts;
  const std::set<QualifiedName>& shared_names;  // that several constraints of a schema have
  SqlStyle style;                               // lower case, the file's schema first
};

using Members = std::vector<std::pair<std::string, YamlOut>>;

// Rule 1 of the canonical form: the clauses as text where they say everything and the line fits,
// else `sql:` and what CREATE does not say, else attribute by attribute. `before` and `after` are
// members that only a mapping has.
YamlOut Definition(std::string_view key, const Clauses& clauses, const Members& before,
                   const Members& after, int depth);

// comment, owner, grants, security_labels, as far as they are to be written.
// An owner that is the default one is left out; empty: the database's.
Members CommonMembers(const WriteContext& context, Kind kind, const Common& common,
                      Name default_owner = {});

// A key that names something: SQL's quotes where a dot, a parenthesis or a quote is in the name
// (rule 4).
std::string Key(std::string_view name);
// A name as a value, which is SQL: quoted where SQL would fold or refuse it.
YamlOut IdentifierOut(Name name);
YamlOut OptionsOut(const Options& options);

YamlOut TableOut(const WriteContext& context, const Table& table, int depth);
YamlOut ViewOut(const WriteContext& context, const View& view, std::string_view key, int depth);
YamlOut MaterializedViewOut(const WriteContext& context, const MaterializedView& view, int depth);
YamlOut RoutineOut(const WriteContext& context, const Routine& routine);
YamlOut EnumOut(const WriteContext& context, const Enum& object);
YamlOut DomainOut(const WriteContext& context, const Domain& domain, std::string_view key,
                  int depth);
YamlOut CompositeOut(const WriteContext& context, const CompositeType& type, std::string_view key,
                     int depth);

// The indexes and triggers of a relation, as members `indexes` and `triggers`; empty where it has
// none.
Members IndexMembers(const WriteContext& context, const QualifiedName& relation, int depth);
Members TriggerMembers(const WriteContext& context, const QualifiedName& relation, int depth);

// Whether a column is what `serial` makes, and its sequence with it: then the sequence is not
// written.
bool IsSerial(const Database& database, const Table& table, const Column& column);
// The sequence of a serial column stands in the column.
bool BelongsToSerial(const Database& database, const Sequence& sequence);

}  // namespace autogen
