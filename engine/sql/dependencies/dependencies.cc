#include "engine/sql/dependencies/collector.h"

namespace autogen {

FoundDependencies FindDependencies(const ObjectMap& objects,
                                   const std::vector<ExtensionMember>& members) {
  Directory directory(objects, members);
  DependencyCollector collector(directory);
  for (const auto& [id, object] : objects) collector.Collect(id, object);
  return collector.Finish();
}

FoundDependencies FindDependenciesOf(const std::vector<ObjectId>& ids,
                                     const std::function<bool(const ObjectId&)>& is_known_column,
                                     const ObjectMap& objects,
                                     const std::vector<ExtensionMember>& members) {
  Directory directory(objects, members);
  DependencyCollector collector(directory, is_known_column);
  for (const ObjectId& id : ids) {
    if (const Object* object = objects.Find(id)) collector.Collect(id, *object);
  }
  return collector.Finish();
}

}  // namespace autogen
