// What a user writes for a revision: ids, prefixes, labels, head, base, steps.

#include <algorithm>
#include <charconv>

#include "engine/revision/graph.h"

namespace autogen {
namespace {

absl::Status CannotLocate(const std::string& symbol, std::string hint) {
  return InputError("Can't locate revision identified by '" + symbol + "'", std::move(hint));
}

std::pair<std::string, std::string> SplitLabel(const std::string& target) {
  size_t at = target.find('@');
  if (at == target.npos) return {"", target};
  return {target.substr(0, at), target.substr(at + 1)};
}

}  // namespace

std::string RevisionGraph::NameBranches(const std::vector<std::string>& ids) const {
  std::string text;
  for (const std::string& id : ids) {
    if (!text.empty()) text += ", ";
    text += id;
    std::vector<std::string> labels = LabelsOf(id);
    for (size_t i = 0; i < labels.size(); ++i) text += (i == 0 ? " (" : ", ") + labels[i];
    if (!labels.empty()) text += ")";
  }
  return text;
}

std::optional<RevisionGraph::Relative> RevisionGraph::ParseRelative(const std::string& target) {
  auto [label, rest] = SplitLabel(target);
  size_t sign = rest.find_first_of("+-");
  if (sign == rest.npos || sign + 1 == rest.size()) return std::nullopt;
  Relative relative = {label, rest.substr(0, sign), 0, rest.substr(sign)};
  const char* begin = rest.data() + sign + 1;
  const char* end = rest.data() + rest.size();
  auto [stop, error] = std::from_chars(begin, end, relative.steps);
  if (error != std::errc() || stop != end) return std::nullopt;
  if (rest[sign] == '-') relative.steps = -relative.steps;
  return relative;
}

absl::StatusOr<std::string> RevisionGraph::Identify(const std::string& symbol,
                                                    const std::string& label) const {
  std::string id;
  if (revisions_.contains(symbol)) {
    id = symbol;
  } else if (auto found = labels_.find(symbol); found != labels_.end()) {
    id = found->second;
  }
  Ids lineage;
  if (!label.empty()) {
    ASSIGN_OR_RETURN(std::string carrier, Identify(label, ""));
    lineage = Lineage(carrier);
  }
  if (id.empty()) {
    std::vector<std::string> candidates;
    for (auto at = revisions_.lower_bound(symbol);
         at != revisions_.end() && at->first.compare(0, symbol.size(), symbol) == 0; ++at) {
      if (label.empty() || lineage.contains(at->first)) candidates.push_back(at->first);
    }
    if (candidates.empty() || symbol.empty()) {
      return CannotLocate(symbol, "autogen history lists what there is");
    }
    if (symbol.size() < 4) {
      return CannotLocate(symbol, "a part of an id needs four characters or more");
    }
    if (candidates.size() > 1) {
      return CannotLocate(symbol, "it fits several: " + NameBranches(candidates));
    }
    return candidates.front();
  }
  if (!label.empty() && !lineage.contains(id)) {
    return CannotLocate(symbol, "revision " + id + " is not a member of branch '" + label + "'");
  }
  return id;
}

absl::StatusOr<std::vector<std::string>> RevisionGraph::ResolveHeads(
    const std::string& symbol, const std::string& label) const {
  std::vector<std::string> heads = symbol == "heads" && label.empty() ? Heads() : BranchHeads();
  if (!label.empty()) {
    ASSIGN_OR_RETURN(std::string carrier, Identify(label, ""));
    Ids lineage = Lineage(carrier);
    std::erase_if(heads, [&](const std::string& head) { return !lineage.contains(head); });
  }
  if (symbol == "head" && heads.size() > 1) {
    std::string argument = label.empty() ? "head" : label + "@head";
    std::string narrower =
        label.empty() ? ", '<branchname>@head' to narrow to a specific head" : "";
    return InputError("Multiple head revisions are present for given argument '" + argument +
                          "'; please specify a specific target revision" + narrower +
                          ", or 'heads' for all heads",
                      "the heads are " + NameBranches(heads));
  }
  return heads;
}

absl::StatusOr<std::vector<std::string>> RevisionGraph::Resolve(const std::string& symbol) const {
  if (symbol.find(':') != symbol.npos) {
    return InputError("Range revision not allowed", "from:to goes with --sql");
  }
  if (auto relative = ParseRelative(symbol)) {
    if (relative->symbol.empty()) {
      return InputError("Relative revision " + symbol + " needs one to start from",
                        "write REV" + relative->text);
    }
    ASSIGN_OR_RETURN(std::vector<std::string> start, Resolve(relative->symbol));
    if (start.size() > 1) return InputError("Ambiguous walk: " + NameBranches(start));
    ASSIGN_OR_RETURN(auto end,
                     Walk(start.empty() ? "" : start.front(), relative->steps, relative->label));
    if (!end) return InputError("Walked too far: there are not so many revisions: " + symbol);
    return end->empty() ? std::vector<std::string>() : std::vector<std::string>{*end};
  }
  auto [label, name] = SplitLabel(symbol);
  if (name == "head" || name == "heads") return ResolveHeads(name, label);
  if (name == "base") {
    if (!label.empty()) RETURN_IF_ERROR(Identify(label, "").status());
    return std::vector<std::string>();
  }
  ASSIGN_OR_RETURN(std::string id, Identify(name, label));
  return std::vector<std::string>{id};
}

absl::StatusOr<std::optional<std::string>> RevisionGraph::Walk(const std::string& start, int steps,
                                                               const std::string& label) const {
  Ids lineage;
  if (!label.empty()) {
    ASSIGN_OR_RETURN(std::string carrier, Identify(label, ""));
    lineage = Lineage(carrier);
  }
  std::string at = start;
  for (int done = 0; done < std::abs(steps); ++done) {
    std::vector<std::string> next;
    if (steps > 0) {
      next = at.empty() ? Bases() : Children(at);
      if (!label.empty()) {
        std::erase_if(next, [&](const std::string& id) { return !lineage.contains(id); });
      }
    } else if (!at.empty()) {
      next = revisions_.at(at).down_revisions;
      if (next.empty()) next.push_back("");  // the base
    }
    if (next.empty()) return std::nullopt;
    if (next.size() > 1) {
      std::string where = at.empty()  ? "several revisions begin here"
                          : steps > 0 ? "several revisions follow " + at
                                      : at + " is a merge point";
      std::string way = steps > 0 ? "name the revision, or a branch: <branchname>@+1"
                                  : "name the revision to go down to";
      return InputError("Ambiguous walk: " + where + ": " + NameBranches(next), way);
    }
    at = next.front();
  }
  return at;
}

}  // namespace autogen
