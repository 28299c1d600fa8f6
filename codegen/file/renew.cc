#include "codegen/file/renew.h"

#include <algorithm>

namespace autogen {
namespace {

constexpr size_t kValueColumn = 15;  // as the header is written

std::string Line(const std::string& key, const std::string& value) {
  std::string line = key + ":";
  line.resize(std::max(line.size() + 1, kValueColumn), ' ');
  return "-- " + line + value;
}

}  // namespace

std::string WithHeaderLine(const std::string& text, const std::string& key,
                           const std::string& value) {
  std::string prefix = "-- " + key + ":", out;
  bool keys = false, done = false;  // whether the line stands among the header's keys
  size_t last_line = 0;             // where in `out` the header's last `key: value` line ends
  for (size_t begin = 0; begin < text.size();) {
    size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    bool first = last_line == 0 && line.starts_with("-- revision:");
    keys = first || (keys && line.starts_with("-- "));
    if (keys && !done && line.starts_with(prefix)) {
      line = Line(key, value);
      done = true;
    }
    out += line + (end < text.size() ? "\n" : "");
    if (keys) last_line = out.size();
    begin = end + 1;
  }
  if (!done) out.insert(last_line, Line(key, value) + "\n");
  return out;
}

}  // namespace autogen
