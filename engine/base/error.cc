#include "engine/base/error.h"

#include <cstdlib>
#include <initializer_list>

#include "absl/strings/cord.h"

namespace autogen {
namespace {

constexpr char kPayload[] = "autogen/findings";
constexpr size_t kFields = 10;

absl::StatusCode CodeOf(Blame blame) {
  switch (blame) {
    case Blame::kFinding:
      return absl::StatusCode::kFailedPrecondition;
    case Blame::kInput:
      return absl::StatusCode::kInvalidArgument;
    case Blame::kDatabase:
      return absl::StatusCode::kUnavailable;
    case Blame::kMigration:
      return absl::StatusCode::kAborted;
    case Blame::kInternal:
      return absl::StatusCode::kInternal;
  }
  Unreachable();
}

Blame BlameOf(absl::StatusCode code) {
  if (code == absl::StatusCode::kFailedPrecondition) return Blame::kFinding;
  if (code == absl::StatusCode::kUnavailable) return Blame::kDatabase;
  if (code == absl::StatusCode::kAborted) return Blame::kMigration;
  if (code == absl::StatusCode::kInternal) return Blame::kInternal;
  return Blame::kInput;
}

std::string Encode(const Finding& f) {
  std::string out;
  for (const std::string& field :
       {f.message, f.hint, f.detail, f.sqlstate, std::to_string(static_cast<int>(f.blame)),
        f.place.file, std::to_string(f.place.line), std::to_string(f.place.column),
        std::to_string(f.place.length), f.place.text}) {
    // By length: a user's text may hold any byte.
    out += std::to_string(field.size()) + ":" + field;
  }
  return out;
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> fields;
  while (!text.empty()) {
    size_t colon = text.find(':');
    size_t size = std::strtoul(std::string(text.substr(0, colon)).c_str(), nullptr, 10);
    fields.emplace_back(text.substr(colon + 1, size));
    text.remove_prefix(colon + 1 + size);
  }
  return fields;
}

Finding Decode(const std::string* f) {
  Finding finding{f[0], f[1], f[2], {}, static_cast<Blame>(std::atoi(f[4].c_str())), f[3]};
  finding.place = {f[5], std::atoi(f[6].c_str()), std::atoi(f[7].c_str()), std::atoi(f[8].c_str()),
                   f[9]};
  return finding;
}

}  // namespace

absl::Status ToStatus(const Finding& finding) { return ToStatus(std::vector<Finding>{finding}); }

absl::Status ToStatus(const std::vector<Finding>& findings) {
  if (findings.empty()) return absl::OkStatus();
  absl::Status status(CodeOf(findings.front().blame), findings.front().message);
  std::string payload;
  for (const Finding& finding : findings) payload += Encode(finding);
  status.SetPayload(kPayload, absl::Cord(payload));
  return status;
}

std::vector<Finding> ToFindings(const absl::Status& status) {
  if (status.ok()) return {};
  std::vector<Finding> findings;
  if (auto payload = status.GetPayload(kPayload)) {
    std::vector<std::string> fields = Split(std::string(*payload));
    for (size_t i = 0; i + kFields <= fields.size(); i += kFields) {
      findings.push_back(Decode(&fields[i]));
    }
  }
  if (findings.empty()) {
    Finding finding;
    finding.message = std::string(ToStd(status.message()));
    finding.blame = BlameOf(status.code());
    findings.push_back(std::move(finding));
  }
  return findings;
}

Finding ToFinding(const absl::Status& status) {
  return status.ok() ? Finding{} : ToFindings(status).front();
}

absl::Status InputError(std::string message, std::string hint) {
  return ToStatus(Finding{std::move(message), std::move(hint), "", {}, Blame::kInput, ""});
}

absl::Status DatabaseError(std::string message, std::string hint) {
  return ToStatus(Finding{std::move(message), std::move(hint), "", {}, Blame::kDatabase, ""});
}

absl::Status InternalError(std::string message) {
  return ToStatus(Finding{std::move(message),
                          "this is a mistake of autogen: please report it",
                          "",
                          {},
                          Blame::kInternal,
                          ""});
}

std::string Describe(const Finding& finding) {
  std::string out;
  const Place& place = finding.place;
  if (place.known()) {
    out += place.file + ":";
    if (place.line > 0) out += std::to_string(place.line) + ":";
    if (place.column > 0) out += std::to_string(place.column) + ":";
    out += " ";
  }
  out += "error: " + finding.message + "\n";
  if (place.known() && !place.text.empty()) {
    std::string number = std::to_string(place.line);
    std::string margin(number.size() < 5 ? 5 - number.size() : 0, ' ');
    out += margin + number + " | " + place.text + "\n";
    if (place.column > 0) {
      out += std::string(margin.size() + number.size(), ' ') + " | " +
             std::string(place.column - 1, ' ') + std::string(std::max(place.length, 1), '^') +
             "\n";
    }
  }
  size_t begin = 0;
  while (begin < finding.detail.size()) {
    size_t end = finding.detail.find('\n', begin);
    if (end == std::string::npos) end = finding.detail.size();
    out += "  " + finding.detail.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  if (!finding.hint.empty()) out += "  hint: " + finding.hint + "\n";
  return out;
}

void Unreachable() { std::abort(); }

}  // namespace autogen
