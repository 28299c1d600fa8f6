#include "engine/schema/database.h"

namespace autogen {

Object* Database::Add(Object object) {
  ObjectId id = IdOf(object);
  return &objects.InsertOrAssign(id, std::move(object));
}

bool HidesDefault(const Domain& domain, const Database& database) {
  if (!domain.default_value.empty() || domain.type.array) return false;
  const auto* base =
      database.Get<Domain>({Kind::kDomain, domain.type.schema, domain.type.name, {}});
  return base != nullptr && !base->default_value.empty();
}

}  // namespace autogen
