#include "runner/migrate/unit_error.h"

#include <algorithm>

namespace autogen {
namespace {

constexpr size_t kShownLines = 30;

std::string Joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text;
}

std::string LineOf(const std::string& text, int line) {
  size_t begin = 0;
  for (int at = 1; at < line; ++at) {
    begin = text.find('\n', begin);
    if (begin == text.npos) return "";
    ++begin;
  }
  return text.substr(begin, text.find('\n', begin) - begin);
}

// The server counts within the statement; people look into the file.
Place InFile(const RunPosition& position, const Place& in_statement) {
  Place place;
  place.file = position.file->path;
  if (position.statement == nullptr) return place;
  int below = std::max(in_statement.line, 1) - 1;
  place.line = position.statement->line + below;
  place.text = LineOf(position.file->text, place.line);
  if (in_statement.column > 0) {
    place.column = in_statement.column;
    if (below == 0) {
      std::string first = LineOf(position.statement->text, 1);
      size_t indent = place.text.find(first);
      if (indent != place.text.npos) place.column += static_cast<int>(indent);
    }
  }
  return place;
}

std::string Shown(const std::string& statement) {
  std::string text = "in the statement:";
  size_t begin = 0;
  for (size_t line = 0; begin <= statement.size(); ++line) {
    if (line == kShownLines) return text + "\n  …";
    size_t end = std::min(statement.find('\n', begin), statement.size());
    text += "\n  " + statement.substr(begin, end - begin);
    begin = end + 1;
  }
  return text;
}

std::string HowFar(const RunPosition& position) {
  const std::string& revision = position.migration->header.revision;
  if (position.dry_run) return "dry run: everything was rolled back";
  std::string at =
      position.rows.empty() ? "before the first revision" : "at " + Joined(position.rows);
  std::string text;
  bool outside = !position.file->units.empty() &&
                 !position.file->units[static_cast<size_t>(position.unit)].transaction;
  if (outside) {
    text = "it ran outside a transaction: look whether it left something behind";
  } else if (position.units > 1) {
    text = "unit " + std::to_string(position.unit + 1) + " of " + std::to_string(position.units) +
           " was rolled back";
  } else {
    text = "all of " + revision + " was rolled back";
  }
  if (position.unit > 0) {
    text += "; the units before it stay, and the next run goes on behind them";
  }
  text += "\nthe database is " + at;
  if (!position.finished.empty()) {
    text += std::string(position.direction == Direction::kUpgrade ? "; applied" : "; undone") +
            " before this: " + Joined(position.finished);
  }
  return text;
}

}  // namespace

absl::Status UnitError(const absl::Status& refusal, const RunPosition& position) {
  Finding finding = ToFinding(refusal);
  std::string said = finding.detail;
  finding.message = (position.direction == Direction::kUpgrade ? "upgrade to " : "downgrade of ") +
                    position.migration->header.revision + " failed: " + finding.message;
  finding.place = InFile(position, finding.place);
  finding.detail = said.empty() ? "" : said + "\n";
  if (position.statement != nullptr) finding.detail += Shown(position.statement->text) + "\n";
  finding.detail += HowFar(position);
  // A lost connection is the database's fault, whatever was running.
  bool lost = finding.sqlstate.substr(0, 2) == "08";
  if (!lost) finding.blame = Blame::kMigration;
  return ToStatus(finding);
}

}  // namespace autogen
