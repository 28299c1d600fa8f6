#include "tools/autogen/commands/start.h"

#include <algorithm>
#include <map>

#include "codegen/report/changes.h"
#include "codegen/sql/one_line.h"
#include "engine/schema/left_alone.h"
#include "runner/prove/prove.h"
#include "tools/autogen/commands/hand_made.h"
#include "tools/autogen/heads.h"

namespace autogen {
namespace {

absl::Status NotUpToDate(const std::vector<std::string>& current,
                         const std::vector<std::string>& heads) {
  auto list = [](const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text.empty() ? std::string("nothing") : text;
  };
  Finding finding;
  finding.message = "Target database is not up to date.";
  finding.detail =
      "the database is at " + list(current) + ", the migrations' head is " + list(heads);
  finding.hint = "run `autogen upgrade head` first";
  return ToStatus(finding);
}

bool StartsFromExisting(const MigrationsFolder& folder) {
  return std::any_of(folder.migrations.begin(), folder.migrations.end(),
                     [](const Migration& m) { return !m.header.starts_from.empty(); });
}

// Whether there is anything in it that no fresh database has.
bool HoldsObjects(const Database& live) {
  return std::any_of(live.objects.begin(), live.objects.end(),
                     [](const auto& entry) { return entry.first.kind != Kind::kNamespace; });
}

// The database must stand where the folder does.
absl::StatusOr<Connection> ConnectAtHeads(Session& session, const Address& address,
                                          const MigrationsFolder& folder) {
  ASSIGN_OR_RETURN(Connection connection, Connection::Open(address.conninfo));
  ASSIGN_OR_RETURN(std::vector<std::string> current,
                   CurrentHeads(connection, session.RunOptions().table));
  std::vector<std::string> heads = folder.graph.Heads();
  std::sort(current.begin(), current.end());
  if (current != heads) return NotUpToDate(current, heads);
  return connection;
}

absl::StatusOr<Start> FromDatabase(Session& session, const Address& address,
                                   const MigrationsFolder& folder, const StartOptions& options) {
  std::string digest;
  SidesSource source = session.Sources();
  ASSIGN_OR_RETURN(source.files, LoadModelFiles(session.models_folder()));
  source.catalog.digest = &digest;
  source.digest_models = true;
  source.connect = [&] { return ConnectAtHeads(session, address, folder); };
  ASSIGN_OR_RETURN(Sides sides, ReadSides(std::move(source)));
  Start start;
  start.where = sides.connection->Describe();
  if (folder.migrations.empty()) {
    start.existing = HoldsObjects(sides.live);
    if (start.existing)
      session.terminal().Tell("starts", "from an existing database, " + start.where);
  } else if (!options.adopt_drift && !StartsFromExisting(folder)) {
    session.Phase("models and catalog read");
    RETURN_IF_ERROR(CheckHandMade(session, folder, sides));
    session.Phase("hand-made changes looked for");
  }
  start.declared = std::move(sides.declared);
  if (!start.declared) {
    ASSIGN_OR_RETURN(start.models, session.Models());
  }
  start.namespaces = std::move(sides.namespaces);
  start.models_digest = std::move(sides.models_digest);
  start.live = std::move(sides.live);
  return start;
}

}  // namespace

absl::StatusOr<Start> FindStart(Session& session, const MigrationsFolder& folder,
                                const StartOptions& options) {
  if (!options.from_migrations) {
    ASSIGN_OR_RETURN(std::optional<Address> address, session.FindAddress());
    if (address) return FromDatabase(session, *address, folder, options);
  }
  Start start;
  start.where = "the migrations";
  ASSIGN_OR_RETURN(start.models, session.Models());
  ASSIGN_OR_RETURN(
      start.models_digest,
      ModelsDigest(*start.models, session.AgainstModels().search_path, session.Schemas()));
  ASSIGN_OR_RETURN(start.live, ReadHeads(session, folder, 0, session.RunOptions()));
  return start;
}

absl::StatusOr<ModelsAgainst> CompareWithStart(Start* start, const AgainstOptions& options,
                                               const ScratchProvider& scratch) {
  if (!start->declared) {
    return CompareModels(*start->models, std::move(start->live), options, scratch);
  }
  return CompareModels(*std::move(start->declared), start->namespaces, std::move(start->live),
                       options, scratch);
}

namespace {

// What goes along with a table that is itself left alone need not be named.
bool IsOfOneLeftAlone(const Database& live, const ObjectId& id) {
  auto is_left = [&](Name schema, Name relation) {
    for (Kind kind : {Kind::kTable, Kind::kView, Kind::kMaterializedView}) {
      if (RestsOn(live, RelationId(kind, schema, relation)) != nullptr) return true;
    }
    return false;
  };
  const Object* object = live.Find(id);
  if (object == nullptr) return is_left(id.schema, id.scope);
  if (const auto* sequence = std::get_if<Sequence>(object)) {
    return is_left(sequence->schema, sequence->owned_by.table);
  }
  if (id.kind != Kind::kConstraint && id.kind != Kind::kIndex && id.kind != Kind::kTrigger) {
    return false;
  }
  const QualifiedName relation = RelationOf(*object);
  return is_left(relation.schema, relation.name);
}

// "view a (partitioned table p), index i (collation c) and 3 more"
std::string LeftAloneText(const Database& live) {
  constexpr size_t kMost = 5;
  size_t count = 0;
  std::string text;
  for (const LeftAlone& left : live.left_alone) {
    if (IsOfOneLeftAlone(live, left.id) || ++count > kMost) continue;
    text += (text.empty() ? "" : ", ") + std::string(KindName(left.id.kind)) + " " +
            Label(left.id) + " (" + left.rests_on + ")";
  }
  return count > kMost ? text + " and " + std::to_string(count - kMost) + " more" : text;
}

}  // namespace

std::vector<std::string> UnmodelledNotices(const Database& live) {
  std::vector<std::string> notices;
  std::map<std::string, std::vector<std::string>> by_kind;
  for (const Unmodelled& object : live.unmodelled) by_kind[object.kind].push_back(object.label);
  for (const auto& [kind, labels] : by_kind) {
    constexpr size_t kMost = 5;
    std::string text = "notice: not compared, since models cannot say it yet: " + kind + " ";
    for (size_t i = 0; i < std::min(labels.size(), kMost); ++i) text += (i ? ", " : "") + labels[i];
    if (labels.size() > kMost) text += " and " + std::to_string(labels.size() - kMost) + " more";
    notices.push_back(OneLine(std::move(text)));
  }
  if (std::string left = LeftAloneText(live); !left.empty()) {
    notices.push_back(
        OneLine("notice: left alone unless the models name it, since it rests on what they cannot "
                "say yet: " +
                left));
  }
  if (live.other_namespaces.empty()) return notices;
  std::string text = "notice: not compared, since no model names them: schema ";
  for (size_t i = 0; i < live.other_namespaces.size(); ++i) {
    text += (i ? ", " : "") + live.other_namespaces[i].str();
  }
  notices.push_back(OneLine(std::move(text)));
  return notices;
}

std::string NotCompared(const Database& live) {
  std::map<std::string, int> by_kind;
  for (const Unmodelled& object : live.unmodelled) ++by_kind[object.kind];
  std::string text;
  for (const auto& [kind, count] : by_kind) {
    text += (text.empty() ? "" : ", ") + kind;
    if (count > 1) text += " (" + std::to_string(count) + ")";
  }
  return text;
}

std::string Agreement(const std::string& nothing, const std::string& not_compared) {
  return nothing + (not_compared.empty() ? "" : " in what models can say") + ": the models and ";
}

std::string Besides(const std::string& not_compared) {
  return not_compared.empty() ? "" : "; not compared: " + not_compared;
}

void TellUnmodelled(const Terminal& terminal, const Database& live) {
  for (const std::string& notice : UnmodelledNotices(live)) terminal.Say(notice);
}

}  // namespace autogen
