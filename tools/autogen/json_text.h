#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace autogen {

// Builds one JSON object, key by key, in order.
class JsonObject {
 public:
  JsonObject& Text(std::string_view key, std::string_view value);
  JsonObject& Texts(std::string_view key, const std::vector<std::string>& values);
  JsonObject& Number(std::string_view key, long long value);
  JsonObject& Bool(std::string_view key, bool value);
  JsonObject& Null(std::string_view key);
  JsonObject& Raw(std::string_view key, std::string_view json);

  std::string str() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

// ["a", "b"], and a list of ready values with one line each.
std::string JsonTexts(const std::vector<std::string>& values);
std::string JsonLines(const std::vector<std::string>& values);

// What --json prints where there is no result: {"errors": [{"message": …, "file": …}]}.
std::string ErrorsJson(const std::vector<Finding>& findings);

}  // namespace autogen
