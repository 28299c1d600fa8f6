#include "engine/sql/dependencies/directory.h"

#include "engine/base/error.h"

namespace autogen {
namespace {

template <class Map>
const typename Map::mapped_type& Lookup(const Map& map, const typename Map::key_type& key) {
  static const typename Map::mapped_type& none = *new typename Map::mapped_type();
  auto found = map.find(key);
  return found == map.end() ? none : found->second;
}

// Whether a call with that many arguments may mean this routine: some have defaults, a variadic one
// stands for any number.
bool Takes(const Routine& routine, int count) {
  if (count < 0) return true;
  int most = 0, least = 0;
  for (const Argument& argument : routine.arguments) {
    if (argument.mode == ArgumentMode::kTable) continue;
    if (argument.mode == ArgumentMode::kVariadic) return true;
    // CALL passes something for OUT arguments, too.
    if (argument.mode == ArgumentMode::kOut && routine.kind == Kind::kFunction) continue;
    ++most;
    bool needed = argument.default_value.empty() && argument.mode != ArgumentMode::kOut;
    if (needed) ++least;
  }
  return least <= count && count <= most;
}

}  // namespace

Directory::Directory(const ObjectMap& objects, const std::vector<ExtensionMember>& members)
    : objects_(objects) {
  for (const auto& [id, object] : objects) AddNames(id, object);
  for (const ExtensionMember& member : members) AddMember(member);
}

const Object* Directory::Find(const ObjectId& id) const { return objects_.Find(id); }

void Directory::AddNamed(NameRole role, Ids* ids, const QualifiedName& name, const ObjectId& id) {
  (*ids)[name].push_back(id);
  anywhere_[{role, name.name}].insert(name);
}

void Directory::AddNames(const ObjectId& id, const Object& object) {
  auto relation = [&](const auto& o) {
    AddNamed(NameRole::kRelation, &relations_, {o.schema, o.name}, id);
  };
  auto type = [&](const auto& o) { AddNamed(NameRole::kType, &types_, {o.schema, o.name}, id); };
  std::visit(Overload{
                 [](const Namespace&) {},
                 [](const Extension&) {},
                 [&](const Enum& o) { type(o); },
                 [&](const Domain& o) { type(o); },
                 [&](const CompositeType& o) { type(o); },
                 [&](const RangeType& o) {
                   type(o);
                   if (!o.multirange.empty()) AddNamed(NameRole::kType, &types_, o.multirange, id);
                 },
                 [&](const Sequence& o) { relation(o); },
                 [&](const Routine& o) {
                   AddNamed(NameRole::kFunction, &functions_, {o.schema, o.name}, id);
                 },
                 [&](const Operator& o) {
                   AddNamed(NameRole::kOperator, &operators_, {o.schema, o.name}, id);
                 },
                 [&](const Table& o) {
                   relation(o);
                   type(o);
                   std::set<Name>& columns = columns_[{o.schema, o.name}];
                   for (const Column& column : o.columns) columns.insert(column.name);
                 },
                 [&](const Constraint& o) {
                   constraints_[{o.schema, o.table}].push_back(&o);
                 },
                 [&](const Index& o) {
                   relation(o);
                   indexes_[{o.schema, o.table}].push_back(&o);
                 },
                 [](const Trigger&) {},
                 [&](const View& o) {
                   relation(o);
                   type(o);
                 },
                 [&](const MaterializedView& o) {
                   relation(o);
                   type(o);
                 },
             },
             object);
}

void Directory::AddMember(const ExtensionMember& member) {
  ObjectId extension{Kind::kExtension, {}, member.extension, {}};
  if (!Has(extension)) return;
  switch (member.role) {
    case ExtensionMember::Role::kType:
      return AddNamed(NameRole::kType, &types_, member.name, extension);
    case ExtensionMember::Role::kRelation:
      AddNamed(NameRole::kRelation, &relations_, member.name, extension);
      return AddNamed(NameRole::kType, &types_, member.name, extension);
    case ExtensionMember::Role::kFunction:
      return AddNamed(NameRole::kFunction, &functions_, member.name, extension);
    case ExtensionMember::Role::kOperator:
      return AddNamed(NameRole::kOperator, &operators_, member.name, extension);
    case ExtensionMember::Role::kOther:
      others_[member.name].push_back(extension);
      return;
  }
  Unreachable();
}

std::vector<ObjectId> Directory::FindRelation(const QualifiedName& name) const {
  return Lookup(relations_, name);
}

std::vector<ObjectId> Directory::FindType(const QualifiedName& name) const {
  const std::vector<ObjectId>& ids = Lookup(types_, name);
  // The catalog's name of an array type is its element's with _ before it.
  if (ids.empty() && name.name.view().starts_with('_')) {
    return Lookup(types_, {name.schema, name.name.view().substr(1)});
  }
  return ids;
}

std::vector<ObjectId> Directory::FindOperator(const QualifiedName& name) const {
  return Lookup(operators_, name);
}

std::vector<ObjectId> Directory::FindOther(const QualifiedName& name) const {
  return Lookup(others_, name);
}

std::vector<ObjectId> Directory::OtherExtensions() const {
  std::vector<ObjectId> extensions;
  for (const auto& [name, ids] : others_) {
    for (const ObjectId& id : ids) {
      if (id.kind == Kind::kExtension) extensions.push_back(id);
    }
  }
  std::sort(extensions.begin(), extensions.end());
  extensions.erase(std::unique(extensions.begin(), extensions.end()), extensions.end());
  return extensions;
}

std::vector<ObjectId> Directory::FindFunction(const QualifiedName& name, int arguments) const {
  const std::vector<ObjectId>& all = Lookup(functions_, name);
  if (all.empty()) return FindType(name);
  std::vector<ObjectId> fitting;
  for (const ObjectId& id : all) {
    const Object* object = Find(id);
    const Routine* routine = object == nullptr ? nullptr : std::get_if<Routine>(object);
    if (routine == nullptr || Takes(*routine, arguments)) fitting.push_back(id);
  }
  return fitting;
}

std::vector<QualifiedName> Directory::Anywhere(NameRole role, Name name) const {
  const std::set<QualifiedName>& names = Lookup(anywhere_, {role, name});
  return {names.begin(), names.end()};
}

bool Directory::HasColumn(const QualifiedName& table, Name column) const {
  return Lookup(columns_, table).contains(column);
}

const Table* Directory::FindTable(const QualifiedName& name) const {
  const Object* object = Find(RelationId(Kind::kTable, name.schema, name.name));
  return object == nullptr ? nullptr : std::get_if<Table>(object);
}

const std::vector<const Constraint*>& Directory::ConstraintsOf(const QualifiedName& table) const {
  return Lookup(constraints_, table);
}

const std::vector<const Index*>& Directory::IndexesOf(const QualifiedName& table) const {
  return Lookup(indexes_, table);
}

}  // namespace autogen
