#include "tools/autogen/terminal.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "tools/autogen/json_text.h"

namespace autogen {
namespace {

constexpr size_t kWordColumn = 10;

bool UseColor(ColorMode mode) {
  switch (mode) {
    case ColorMode::kAlways:
      return true;
    case ColorMode::kNever:
      return false;
    case ColorMode::kAuto: {
      const char* no_color = std::getenv("NO_COLOR");
      return (no_color == nullptr || *no_color == 0) && isatty(STDERR_FILENO) == 1;
    }
  }
  Unreachable();
}

}  // namespace

Terminal::Terminal(ColorMode color, bool quiet, bool json)
    : color_(UseColor(color)), quiet_(quiet), json_(json) {}

void Terminal::Tell(std::string_view word, std::string_view rest) const {
  if (quiet_) return;
  std::string padding(word.size() < kWordColumn ? kWordColumn - word.size() : 1, ' ');
  std::cerr << "  " << Bold(word) << padding << rest << "\n";
}

void Terminal::Say(std::string_view line) const {
  if (!quiet_) std::cerr << line << "\n";
}

void Terminal::Warn(const Finding& finding) const {
  if (quiet_) return;
  std::string text = Describe(finding);
  if (size_t at = text.find("error: "); at != std::string::npos) text.replace(at, 7, "notice: ");
  std::cerr << text;
}

void Terminal::Result(std::string_view text) const {
  has_result_ = true;
  std::cout << text << std::flush;
}

int Terminal::Fail(const absl::Status& status) const {
  if (json_ && !has_result_) Result(ErrorsJson(ToFindings(status)));
  for (const Finding& finding : ToFindings(status)) {
    std::string text = Describe(finding);
    if (size_t at = text.find("error:"); at != std::string::npos) {
      text.replace(at, 6, Red("error:"));
    }
    std::cerr << text;
  }
  return ExitStatus(ToFinding(status).blame);
}

void Terminal::Progress(std::string_view line) const {
  if (!quiet_ && isatty(STDERR_FILENO) == 1) std::cerr << "\r\033[K" << line << std::flush;
}

void Terminal::EndProgress() const {
  if (!quiet_ && isatty(STDERR_FILENO) == 1) std::cerr << "\r\033[K" << std::flush;
}

bool Terminal::interactive() const {
  return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

bool Terminal::Confirm(std::string_view question) const {
  std::cerr << question << " [y/N] " << std::flush;
  std::string answer;
  if (!std::getline(std::cin, answer)) return false;
  return answer == "y" || answer == "Y" || answer == "yes";
}

std::string Terminal::Bold(std::string_view text) const { return Paint("1", text); }
std::string Terminal::Red(std::string_view text) const { return Paint("31", text); }
std::string Terminal::Green(std::string_view text) const { return Paint("32", text); }

std::string Terminal::Paint(std::string_view code, std::string_view text) const {
  if (!color_) return std::string(text);
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

int ExitStatus(Blame blame) {
  switch (blame) {
    case Blame::kFinding:
      return 1;
    case Blame::kInput:
      return 2;
    case Blame::kDatabase:
      return 3;
    case Blame::kMigration:
      return 4;
    case Blame::kInternal:
      return 2;
  }
  Unreachable();
}

}  // namespace autogen
