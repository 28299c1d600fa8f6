#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/compare/compare.h"

// Short ways to say a schema in tests. Texts are definitions as in the models; everything lies in
// `public`.
namespace autogen::test {

Table MakeTable(Name name, std::initializer_list<std::pair<const char*, const char*>> columns);
Constraint MakeConstraint(Name table, Name name, std::string_view text);
Index MakeIndex(Name table, Name name, std::string_view text);
View MakeView(Name name, std::string_view query);
Enum MakeEnum(Name name, std::vector<std::string> values);
Domain MakeDomain(Name name, std::string_view text);
// `key` is "f(a integer)".
Routine MakeFunction(std::string_view key, std::string_view returns, std::string_view body);
Trigger MakeTrigger(Name table, Name name, std::string_view text);
Sequence MakeSequence(Name name, Name table = {}, Name column = {});

Database MakeDatabase(std::vector<Object> objects);
DeclaredModel MakeModel(std::vector<Object> objects);

// "alter table t: using; alter column a: type, default" …, one change a line; open ones end in "
// ?".
std::string Describe(const Changes& changes);

}  // namespace autogen::test
