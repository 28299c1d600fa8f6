#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace autogen {

// A value to be written as YAML in the model format's canonical form: block style, two spaces a
// level, quotes only where YAML would not read this very string. A value is a scalar, a list of
// scalars, a list of values, a mapping, or nothing.
struct YamlOut {
  enum class Type { kNothing, kScalar, kList, kMap } type = Type::kNothing;
  std::string scalar;
  std::vector<YamlOut> list;
  std::vector<std::pair<std::string, YamlOut>> map;

  static YamlOut Nothing() { return {}; }
  static YamlOut Scalar(std::string_view text);
  // `true` or `false`, never quoted.
  static YamlOut Flag(bool value);
  static YamlOut List(const std::vector<std::string>& texts);
  static YamlOut Map() {
    YamlOut out;
    out.type = Type::kMap;
    return out;
  }
  YamlOut& Add(std::string key, YamlOut value) {
    map.emplace_back(std::move(key), std::move(value));
    return *this;
  }
  bool bare = false;  // a scalar that is written without quotes whatever it looks like
};

// The mapping as a whole file.
std::string WriteYaml(const YamlOut& root);

// Whether "key: scalar" at this depth is one line that ends by column 100.
bool FitsOnLine(std::string_view key, std::string_view scalar, int depth);

// Whether a plain scalar would be read as this very string by YAML 1.1 and 1.2 readers, outside
// flow collections.
bool IsPlainSafe(std::string_view text);

}  // namespace autogen
