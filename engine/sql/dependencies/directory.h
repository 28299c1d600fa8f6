#pragma once

#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "engine/sql/resolve.h"

namespace autogen {

// The objects by what texts and references call them.
class Directory {
 public:
  Directory(const ObjectMap& objects, const std::vector<ExtensionMember>& members);

  const Object* Find(const ObjectId& id) const;
  bool Has(const ObjectId& id) const { return objects_.contains(id); }

  // Ids of what a reference may mean: the object, or the extension that brought it. Empty where it
  // is built in or unknown.
  std::vector<ObjectId> FindRelation(const QualifiedName& name) const;
  std::vector<ObjectId> FindType(const QualifiedName& name) const;
  std::vector<ObjectId> FindOperator(const QualifiedName& name) const;
  std::vector<ObjectId> FindOther(
      const QualifiedName& name) const;  // collations, operator classes …
  // The extensions that brought any such thing.
  std::vector<ObjectId> OtherExtensions() const;
  // All overloads that could be called with that many arguments; -1: any. Where there is none, the
  // type of that name: mood('x') is a cast, and a range's constructors come with it.
  std::vector<ObjectId> FindFunction(const QualifiedName& name, int arguments) const;

  // Names of schemas that have such a thing, by bare name.
  std::vector<QualifiedName> Anywhere(NameRole role, Name name) const;

  bool HasColumn(const QualifiedName& table, Name column) const;
  // nullptr where it is no table.
  const Table* FindTable(const QualifiedName& name) const;
  const std::vector<const Constraint*>& ConstraintsOf(const QualifiedName& table) const;
  const std::vector<const Index*>& IndexesOf(const QualifiedName& table) const;

 private:
  using Ids = std::map<QualifiedName, std::vector<ObjectId>>;

  void AddNames(const ObjectId& id, const Object& object);
  void AddMember(const ExtensionMember& member);
  void AddNamed(NameRole role, Ids* ids, const QualifiedName& name, const ObjectId& id);

  const ObjectMap& objects_;
  Ids relations_, types_, functions_, operators_, others_;
  std::map<std::pair<NameRole, Name>, std::set<QualifiedName>> anywhere_;
  std::map<QualifiedName, std::set<Name>> columns_;
  std::map<QualifiedName, std::vector<const Constraint*>> constraints_;
  std::map<QualifiedName, std::vector<const Index*>> indexes_;
};

}  // namespace autogen
