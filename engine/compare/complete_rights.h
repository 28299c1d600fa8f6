#pragma once

#include "engine/compare/compare.h"

namespace autogen {

// What an object that the models say belongs to, and who may do what with it, where they do not say
// so.
class RightsCompleter {
 public:
  RightsCompleter(const Managed& managed, const Database& live, const CompleteOptions& options)
      : managed_(managed), live_(live), options_(options) {}

  // `before` is live's object of the same identity, or nullptr.
  void Complete(const Object* before, Object* object) const;

 private:
  Name DefaultOwner(const Object* before, const ObjectId& id) const;
  Grants BuiltInGrants(const ObjectId& id) const;

  const Managed& managed_;
  const Database& live_;
  const CompleteOptions& options_;
};

// Which kinds have an owner and grants of their own. (An extension's owner cannot be changed.)
bool HasOwner(Kind kind);
bool HasGrants(Kind kind);
// Whether there is anything that RightsCompleter might complete: a part of a relation belongs to
// its relation, and has no security label. See: SECURITY LABEL.
bool HasRights(const Object& object);

// Sorted, without doubles; the owner is left out where it has all rights of the kind.
Grants CanonicalGrants(Grants grants, Name owner, Kind kind);

}  // namespace autogen
