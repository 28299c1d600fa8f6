#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace autogen {

enum class ColorMode { kAuto, kAlways, kNever };

// Where people are spoken to: words on stderr, results on stdout, colour on terminals only.
class Terminal {
 public:
  // With `json` every run prints one JSON document on stdout: its result, or else what went wrong.
  Terminal(ColorMode color, bool quiet, bool json);

  // A line of the story: a word in a fixed column ("detected", "wrote", "proved"), then the rest.
  void Tell(std::string_view word, std::string_view rest) const;
  void Say(std::string_view line) const;     // stderr, not when quiet
  void Warn(const Finding& finding) const;   // stderr, "notice:"
  void Result(std::string_view text) const;  // stdout, as it is
  bool json() const { return json_; }
  // Every finding of the status; returns the exit status that it stands for.
  int Fail(const absl::Status& status) const;

  // A progress line, rewritten in place; nothing where stderr is no terminal.
  void Progress(std::string_view line) const;
  void EndProgress() const;

  bool interactive() const;  // somebody can answer
  // Asks on the terminal; the default answer is no.
  bool Confirm(std::string_view question) const;

  std::string Bold(std::string_view text) const;
  std::string Red(std::string_view text) const;
  std::string Green(std::string_view text) const;

 private:
  std::string Paint(std::string_view code, std::string_view text) const;
  bool color_;
  bool quiet_;
  bool json_;
  mutable bool has_result_ = false;
};

// PRODUCT's exit status for a blame: 1 finding, 2 input, 3 database, 4 migration.
int ExitStatus(Blame blame);

}  // namespace autogen
