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

}  // namespace autogen
