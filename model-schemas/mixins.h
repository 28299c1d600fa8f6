#pragma once

#include <map>
#include <string>

#include "model-schemas/reading.h"

namespace autogen {

// The model's mixins, and their application: a table's mapping with what its mixins bring.
class Mixins {
 public:
  // Takes the `mixins` of one file.
  void Add(const Node& collection, Reading* reading);

  // The table's definition with those of its `include`, {table} and {schema} filled in; the node
  // itself where it includes none.
  const Node& Apply(const Node& definition, Name schema, Name table, Reading* reading) const;

 private:
  struct Mixin {
    const Node* key;
    const Node* body;
  };
  struct Target;
  void Include(const Node& includer, Target* target) const;

  std::map<std::string, Mixin, std::less<>> mixins_;
};

}  // namespace autogen
