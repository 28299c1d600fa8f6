#pragma once

#include <string>
#include <vector>

#include "engine/plan/plan.h"

namespace autogen {

// A small schema written in few words, and its plan as lines of text.
class Schema {
 public:
  explicit Schema(int version = 150000) { database.server_version = version; }

  Table& AddTable(Name name, std::vector<Column> columns);
  Constraint& AddKey(ConstraintType type, Name table, Name name, std::vector<Name> columns);
  Constraint& AddForeignKey(Name table, Name name, Name column, Name to, Name to_column);
  Constraint& AddCheck(Name table, Name name, std::string expression);
  Index& AddIndex(Name table, Name name, std::vector<Name> columns);
  View& AddView(Name name, std::vector<Column> columns, std::string query);
  MaterializedView& AddMaterializedView(Name name, std::vector<Column> columns, std::string query);
  Routine& AddFunction(Name name, std::vector<Argument> arguments, TypeRef returns,
                       std::string body);
  Enum& AddEnum(Name name, std::vector<std::string> values);
  Sequence& AddSequence(Name name, OwnedBy owned_by);
  Trigger& AddTrigger(Name relation, Name name, Name function);
  template <class T>
  T& Add(T object) {
    ObjectId id = IdOf(Object(object));
    database.Add(std::move(object));
    return std::get<T>(database.objects.at(id));
  }
  void Depend(const ObjectId& from, const ObjectId& to, bool automatic = false);

  Database database;
};

TypeRef Type(Name name);     // of pg_catalog
TypeRef OwnType(Name name);  // of public
Column Col(Name name, TypeRef type, std::string default_value = "");
ObjectId Id(Kind kind, Name name, Name scope = {});  // in public

// One line a step: "create table t (t_pkey)", "alter column t.a: type", "take away column t.a:
// default"; or the findings' messages. Compares the two with Compare().
std::vector<std::string> PlanLines(const Schema& before, const Schema& after,
                                   const PlanOptions& options = {}, const RenameMap& renames = {});

}  // namespace autogen
