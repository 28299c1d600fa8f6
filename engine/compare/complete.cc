#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/halves.h"
#include "engine/compare/compare.h"
#include "engine/compare/compared_namespaces.h"
#include "engine/compare/complete_kinds.h"
#include "engine/compare/complete_names.h"
#include "engine/compare/complete_rights.h"
#include "engine/compare/rename_levels.h"
#include "engine/schema/left_alone.h"

namespace autogen {
namespace {

// A type modifier of an argument or a result means nothing, and is no part of an identity.
// See: CREATE FUNCTION, Notes.
void DropModifiers(Routine* routine) {
  for (Argument& argument : routine->arguments) argument.type.modifier = {};
  routine->returns.modifier = {};
}

bool ColumnExists(const Database& database, const ObjectId& id) {
  const auto* table = database.Get<Table>(RelationId(Kind::kTable, id.schema, id.scope));
  return table && std::any_of(table->columns.begin(), table->columns.end(),
                              [&](const Column& column) { return column.name == id.name; });
}

bool Exists(const Database& database, const ObjectId& id) {
  return id.kind == Kind::kColumn ? ColumnExists(database, id) : database.Find(id) != nullptr;
}

// Labels that are not yet renamed: the old one is there, the new one is not.
bool IsPending(const Database& live, const ObjectId& id, const std::string& old,
               const std::string& now) {
  const auto* type = live.Get<Enum>(id);
  if (type == nullptr) return false;
  auto has = [&](const std::string& value) {
    return std::find(type->values.begin(), type->values.end(), value) != type->values.end();
  };
  return has(old) && !has(now);
}

// `live` with the renames that the caller has not applied yet, level by level.
Database WithPending(const RenameMap& renames, Database live) {
  for (RenameLevel level : kRenameLevels) {
    RenameMap pending;
    for (const auto& [before, after] : renames.objects) {
      if (LevelOf(before.kind) != level) continue;
      if (Exists(live, before) && !Exists(live, after)) pending.objects.emplace(before, after);
    }
    if (!pending.empty()) live = ApplyRenames(live, pending);
  }
  RenameMap labels;
  for (const auto& [key, label] : renames.labels) {
    if (IsPending(live, key.first, key.second, label)) labels.labels.emplace(key, label);
  }
  return labels.empty() ? live : ApplyRenames(live, labels);
}

CompletingObjects OnlyCompared(const CompleteOptions& options, std::vector<Declared>* declared) {
  CompletingObjects objects;
  ComparedNamespaces compared(options);
  for (Declared& object : *declared) {
    if (compared.Hold(IdOf(*object.object))) objects.Add(&object);
  }
  for (Completing* routine : objects.Of<Routine>()) {
    DropModifiers(&std::get<Routine>(*routine->object));
  }
  return objects;
}

template <class T>
bool Has(const CompletingObjects& objects, Name name) {
  return std::any_of(objects.Of<T>().begin(), objects.Of<T>().end(),
                     [&](const Completing* c) { return std::get<T>(*c->object).name == name; });
}

// The schema `public` and the extension `plpgsql`, which every database has, need not stand in the
// models: they are as they are. True: `public` is nowhere, and something wants to stand in it.
bool AddUnsaid(const Database& live, const CompleteOptions& options,
               const CompletingObjects& objects, Database* target) {
  ObjectId plpgsql{Kind::kExtension, {}, "plpgsql", {}};
  if (!Has<Extension>(objects, "plpgsql") && live.Find(plpgsql)) target->Add(*live.Find(plpgsql));
  ObjectId space{Kind::kNamespace, {}, "public", {}};
  if (!IsCompared(space, options) || Has<Namespace>(objects, "public")) return false;
  if (const Object* object = live.Find(space)) {
    target->Add(*object);
    return false;
  }
  auto in_public = [](const ObjectId& id) { return id.schema == Name("public"); };
  bool there = std::any_of(live.objects.begin(), live.objects.end(),
                           [&](const auto& entry) { return in_public(entry.first); });
  return !there && std::any_of(objects.all().begin(), objects.all().end(),
                               [&](const Completing* c) { return in_public(IdOf(*c->object)); });
}

std::vector<ObjectId> OwnedSequences(const CompletingObjects& objects) {
  std::vector<ObjectId> owned;
  for (const Completing* completing : objects.Of<Sequence>()) {
    const auto& sequence = std::get<Sequence>(*completing->object);
    if (!sequence.owned_by.empty()) owned.push_back(IdOf(sequence));
  }
  return owned;
}

// A sequence has the owner of the table whose column it belongs to, always. See: ALTER SEQUENCE,
// OWNED BY.
void FollowOwners(const std::vector<ObjectId>& owned, Database* target) {
  for (const ObjectId& id : owned) {
    Object* object = target->objects.Find(id);
    auto* sequence = object == nullptr ? nullptr : std::get_if<Sequence>(object);
    if (sequence == nullptr) continue;
    const auto* table =
        target->Get<Table>(RelationId(Kind::kTable, sequence->schema, sequence->owned_by.table));
    if (table != nullptr) sequence->common.owner = table->common.owner;
  }
}

Database EmptyTarget(const Database& live) {
  Database target;
  target.name = live.name;
  target.owner = live.owner;
  target.current_user = live.current_user;
  target.server_version = live.server_version;
  target.unmodelled = live.unmodelled;
  target.left_alone = live.left_alone;
  target.taken_names = live.taken_names;
  target.members = live.members;
  target.default_privileges = live.default_privileges;
  target.other_namespaces = live.other_namespaces;
  return target;
}

// Of an extension that the models know, members stand where they want them.
void AddMembers(const std::vector<ExtensionMember>& more, std::vector<ExtensionMember>* members) {
  std::set<Name> wanted;
  for (const ExtensionMember& member : more) wanted.insert(member.extension);
  std::erase_if(*members, [&](const ExtensionMember& m) { return wanted.contains(m.extension); });
  auto key = [](const ExtensionMember& m) { return std::tuple(m.extension, m.role, m.name); };
  std::set<decltype(key(more[0]))> known;
  for (const ExtensionMember& member : *members) known.insert(key(member));
  for (const ExtensionMember& member : more) {
    if (known.insert(key(member)).second) members->push_back(member);
  }
}

// `declared` are the model's objects, or copies of them: they are used up.
absl::StatusOr<Database> CompleteAgainst(const DeclaredModel& model,
                                         std::vector<Declared>* declared, const Database& live,
                                         const CompleteOptions& options) {
  Database target = EmptyTarget(live);
  AddMembers(model.members, &target.members);
  CompletingObjects objects = OnlyCompared(options, declared);
  Completing space{Object(Namespace{"public", {}}), {}, {}};
  if (AddUnsaid(live, options, objects, &target)) objects.Add(&space);
  CompleteImpliedSequences(live, objects);
  CompleteAcrossObjects(live, objects);
  CompleteKinds(live, options, objects);
  RETURN_IF_ERROR(CompleteNames(live, model.naming, objects));
  RightsCompleter rights(model.managed, live, options);
  const std::vector<Completing*>& all = objects.all();
  InPieces(all.size(), [&] {
    return [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        Object& object = *all[i]->object;
        if (HasRights(object)) rights.Complete(live.Find(IdOf(object)), &object);
      }
    };
  });
  const std::vector<ObjectId> owned = OwnedSequences(objects);
  target.objects.Fill(all.size(), [&](size_t i) { return std::move(all[i]->object); });
  KeepLeftAlone(live, &target);
  FollowOwners(owned, &target);
  return target;
}

}  // namespace

absl::StatusOr<Database> Complete(const DeclaredModel& model, const Database& live,
                                  const RenameMap& renames, const CompleteOptions& options) {
  std::vector<Declared> objects = model.objects;
  if (renames.empty()) return CompleteAgainst(model, &objects, live, options);
  return CompleteAgainst(model, &objects, WithPending(renames, live), options);
}

absl::StatusOr<Database> CompleteAndConsume(DeclaredModel* model, const Database& live,
                                            const CompleteOptions& options) {
  return CompleteAgainst(*model, &model->objects, live, options);
}

}  // namespace autogen
