#include "codegen/file/units.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <span>

#include "codegen/file/header.h"
#include "engine/sql/lexer.h"

namespace autogen {
namespace {

using Tokens = std::span<const Token>;

constexpr std::string_view kHazards[] = {"data-loss", "rewrite",       "scan",  "lock",
                                         "breaking",  "fails-on-rows", "revoke"};

// Where the statement that begins at tokens[at] ends: at its semicolon, or at the end.
// A semicolon counts outside parentheses (rules) and outside BEGIN ATOMIC … END; as in psql, BEGIN
// opens a body only in CREATE FUNCTION and CREATE PROCEDURE, and CASE … END nests in it.
size_t FindSemicolon(Tokens tokens, size_t at) {
  bool routine = false;
  for (size_t i = at; i < std::min(at + 4, tokens.size()); ++i) {
    if (tokens[i].Is("function") || tokens[i].Is("procedure")) routine = tokens[at].Is("create");
  }
  int parentheses = 0, blocks = 0;
  for (; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    if (token.Is("(")) ++parentheses;
    if (token.Is(")") && parentheses > 0) --parentheses;
    bool opens = blocks == 0 ? routine && token.Is("begin") && at + 1 < tokens.size() &&
                                   tokens[at + 1].Is("atomic")
                             : token.Is("begin") || token.Is("case");
    if (opens) ++blocks;
    if (token.Is("end") && blocks > 0) --blocks;
    if (token.Is(";") && parentheses == 0 && blocks == 0) break;
  }
  return at;
}

// The words of a statement that the runner says itself, or that only psql can run.
std::string WhyRefused(Tokens statement) {
  const Token& first = statement[0];
  bool then_transaction = statement.size() > 1 && statement[1].Is("transaction");
  for (const char* word : {"begin", "commit", "end", "abort"}) {
    if (first.Is(word)) return "a migration does not say " + first.value + " itself";
  }
  if (first.Is("start") && then_transaction) return "a migration does not say start itself";
  if (first.Is("prepare") && then_transaction) return "a migration does not say prepare itself";
  if (first.Is("rollback") &&
      std::none_of(statement.begin(), statement.end(), [](const Token& t) { return t.Is("to"); })) {
    return "a migration does not say rollback itself";
  }
  if (!first.Is("copy")) return "";
  for (size_t i = 1; i + 1 < statement.size(); ++i) {
    if (statement[i].Is("from") && statement[i + 1].Is("stdin")) {
      return "a migration cannot hold COPY … FROM STDIN";
    }
  }
  return "";
}

class UnitReader {
 public:
  UnitReader(MigrationFile* file, std::vector<Finding>* findings)
      : file_(file), findings_(findings) {}

  void Read(size_t begin);

 private:
  void Report(size_t byte, std::string message, std::string hint);
  void ReportLexer(size_t begin, const absl::Status& status);
  int LineOf(size_t byte);
  // What stands between two statements: white space, comments, markers.
  void ReadGap(size_t begin, size_t end);
  void ReadMarker(size_t byte, std::string_view words);
  void ReadHazard(size_t byte, std::string_view words, std::vector<Hazard>* into);
  void ReadSecret(size_t byte, std::string_view name);
  void AddStatement(Tokens statement);
  void FindSecrets(Tokens statement, UnitStatement* into);

  MigrationFile* file_;
  std::vector<Finding>* findings_;
  std::set<std::string, std::less<>> secrets_;
  enum class Next { kSame, kTransaction, kNoTransaction } next_ = Next::kTransaction;
  size_t marker_ = 0;                // where the last unit marker stands
  size_t counted_ = 0, breaks_ = 0;  // bytes looked at by LineOf, and line breaks in them
};

// Mostly asked from the beginning to the end: it counts on from where it was asked last.
int UnitReader::LineOf(size_t byte) {
  if (byte < counted_) counted_ = breaks_ = 0;
  const auto begin = file_->text.begin();
  breaks_ += static_cast<size_t>(std::count(begin + counted_, begin + byte, '\n'));
  counted_ = byte;
  return static_cast<int>(breaks_) + 1;
}

void UnitReader::Report(size_t byte, std::string message, std::string hint) {
  byte = std::min(byte, file_->text.size());
  Place place = PlaceOfLine(file_->path, file_->text, LineOf(byte));
  size_t line_begin = byte == 0 ? 0 : file_->text.rfind('\n', byte - 1) + 1;
  place.column = static_cast<int>(byte - line_begin) + 1;
  findings_->push_back({std::move(message), std::move(hint), "", place, Blame::kInput, ""});
}

void UnitReader::ReportLexer(size_t begin, const absl::Status& status) {
  Finding finding = ToFinding(status);
  size_t byte = begin + static_cast<size_t>(std::max(finding.place.column, 1) - 1);
  if (byte < file_->text.size() && file_->text[byte] == '\\') {
    Report(byte, "a migration is SQL alone: psql's \\-commands are refused", "");
    return;
  }
  bool open = finding.message.find("not closed") != std::string::npos;
  Report(byte, finding.message, open ? "was the file cut short?" : finding.hint);
}

void UnitReader::ReadHazard(size_t byte, std::string_view words, std::vector<Hazard>* into) {
  size_t colon = std::min(words.find(':'), words.size());
  Hazard hazard{std::string(words.substr(0, colon)), ""};
  if (colon < words.size()) hazard.words = std::string(words.substr(colon + 1));
  hazard.words.erase(0, hazard.words.find_first_not_of(' '));
  if (std::find(std::begin(kHazards), std::end(kHazards), hazard.id) == std::end(kHazards)) {
    Report(byte, "unknown hazard: " + hazard.id,
           "data-loss, rewrite, scan, lock, breaking, fails-on-rows, revoke");
    return;
  }
  if (hazard.words.empty()) {
    Report(byte, "the marker has no words",
           "it has the form `-- hazard: ID: words`, `-- accept: ID: reason`");
    return;
  }
  into->push_back(std::move(hazard));
}

void UnitReader::ReadSecret(size_t byte, std::string_view name) {
  bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_';
  });
  if (plain) {
    secrets_.emplace(name);
  } else {
    Report(byte, "'" + std::string(name) + "' cannot name a secret",
           "letters, digits and _: the name of an environment variable");
  }
}

// `words` is the comment's line without its dashes and the blanks around it.
void UnitReader::ReadMarker(size_t byte, std::string_view words) {
  auto rest_of = [&](std::string_view key) {
    std::string_view rest = words.substr(key.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    return rest;
  };
  if (words == "transaction" || words == "no transaction") {
    if (next_ == Next::kNoTransaction) {
      Report(marker_, "no statement follows `-- no transaction`", "");
    }
    next_ = words == "transaction" ? Next::kTransaction : Next::kNoTransaction;
    marker_ = byte;
    return;
  }
  if (words.substr(0, 7) == "hazard:") {
    ReadHazard(byte, rest_of("hazard:"), &file_->hazards);
  } else if (words.substr(0, 7) == "accept:") {
    ReadHazard(byte, rest_of("accept:"), &file_->accepted);
  } else if (words.substr(0, 7) == "secret:") {
    ReadSecret(byte, rest_of("secret:"));
  } else {
    std::string letters;
    for (unsigned char c : words) {
      if (std::isalnum(c)) letters += static_cast<char>(std::tolower(c));
    }
    if (letters == "notransaction" || letters == "transaction") {
      Report(byte, "this comment is nearly a marker",
             letters == "transaction" ? "write `-- transaction`" : "write `-- no transaction`");
    }
  }
}

void UnitReader::ReadGap(size_t begin, size_t end) {
  const std::string& text = file_->text;
  int depth = 0;  // of /* */ comments, in which a line of dashes is no marker
  for (size_t at = begin; at < end;) {
    std::string_view two = std::string_view(text).substr(at, 2);
    if (two == "/*" || (depth > 0 && two == "*/")) {
      depth += two == "/*" ? 1 : -1;
      at += 2;
      continue;
    }
    if (depth > 0 || two != "--") {
      ++at;
      continue;
    }
    size_t line_end = std::min(text.find('\n', at), end);
    std::string_view words = std::string_view(text).substr(at + 2, line_end - at - 2);
    words.remove_prefix(std::min(words.find_first_not_of(" \t"), words.size()));
    size_t last = words.find_last_not_of(" \t\r");
    ReadMarker(at, words.substr(0, last == words.npos ? 0 : last + 1));
    at = line_end;
  }
}

// :'NAME' of a declared secret; the lexer gives a colon and a string.
void UnitReader::FindSecrets(Tokens statement, UnitStatement* into) {
  for (size_t i = 0; i + 1 < statement.size(); ++i) {
    const Token& name = statement[i + 1];
    if (!statement[i].Is(":") || name.type != TokenType::kString ||
        statement[i].end != name.begin || file_->text[name.begin] != '\'') {
      continue;
    }
    if (!secrets_.contains(name.value)) {
      Report(statement[i].begin, "the secret " + name.value + " is not declared",
             "put `-- secret: " + name.value + "` above the statement");
      continue;
    }
    size_t base = statement[0].begin;
    into->secrets.push_back({name.value, statement[i].begin - base, name.end - base});
  }
}

void UnitReader::AddStatement(Tokens statement) {
  size_t begin = statement.front().begin;
  if (std::string why = WhyRefused(statement); !why.empty()) {
    Report(begin, why,
           statement[0].Is("copy") ? "write the rows as INSERT"
                                   : "the file is one transaction; `-- transaction` begins "
                                     "another, `-- no transaction` a statement outside any");
    return;
  }
  std::vector<Unit>& units = file_->units;
  if (next_ != Next::kSame) {
    units.push_back({next_ == Next::kTransaction, {}});
  } else if (!units.back().transaction) {
    Report(begin, "a unit outside a transaction is exactly one statement",
           "put `-- transaction` or `-- no transaction` above this one");
    return;
  }
  next_ = Next::kSame;
  // A comment behind the last word would swallow what is put behind it.
  UnitStatement read = {file_->text.substr(begin, statement.back().end - begin), LineOf(begin), {}};
  FindSecrets(statement, &read);
  units.back().statements.push_back(std::move(read));
}

void UnitReader::Read(size_t begin) {
  std::string_view body = std::string_view(file_->text).substr(begin);
  absl::StatusOr<std::vector<Token>> read = Tokenize(body);
  if (!read.ok()) return ReportLexer(begin, read.status());
  for (Token& token : *read) {
    token.begin += begin;
    token.end += begin;
  }
  Tokens tokens(*read);
  size_t gap = begin;
  for (size_t at = 0; at < tokens.size();) {
    ReadGap(gap, tokens[at].begin);
    size_t semicolon = FindSemicolon(tokens, at);
    if (semicolon == tokens.size()) {
      Report(tokens[at].begin, "the file ends within this statement",
             "every statement ends with a semicolon; was the file cut short?");
      return;
    }
    if (semicolon > at) AddStatement(tokens.subspan(at, semicolon - at));
    gap = tokens[semicolon].end;
    at = semicolon + 1;
  }
  ReadGap(gap, file_->text.size());
  if (next_ == Next::kNoTransaction)
    Report(marker_, "no statement follows `-- no transaction`", "");
}

}  // namespace

void ReadUnits(size_t begin, MigrationFile* file, std::vector<Finding>* findings) {
  UnitReader(file, findings).Read(begin);
}

}  // namespace autogen
