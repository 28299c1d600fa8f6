#include "codegen/file/header.h"

#include <algorithm>
#include <optional>

#include "engine/sql/quote.h"

namespace autogen {
namespace {

std::string_view Trim(std::string_view text) {
  size_t begin = text.find_first_not_of(" \t\r");
  if (begin == text.npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string JoinIds(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text;
}

std::vector<std::string> SplitIds(std::string_view text) {
  std::vector<std::string> ids;
  while (!text.empty()) {
    size_t comma = std::min(text.find(','), text.size());
    std::string_view id = Trim(text.substr(0, comma));
    if (!id.empty()) ids.emplace_back(id);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return ids;
}

std::string Line(std::string_view key, std::string_view value) {
  std::string line = "-- " + std::string(key) + ":";
  if (value.empty()) return line + "\n";
  line.resize(std::max<size_t>(line.size() + 1, 18), ' ');
  return line + std::string(value) + "\n";
}

std::string MessageLines(const std::string& message, const char* suffix) {
  std::string text;
  std::string_view rest = message;
  while (!rest.empty()) {
    size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = Trim(rest.substr(0, end));
    if (!line.empty()) text += "-- " + std::string(line) + "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (text.empty()) text = "-- empty message\n";
  text.insert(text.find('\n'), suffix);
  return text;
}

// Sets one key; false where there is no such key.
bool SetKey(std::string_view key, std::string_view value, MigrationHeader* header) {
  std::string text(value);
  if (key == "revision")
    header->revision = text;
  else if (key == "down_revision")
    header->down_revisions = SplitIds(value);
  else if (key == "branch_labels")
    header->branch_labels = SplitIds(value);
  else if (key == "depends_on")
    header->depends_on = SplitIds(value);
  else if (key == "created")
    header->created = text;
  else if (key == "search_path")
    header->search_path = SplitNames(value);
  else if (key == "starts_from")
    header->starts_from = text;
  else if (key == "models")
    header->models = text;
  else if (key == "chain")
    header->chain = text;
  else if (key == "proof")
    header->proof = text;
  else
    return false;
  return true;
}

}  // namespace

Place PlaceOfLine(const std::string& file, std::string_view text, int line) {
  Place place;
  place.file = file;
  place.line = line;
  for (int at = 1; at < line && !text.empty(); ++at) {
    text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  }
  place.text = std::string(text.substr(0, std::min(text.find('\n'), text.size())));
  if (!place.text.empty() && place.text.back() == '\r') place.text.pop_back();
  return place;
}

std::string JoinNames(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + QuoteIdentifier(name);
  return text;
}

std::vector<std::string> SplitNames(std::string_view text) {
  std::vector<std::string> names;
  std::string name;
  bool quoted = false, was_quoted = false;
  auto finish = [&] {
    std::string plain = was_quoted ? name : std::string(Trim(name));
    if (!plain.empty()) names.push_back(plain);
    name.clear();
    was_quoted = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
      name += text[++i];
    } else if (text[i] == '"') {
      if (!quoted) name.clear();
      quoted = !quoted;
      was_quoted = true;
    } else if (text[i] == ',' && !quoted) {
      finish();
    } else if (quoted || !was_quoted) {
      name += text[i];
    }
  }
  finish();
  return names;
}

HeaderText ReadHeader(const std::string& file, std::string_view text,
                      std::vector<Finding>* findings) {
  HeaderText read;
  std::vector<std::string> seen;
  int paragraph = 0;  // 0: the message, 1: the keys, later: free words
  auto report = [&](int line, std::string message, std::string hint) {
    findings->push_back({std::move(message), std::move(hint), "", PlaceOfLine(file, text, line),
                         Blame::kInput, ""});
  };
  size_t at = 0;
  for (int number = 1; at < text.size() && text.substr(at, 2) == "--"; ++number) {
    size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = Trim(text.substr(at + 2, end - at - 2));
    at = std::min(end + 1, text.size());
    if (line.empty()) {
      ++paragraph;
      continue;
    }
    if (paragraph == 0) {
      read.header.message += (read.header.message.empty() ? "" : "\n") + std::string(line);
      continue;
    }
    if (paragraph > 1) continue;
    size_t colon = line.find(':');
    std::string key(Trim(line.substr(0, std::min(colon, line.size()))));
    if (colon == line.npos) {
      report(number, "a line of the header is not of the form key: value", "");
    } else if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      report(number, "the header says " + key + " twice", "");
    } else if (!SetKey(key, Trim(line.substr(colon + 1)), &read.header)) {
      report(number, "unknown key in the header: " + key,
             "revision, down_revision, branch_labels, depends_on, created, search_path, "
             "starts_from, models, chain, proof; words of your own go below an empty comment line");
    }
    seen.push_back(key);
    if (key == "revision") read.revision_line = number;
    read.has_created = read.has_created || key == "created";
  }
  read.end = at;
  if (read.header.message == "empty message") read.header.message.clear();
  if (read.header.revision.empty()) {
    report(1, "the header of a migration is missing: there is no revision",
           "a file begins with its message, an empty comment line (--), and then "
           "`-- revision: ID`");
  }
  return read;
}

std::string UpgradeHeader(const MigrationHeader& header) {
  std::string text = MessageLines(header.message, "") + "--\n";
  text += Line("revision", header.revision);
  text += Line("down_revision", JoinIds(header.down_revisions));
  text += Line("branch_labels", JoinIds(header.branch_labels));
  text += Line("depends_on", JoinIds(header.depends_on));
  text += Line("created", header.created);
  text += Line("search_path", JoinNames(header.search_path));
  if (!header.starts_from.empty()) text += Line("starts_from", header.starts_from);
  if (!header.models.empty()) text += Line("models", header.models);
  if (!header.chain.empty()) text += Line("chain", header.chain);
  if (!header.proof.empty()) text += Line("proof", header.proof);
  return text;
}

std::string DowngradeHeader(const MigrationHeader& header) {
  return MessageLines(header.message, " (downgrade)") + "--\n" + Line("revision", header.revision) +
         Line("search_path", JoinNames(header.search_path));
}

}  // namespace autogen
