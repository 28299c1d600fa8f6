#include "engine/schema/json.h"

#include <charconv>
#include <type_traits>

#include "engine/base/error.h"

namespace autogen {
namespace {

bool IsPlain(char c) { return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20; }

void AppendEscape(char c, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    *out += '\\';
    *out += c;
  } else if (c == '\n') {
    *out += "\\n";
  } else if (c == '\t') {
    *out += "\\t";
  } else {
    *out += "\\u00";
    *out += kHex[byte >> 4];
    *out += kHex[byte & 15];
  }
}

void AppendString(std::string_view text, std::string* out) {
  *out += '"';
  while (!text.empty()) {
    size_t plain = 0;
    while (plain < text.size() && IsPlain(text[plain])) ++plain;
    out->append(text.substr(0, plain));
    if (plain == text.size()) break;
    AppendEscape(text[plain], out);
    text.remove_prefix(plain + 1);
  }
  *out += '"';
}

void Write(const std::string& value, std::string* out) { AppendString(value, out); }
void Write(Name value, std::string* out) { AppendString(value.view(), out); }
void Write(bool value, std::string* out) { *out += value ? "true" : "false"; }
void Write(int value, std::string* out) { *out += std::to_string(value); }
void Write(int64_t value, std::string* out) { *out += std::to_string(value); }
void Write(const Expression& value, std::string* out) { AppendString(value.text, out); }

void Write(double value, std::string* out) {
  char buffer[32];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  out->append(buffer, end);
}

void Write(const TypeRef& value, std::string* out) { *out += JsonString(CanonicalText(value)); }

void Write(const QualifiedName& value, std::string* out) {
  std::string text = value.schema.empty() ? "" : value.schema.str() + ".";
  *out += JsonString(text + value.name.str());
}

void Write(const OwnedBy& value, std::string* out) {
  *out += JsonString(value.table.str() + "." + value.column.str());
}

void Write(const ReplicaIdentity& value, std::string* out) {
  static constexpr const char* kModes[] = {"default", "full", "nothing", "using index "};
  *out += JsonString(kModes[static_cast<int>(value.mode)] + value.index.str());
}

void Write(const Settings& value, std::string* out) {
  *out += "{";
  for (const auto& [parameter, setting] : value.Sorted()) {
    if (out->back() != '{') *out += ",";
    *out += JsonString(parameter) + ":" + JsonString(setting);
  }
  *out += "}";
}

void Write(const Privilege& value, std::string* out) {
  std::string text = value.grantee.str() + "=" + value.privilege.str();
  if (!value.column.empty()) text += "(" + value.column.str() + ")";
  *out += JsonString(value.grant_option ? text + "*" : text);
}

template <class T>
requires std::is_enum_v<T>
void Write(T value, std::string* out) { *out += std::to_string(static_cast<int>(value)); }

template <class K, class V>
void Write(const SparseMap<K, V>& value, std::string* out);
template <class T>
void Write(const std::vector<T>& value, std::string* out);
template <class T>
void Write(const std::optional<T>& value, std::string* out);
template <class T>
void Write(const Boxed<T>& value, std::string* out);
template <HasAttributes T>
void Write(const T& value, std::string* out);

template <class T>
void Write(const std::vector<T>& value, std::string* out) {
  *out += "[";
  for (size_t i = 0; i < value.size(); ++i) {
    if (i) *out += ",";
    Write(value[i], out);
  }
  *out += "]";
}

template <class K, class V>
void WriteMap(const std::map<K, V>& value, std::string* out) {
  *out += "{";
  bool first = true;
  for (const auto& [key, element] : value) {
    if (!first) *out += ",";
    first = false;
    if constexpr (std::is_same_v<K, int>) {
      *out += JsonString(std::to_string(key));
    } else {
      *out += JsonString(key);
    }
    *out += ":";
    Write(element, out);
  }
  *out += "}";
}

template <class K, class V>
void Write(const SparseMap<K, V>& value, std::string* out) {
  WriteMap(value.map(), out);
}

void Write(const Options& value, std::string* out) { WriteMap(value.Sorted(), out); }

template <class T>
void Write(const std::optional<T>& value, std::string* out) {
  if (value) return Write(*value, out);
  *out += "null";
}

template <class T>
void Write(const Boxed<T>& value, std::string* out) {
  if (value) return Write(*value, out);
  *out += "null";
}

// The members of a struct as JSON members, each preceded by a comma.
template <HasAttributes T>
void WriteMembers(const T& value, std::string* out) {
  [[maybe_unused]] static const T kDefault{};  // unused where the list is empty
  ForEachAttribute<T>([&](const auto& attribute) {
    const auto& member = value.*(attribute.member);
    if (member == kDefault.*(attribute.member)) return;
    *out += ',';
    AppendString(attribute.name, out);
    *out += ':';
    Write(member, out);
  });
}

template <HasAttributes T>
void Write(const T& value, std::string* out) {
  std::string members;
  if constexpr (requires { value.name; }) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value.name)>, Name>) {
      members += ",\"name\":" + JsonString(value.name.view());
    }
  }
  WriteMembers(value, &members);
  *out += "{" + (members.empty() ? members : members.substr(1)) + "}";
}

template <HasAttributes T>
void WriteAttribute(const T& value, std::string_view name, std::string* out) {
  ForEachAttribute<T>([&](const auto& attribute) {
    if (attribute.name == name && out->empty()) Write(value.*(attribute.member), out);
  });
}

}  // namespace

std::string AttributeJson(const Object& object, std::string_view attribute) {
  std::string out;
  std::visit(
      [&](const auto& o) {
        WriteAttribute(o, attribute, &out);
        if (out.empty()) WriteAttribute(o.common, attribute, &out);
      },
      object);
  return out;
}

std::string AttributeJson(const Column& column, std::string_view attribute) {
  std::string out;
  WriteAttribute(column, attribute, &out);
  return out;
}

std::string JsonString(std::string_view text) {
  std::string out;
  AppendString(text, &out);
  return out;
}

std::string ToJson(const Object& object) {
  ObjectId id = IdOf(object);
  std::string out = "{\"kind\":" + JsonString(KindName(id.kind));
  if (!id.schema.empty()) out += ",\"schema\":" + JsonString(id.schema.view());
  QualifiedName relation = RelationOf(object);
  if (!relation.empty()) out += ",\"relation\":" + JsonString(relation.name.view());
  out += ",\"name\":" + JsonString(id.name.view());
  std::visit(
      [&](const auto& o) {
        WriteMembers(o, &out);
        WriteMembers(o.common, &out);
      },
      object);
  return out + "}";
}

}  // namespace autogen
