#include "runner/prove/states.h"

#include "runner/prove/prove.h"
#include "runner/realise/realise.h"

namespace autogen {

absl::Status ProofFailed(std::string message, std::string detail, std::string sqlstate) {
  Finding finding;
  finding.message = "the proof failed: " + std::move(message);
  finding.detail = std::move(detail);
  finding.hint = sqlstate.empty() ? "nothing was written; please report it, or go on with "
                                    "--prove off if you know better"
                                  : "nothing was written; mend the model, report it if the model "
                                    "is right, or go on with --prove off if you know better";
  finding.blame = Blame::kFinding;
  finding.sqlstate = std::move(sqlstate);
  return ToStatus(finding);
}

Changes Difference(const Database& got, const Database& wanted, const std::set<ObjectId>& ignored) {
  Changes changes = Compare(got, wanted);
  std::erase_if(changes.changes, [&](const ObjectChange& change) {
    if (ignored.contains(change.id)) return true;
    return change.id.kind == Kind::kExtension && change.type == ChangeType::kDrop;
  });
  return changes;
}

absl::Status ExpectSame(ScratchServer& server, const Database& got, const Database& wanted,
                        const std::set<ObjectId>& ignored, std::string_view what) {
  Changes changes = Difference(got, wanted, ignored);
  if (changes.empty()) return absl::OkStatus();
  std::set<ObjectId> ids;
  for (const ObjectChange& change : changes.changes) {
    if (change.type != ChangeType::kAlter) {
      return ProofFailed(std::string(what), DescribeChanges(changes));
    }
    ids.insert(change.id);
  }
  ASSIGN_OR_RETURN(Database got_again, RealiseAndRead(server, Slice(got, ids), ids));
  ASSIGN_OR_RETURN(Database wanted_again, RealiseAndRead(server, Slice(wanted, ids), ids));
  Changes left = Compare(Only(got_again, ids), Only(wanted_again, ids));
  if (left.empty()) return absl::OkStatus();
  return ProofFailed(std::string(what), DescribeChanges(left));
}

std::string DescribeChanges(const Changes& changes) {
  std::string out;
  for (const ObjectChange& change : changes.changes) {
    std::string label = std::string(KindName(change.id.kind)) + " " + Label(change.id);
    if (change.type == ChangeType::kCreate) {
      out += "missing: " + label + "\n";
      continue;
    }
    if (change.type == ChangeType::kDrop) {
      out += "too much: " + label + "\n";
      continue;
    }
    out += "differs: " + label;
    std::string separator = ": ";
    for (std::string_view attribute : change.attributes) {
      out += separator + std::string(attribute);
      separator = ", ";
    }
    for (const ColumnChange& column : change.columns) {
      out += separator + "column " + column.column.str();
      for (std::string_view attribute : column.attributes) out += " " + std::string(attribute);
      separator = ", ";
    }
    out += "\n";
  }
  return out;
}

}  // namespace autogen
