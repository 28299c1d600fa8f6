#include <algorithm>
#include <set>

#include "codegen/file/migration.h"

namespace autogen {
namespace {

// Goes back from a head over all that it rests on.
class Chain {
 public:
  explicit Chain(const MigrationsFolder& folder) : folder_(folder) {}

  bool HoldsAt(const std::string& revision) {
    if (!seen_.insert(revision).second) return true;
    const Migration* migration = folder_.Find(revision);
    if (migration == nullptr || migration->header.chain.empty()) return false;
    const MigrationHeader& header = migration->header;
    std::vector<std::string> parents;
    for (const std::string& parent : header.down_revisions) {
      if (!HoldsAt(parent)) return false;
      parents.push_back(folder_.Find(parent)->header.chain);
    }
    auto holds = [this](const std::string& other) { return HoldsAt(other); };
    return std::all_of(header.depends_on.begin(), header.depends_on.end(), holds) &&
           header.chain == ChainDigest(header.models, StatementsDigest(*migration), parents);
  }

 private:
  const MigrationsFolder& folder_;
  std::set<std::string> seen_;
};

}  // namespace

std::optional<std::string> ModelsAtHead(const MigrationsFolder& folder) {
  std::vector<std::string> heads = folder.graph.Heads();
  if (heads.size() != 1 || !Chain(folder).HoldsAt(heads[0])) return std::nullopt;
  const std::string& models = folder.Find(heads[0])->header.models;
  return models.empty() ? std::nullopt : std::optional(models);
}

}  // namespace autogen
