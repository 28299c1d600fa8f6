#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/schema/object.h"
#include "model-schemas/findings.h"
#include "model-schemas/model_schemas.h"
#include "model-schemas/node.h"

// What reading hands to elaboration: objects as written (names not looked up), each with where it
// stands.
namespace autogen {

struct RenamedFrom {
  QualifiedName name;  // schema empty: the object's own
  Place place;
};

// Where a column or an attribute of a composite type stands, in the order of the object's own list.
struct PartSource {
  const Node* definition = nullptr;
  const Node* key = nullptr;
  std::shared_ptr<const RenamedFrom> renamed_from;  // nullptr, nearly always
  bool null_said = false;                           // the word `null` is there

  Place place() const { return PlaceOf(*key); }
  Place PlaceOfNull() const;
};

struct LabelRename {
  std::string before, after;
  Place place;
};

struct ReadItem {
  Boxed<Object> object;              // always there; goes on into the completed schema as it is
  const Node* definition = nullptr;  // the texts that say it are in here
  Place place;                       // of its key, or of its text where it has no name
  Name file_schema;                  // `schema:` of the file, or the default
  std::shared_ptr<const RenamedFrom> renamed_from;  // nullptr, nearly always
  bool deprecated = false, protect = false, online = true;
  std::vector<PartSource> parts;
  std::vector<LabelRename> labels;
};

struct ReadModel {
  std::deque<SourceFile> files;
  NodeArena nodes;  // that items point to
  std::deque<ReadItem> items;
  std::vector<const ReadItem*> globals;  // those of no schema: few, and asked for apart
  Managed managed;
  Naming naming;
  std::vector<Finding> notices;
};

// The place of a piece of SQL (an expression, or a name in any spelling) in the texts of a
// definition; the definition's own place where it is not found.
Place PlaceOfText(const Node& definition, std::string_view text, size_t offset = 0,
                  size_t length = 0);
Place PlaceOfName(const Node& definition, std::string_view name);
inline Place PartSource::PlaceOfNull() const { return PlaceOfName(*definition, "null"); }
// The scalar that holds the text, or nullptr.
const Node* ScalarWith(const Node& definition, std::string_view text);

}  // namespace autogen
