#include "engine/sql/dependencies/collector.h"

namespace autogen {

FoundDependencies FindDependencies(const std::map<ObjectId, Object>& objects,
                                   const std::vector<ExtensionMember>& members) {
  Directory directory(objects, members);
  DependencyCollector collector(directory);
  for (const auto& [id, object] : objects) collector.Collect(id, object);
  return collector.Finish();
}

FoundDependencies FindDependenciesOf(const std::vector<ObjectId>& ids,
                                     const std::function<bool(const ObjectId&)>& is_known_column,
                                     const std::map<ObjectId, Object>& objects,
                                     const std::vector<ExtensionMember>& members) {
  Directory directory(objects, members);
  DependencyCollector collector(directory, is_known_column);
  for (const ObjectId& id : ids) {
    if (auto found = objects.find(id); found != objects.end()) collector.Collect(id, found->second);
  }
  return collector.Finish();
}

}  // namespace autogen
