#include "engine/schema/database.h"

namespace autogen {

const Object* Database::Find(const ObjectId& id) const {
  auto found = objects.find(id);
  return found == objects.end() ? nullptr : &found->second;
}

void Database::Add(Object object) {
  ObjectId id = IdOf(object);
  objects.insert_or_assign(id, std::move(object));
}

bool HidesDefault(const Domain& domain, const Database& database) {
  if (!domain.default_value.empty() || domain.type.array) return false;
  const auto* base =
      database.Get<Domain>({Kind::kDomain, domain.type.schema, domain.type.name, {}});
  return base != nullptr && !base->default_value.empty();
}

}  // namespace autogen
