#include "runner/decide/read_sides.h"

#include <algorithm>
#include <future>

#include "engine/base/error.h"

namespace autogen {
namespace {

// A value that one thread gives and the other waits for; given twice, the first stands.
template <class T>
class Handed {
 public:
  void Give(T value) {
    if (!std::exchange(given_, true)) promise_.set_value(std::move(value));
  }
  T Take() { return future_.get(); }

 private:
  bool given_ = false;
  std::promise<T> promise_;
  std::future<T> future_ = promise_.get_future();
};

struct ModelSide {
  absl::Status status;
  std::vector<Name> namespaces;  // that the models declare
  Managed managed;
  std::string digest;
  std::optional<DeclaredModel> declared;
};

// Whether elaboration learns nothing from these that it does not know by itself.
bool AreOfEveryServer(const std::vector<ExtensionMember>& members) {
  return std::all_of(members.begin(), members.end(), [](const ExtensionMember& member) {
    return member.extension == Name("plpgsql");
  });
}

bool AllInstalled(const ReadModel& models, const KnownExtensions& known) {
  std::vector<Name> extensions = ExtensionsOf(models);
  return std::all_of(extensions.begin(), extensions.end(), [&](Name name) {
    return name == Name("plpgsql") ||
           std::find(known.installed.begin(), known.installed.end(), name) != known.installed.end();
  });
}

// Models of some 200 tables: from here on it pays to read the catalog over two connections.
constexpr size_t kBigModels = 1 << 20;

bool AreBig(const std::vector<ModelFile>& files) {
  size_t size = 0;
  for (const ModelFile& file : files) size += file.text.size();
  return size > kBigModels;
}

class SidesReader {
 public:
  explicit SidesReader(SidesSource source) : source_(std::move(source)) {
    source_.catalog.second_connection = AreBig(source_.files);
  }

  absl::StatusOr<Sides> Run() {
    std::future<ModelSide> reading = std::async(std::launch::async, [this] {
      ModelSide side = ReadModelSide();
      namespaces_.Give(std::nullopt);  // where it failed before it knew them
      return side;
    });
    Sides sides;
    absl::Status server = ReadServerSide(&sides);
    extensions_.Give(std::nullopt);
    ModelSide side = reading.get();
    if (!side.status.ok()) return side.status;
    if (!server.ok()) return server;
    if (reads_ == 1) sides.declared = std::move(side.declared);
    sides.managed = side.managed;
    sides.models_digest = std::move(side.digest);
    // The quick look at the files and the reading of them agree on the schemas, or it is read anew.
    sides.namespaces = NamespacesToRead(side.namespaces, source_.namespaces);
    if (sides.namespaces == read_namespaces_) return sides;
    ReadOptions options = source_.catalog;
    options.namespaces = sides.namespaces;
    ASSIGN_OR_RETURN(sides.live, ReadCatalog(*sides.connection, options));
    return sides;
  }

 private:
  ModelSide ReadModelSide() {
    ModelSide side;
    side.status = [&]() -> absl::Status {
      auto tell = [this](const std::vector<Name>& names) { namespaces_.Give(names); };
      ASSIGN_OR_RETURN(ReadModelPtr models, ReadModels(std::move(source_.files), tell));
      side.namespaces = NamespacesOf(*models);
      side.managed = ManagedOf(*models);
      std::optional<DeclaredModel> by_itself;
      if (source_.digest_models) {
        ASSIGN_OR_RETURN(by_itself, ElaborateByItself(*models, source_.search_path));
        side.digest = ModelsDigest(*by_itself, source_.search_path, source_.namespaces);
      }
      std::optional<KnownExtensions> known = extensions_.Take();
      if (!known || !AllInstalled(*models, *known)) return absl::OkStatus();
      if (by_itself && by_itself->by_itself && AreOfEveryServer(known->members)) {
        by_itself->members = std::move(known->members);
        side.declared = std::move(by_itself);
        return absl::OkStatus();
      }
      ASSIGN_OR_RETURN(side.declared,
                       ElaborateAgainst(std::move(models), *known, source_.search_path));
      return absl::OkStatus();
    }();
    return side;
  }

  absl::Status ReadServerSide(Sides* sides) {
    ASSIGN_OR_RETURN(sides->connection, source_.connect());
    std::optional<std::vector<Name>> declared = namespaces_.Take();
    if (!declared) return absl::OkStatus();  // the models tell what is wrong
    ReadOptions options = source_.catalog;
    options.namespaces = read_namespaces_ = NamespacesToRead(*declared, source_.namespaces);
    options.on_extensions = [this](const Database& live) {
      ++reads_;
      extensions_.Give(ExtensionsIn(live));
    };
    ASSIGN_OR_RETURN(sides->live, ReadCatalog(*sides->connection, options));
    return absl::OkStatus();
  }

  SidesSource source_;
  Handed<std::optional<std::vector<Name>>> namespaces_;
  Handed<std::optional<KnownExtensions>> extensions_;
  std::vector<std::string> read_namespaces_;
  int reads_ = 0;  // one, unless the catalog moved meanwhile
};

}  // namespace

absl::StatusOr<Sides> ReadSides(SidesSource source) { return SidesReader(std::move(source)).Run(); }

}  // namespace autogen
