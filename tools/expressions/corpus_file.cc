#include "tools/expressions/corpus_file.h"

#include <fstream>

#include "engine/base/error.h"

namespace autogen {
namespace {

std::string Unescape(const std::string& text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    char c = text[++i];
    result += c == 'n' ? '\n' : c == 't' ? '\t' : c;
  }
  return result;
}

std::vector<std::string> Fields(const std::string& line) {
  std::vector<std::string> fields(1);
  for (char c : line) {
    if (c == '\t') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

}  // namespace

absl::StatusOr<std::vector<CorpusRow>> ReadCorpusFile(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return InputError("cannot read " + path);
  bool restored = Fields(line).back() == "restored";
  std::vector<CorpusRow> rows;
  while (std::getline(file, line)) {
    if (line.empty()) continue;
    std::vector<std::string> fields = Fields(line);
    if (fields.size() != 6) return InputError(path + ": a row has not 6 fields: " + line);
    CorpusRow row{fields[0], fields[1], fields[2], {Unescape(fields[3]), Unescape(fields[4])}};
    if (restored) {
      row.texts.push_back(Unescape(fields[5]));
    } else {
      row.same = fields[5] == "same";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace autogen
