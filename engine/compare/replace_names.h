#pragma once

#include <functional>
#include <optional>

#include "engine/schema/object.h"
#include "engine/sql/names.h"

namespace autogen {

// The new name of what `name` refers to in that role, or nullopt. `arguments`: of a call, -1
// unknown.
using NewName = std::function<std::optional<QualifiedName>(NameRole role, const QualifiedName& name,
                                                           int arguments)>;

// A text with its names replaced.
void ReplaceNames(const NewName& replace, SqlForm form, Expression* text);

// Every name that an object mentions, in its attributes and texts: references, types, functions,
// collations. Neither its own name and schema, nor the relation that it belongs to.
void ReplaceNames(const NewName& replace, Object* object);

// Calls f(form, expression) for every text in an object.
void ForEachText(Object* object, const std::function<void(SqlForm, Expression*)>& f);

// Replaces parts of a text from its end backwards. Ranges must not overlap.
struct TextEdit {
  size_t begin, end;
  std::string text;
};
std::string ApplyEdits(std::string_view text, std::vector<TextEdit> edits);

}  // namespace autogen
