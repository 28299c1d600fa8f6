#include <future>

#include "engine/base/sha256.h"
#include "introspect/cache_folder.h"
#include "introspect/digest.h"
#include "introspect/saved_state.h"
#include "tools/autogen/commands/compared.h"
#include "tools/autogen/commands/start.h"

namespace autogen {
namespace {

// A hash of all that the models' side of a comparison is made of.
std::string ModelsKey(const Session& session, const std::vector<ModelFile>& files) {
  Sha256 hash;
  hash.Add(FileIdentity(kThisProgram) + "\n");
  for (Name schema : session.AgainstModels().search_path) hash.Add(schema.str() + "\n");
  for (const std::string& schema : session.Schemas()) hash.Add(schema + "\n");
  hash.Add(session.config().version_table + "\n");
  for (const ModelFile& file : files) {
    hash.Add(file.path + "\n" + std::to_string(file.text.size()) + "\n");
    hash.Add(file.text);
  }
  return hash.Hex();
}

// Most checks find nothing, and most of these nothing new: then the last one's word stands. One
// that found a difference is most often followed by another: then all is read at once that only a
// difference needs, and nothing twice.
class DatabaseCheck {
 public:
  DatabaseCheck(Session& session, const Address& address) : session_(session), address_(address) {}

  absl::StatusOr<Compared> Run() {
    // The files are read while the server answers.
    auto loading =
        std::async(std::launch::async, [&] { return LoadModelFiles(session_.models_folder()); });
    absl::StatusOr<Connection> connection = Connection::Open(address_.conninfo);
    ASSIGN_OR_RETURN(std::vector<ModelFile> files, loading.get());
    session_.Phase("connected, model files loaded");
    if (session_.options().no_cache) return Compare(std::move(files), std::move(connection), "");
    std::string models = ModelsKey(session_, files);
    if (connection.ok()) {
      key_ = session_.models_folder() + "\n" + connection->Describe();
      ASSIGN_OR_RETURN(bool known, IsKnown(*connection, models));
      session_.Phase("saved state looked at");
      if (known) return Same(connection->Describe());
    }
    return Compare(std::move(files), std::move(connection), models);
  }

 private:
  absl::StatusOr<bool> IsKnown(Connection& connection, const std::string& models) {
    std::optional<SavedState> state = LoadState(key_);
    if (!state || state->models != models) return false;
    ASSIGN_OR_RETURN(std::string digest, ReadDigest(connection));
    if (digest != state->digest) return false;
    state_ = *std::move(state);
    return true;
  }

  void TellNotices() const {
    for (const std::string& notice : state_.notices) session_.terminal().Say(notice);
  }

  Compared Same(std::string where) {
    TellNotices();
    Compared result;
    result.where = std::move(where);
    result.objects = state_.objects;
    result.not_compared = state_.not_compared;
    return result;
  }

  absl::StatusOr<Compared> Compare(std::vector<ModelFile> files,
                                   absl::StatusOr<Connection> connection,
                                   const std::string& models) {
    SidesSource source = session_.Sources();
    source.files = std::move(files);
    const bool whole = DifferedLast();
    source.catalog.dependencies = whole;
    source.catalog.digest = &state_.digest;
    source.connect = [&] { return std::move(connection); };
    ASSIGN_OR_RETURN(Sides sides, ReadSides(std::move(source)));
    session_.Phase("models and catalog read");
    state_.notices = UnmodelledNotices(sides.live);
    state_.not_compared = NotCompared(sides.live);
    TellNotices();
    if (whole) {
      ASSIGN_OR_RETURN(Compared result, CompareSides(session_, std::move(sides)));
      if (!result.models.decision.changes.empty()) return result;
      return Agree(std::move(result), models);
    }
    if (!sides.declared) return CompareWhole(session_, *std::move(sides.connection));
    AgainstOptions against = AgainstForCheck(session_);
    against.keep_declared = false;
    Compared result;
    result.where = sides.connection->Describe();
    result.not_compared = state_.not_compared;
    ASSIGN_OR_RETURN(result.models, CompareModels(*std::move(sides.declared), sides.namespaces,
                                                  std::move(sides.live), against, nullptr));
    if (!result.models.decision.changes.empty()) {
      Differ(true);
      return CompareWhole(session_, *std::move(sides.connection));
    }
    session_.Phase("compared");
    return Agree(std::move(result), models);
  }

  Compared Agree(Compared result, const std::string& models) {
    result.objects = state_.objects = result.models.decision.target.objects.size();
    state_.models = models;
    if (!models.empty() && result.models.notices.empty()) SaveState(key_, state_);
    if (DifferedLast()) Differ(false);
    return result;
  }

  std::string DifferenceKey() const { return key_ + "\nthe last difference"; }
  bool DifferedLast() const {
    return !key_.empty() && LoadState(DifferenceKey()).value_or(SavedState()).objects > 0;
  }
  void Differ(bool differs) const {
    SavedState state;
    state.objects = differs ? 1 : 0;
    if (!key_.empty()) SaveState(DifferenceKey(), state);
  }

  Session& session_;
  const Address& address_;
  std::string key_;
  SavedState state_;
};

}  // namespace

absl::StatusOr<Compared> CompareWithDatabase(Session& session, const Address& address) {
  return DatabaseCheck(session, address).Run();
}

}  // namespace autogen
