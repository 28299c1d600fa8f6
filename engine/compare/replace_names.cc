#include "engine/compare/replace_names.h"

#include <algorithm>

#include "engine/compare/compare_value.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

// What an attribute of type QualifiedName refers to, by its name in the lists.
NameRole RoleOf(std::string_view attribute) {
  if (attribute == "references" || attribute == "from") return NameRole::kRelation;
  if (attribute == "multirange_type_name") return NameRole::kType;
  if (attribute == "collate" || attribute == "collation") return NameRole::kCollation;
  if (attribute == "commutator" || attribute == "negator" || attribute == "with") {
    return NameRole::kOperator;
  }
  return NameRole::kFunction;  // function, restrict, join, support, canonical, subtype_diff
}

bool IsOperatorClass(std::string_view attribute) {
  return attribute == "opclass" || attribute == "subtype_opclass";
}

void ReplaceType(const NewName& replace, TypeRef* type) {
  if (type->empty()) return;
  if (auto name = replace(NameRole::kType, {type->schema, type->name}, -1)) {
    type->schema = name->schema;
    type->name = name->name;
  }
}

// Walks the attributes of a struct down to their leaves: f.Text, f.Named, f.Type.
template <class T, class F>
void WalkLeaves(T* value, F& f) {
  ForEachAttribute<T>([&](const auto& attribute) {
    auto& member = value->*attribute.member;
    using M = std::decay_t<decltype(member)>;
    if constexpr (std::is_same_v<M, Expression>) {
      if (!member.empty()) f.Text(FormOf<T>(), &member);
    } else if constexpr (std::is_same_v<M, QualifiedName>) {
      if (!member.empty()) f.Named(attribute.name, &member);
    } else if constexpr (std::is_same_v<M, TypeRef>) {
      f.Type(&member);
    } else if constexpr (std::is_same_v<M, std::vector<TypeRef>>) {
      for (TypeRef& type : member) f.Type(&type);
    } else if constexpr (IsVector<M>::value) {
      if constexpr (HasAttributes<typename M::value_type>) {
        for (auto& element : member) WalkLeaves(&element, f);
      }
    } else if constexpr (IsOptional<M>::value) {
      if constexpr (HasAttributes<typename M::value_type>) {
        if (member) WalkLeaves(&*member, f);
      }
    } else if constexpr (HasAttributes<M>) {
      WalkLeaves(&member, f);
    }
  });
}

struct ReplaceLeaves {
  const NewName& replace;
  const std::vector<Name>& words;
  int arguments = -1;  // of functions that attributes name

  void Text(SqlForm form, Expression* text) {
    bool mentions = std::any_of(words.begin(), words.end(),
                                [&](Name word) { return MayMention(text->text, word); });
    if (mentions) ReplaceNames(replace, form, text);
  }
  void Named(std::string_view attribute, QualifiedName* name) {
    if (IsOperatorClass(attribute)) return;
    if (auto found = replace(RoleOf(attribute), *name, arguments)) *name = *found;
  }
  void Type(TypeRef* type) { ReplaceType(replace, type); }
};

struct VisitTexts {
  const std::function<void(SqlForm, Expression*)>& f;
  void Text(SqlForm form, Expression* text) { f(form, text); }
  void Named(std::string_view, QualifiedName*) {}
  void Type(TypeRef*) {}
};

}  // namespace

std::string ApplyEdits(std::string_view text, std::vector<TextEdit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const TextEdit& a, const TextEdit& b) { return a.begin < b.begin; });
  std::string result;
  size_t at = 0;
  for (const TextEdit& edit : edits) {
    if (edit.begin < at) continue;
    result.append(text.substr(at, edit.begin - at)).append(edit.text);
    at = edit.end;
  }
  return result.append(text.substr(at));
}

void ReplaceNames(const NewName& replace, SqlForm form, Expression* text) {
  if (text->empty()) return;
  text->text = RewriteNames(text->text, form, [&](const NameUse& use) {
    return replace(use.role, use.name, use.arguments);
  });
}

bool MayMention(std::string_view text, Name name) {
  // Unquoted names may be written in capitals.
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  std::string_view word = name;
  auto found = std::search(text.begin(), text.end(), word.begin(), word.end(),
                           [&](char a, char b) { return lower(a) == lower(b); });
  return found != text.end() || text.find(QuoteIdentifier(word)) != std::string_view::npos;
}

void ReplaceNames(const NewName& replace, const std::vector<Name>& words, Object* object) {
  ReplaceLeaves leaves{replace, words};
  // A trigger's function has no arguments of its own.
  if (std::holds_alternative<Trigger>(*object)) leaves.arguments = 0;
  std::visit([&](auto& o) { WalkLeaves(&o, leaves); }, *object);
}

void ForEachText(Object* object, const std::function<void(SqlForm, Expression*)>& f) {
  VisitTexts visit{f};
  std::visit([&](auto& o) { WalkLeaves(&o, visit); }, *object);
}

}  // namespace autogen
