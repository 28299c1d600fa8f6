#pragma once

#include <functional>
#include <optional>
#include <vector>

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
// collations. Neither its own name and schema, nor the relation that it belongs to. Texts that
// mention none of `words` are left alone without a look at their names.
void ReplaceNames(const NewName& replace, const std::vector<Name>& words, Object* object);

// Whether a text can mention the name, quoted or not.
bool MayMention(std::string_view text, Name name);

// Calls f(form, expression) for every text in an object.
void ForEachText(Object* object, const std::function<void(SqlForm, Expression*)>& f);

// Replaces parts of a text from its end backwards. Ranges must not overlap.
struct TextEdit {
  size_t begin, end;
  std::string text;
};
std::string ApplyEdits(std::string_view text, std::vector<TextEdit> edits);

}  // namespace autogen
