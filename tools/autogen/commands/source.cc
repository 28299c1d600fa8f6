#include "tools/autogen/commands/source.h"

#include <array>
#include <cstdio>
#include <memory>

#include "engine/sql/quote.h"
#include "runner/locks/locks.h"
#include "runner/realise/realise.h"
#include "runner/replay/replay.h"
#include "tools/autogen/files.h"
#include "tools/autogen/heads.h"

namespace autogen {
namespace {

std::string ShellQuoted(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

absl::StatusOr<std::string> OutputOf(const std::string& command) {
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (pipe == nullptr) return InputError("cannot run " + command);
  std::string out;
  std::array<char, 4096> buffer;
  while (size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) {
    out.append(buffer.data(), n);
  }
  if (pclose(pipe.release()) != 0) return InputError("failed: " + command);
  return out;
}

// git:REF[:PATH]: the model files as they stood at a commit.
absl::StatusOr<std::vector<ModelFile>> GitFiles(const std::string& text, const Session& session) {
  std::string ref = text.substr(4), folder = session.models_folder();
  if (size_t colon = ref.find(':'); colon != std::string::npos) {
    folder = ref.substr(colon + 1);
    ref.resize(colon);
  }
  ASSIGN_OR_RETURN(std::string list, OutputOf("git ls-tree -r --name-only " + ShellQuoted(ref) +
                                              " -- " + ShellQuoted(folder)));
  std::vector<ModelFile> files;
  for (size_t begin = 0; begin < list.size();) {
    size_t end = list.find('\n', begin);
    std::string path = list.substr(begin, end - begin);
    begin = end + 1;
    if (!path.ends_with(".yaml") && !path.ends_with(".yml")) continue;
    ASSIGN_OR_RETURN(std::string content, OutputOf("git show " + ShellQuoted(ref + ":./" + path)));
    files.push_back({path, std::move(content)});
  }
  return files;
}

// What the scratch server refuses is a mistake in the file.
absl::Status InFile(const absl::Status& refused, const std::string& file) {
  Finding finding = ToFinding(refused);
  if (finding.sqlstate.starts_with("08")) return refused;  // the server is gone
  finding.place.file = file;
  finding.blame = Blame::kInput;
  return ToStatus(finding);
}

ReadOptions Everything(const Session& session) {
  ReadOptions options;
  options.namespaces = session.Schemas();
  if (options.namespaces.empty()) options.namespaces = {"*"};
  options.own_tables = {session.config().version_table, "autogen_history"};
  return options;
}

absl::StatusOr<Database> ModelsAsDatabase(const std::string& text, Session& session) {
  ASSIGN_OR_RETURN(ReadModelPtr models, ReadModelSource(text, session));
  ASSIGN_OR_RETURN(ScratchServer * server, session.Scratch(0));
  ASSIGN_OR_RETURN(ScratchDatabase empty, ScratchDatabase::Create(*server, {}));
  ASSIGN_OR_RETURN(Database nothing, empty.Read());
  AgainstOptions against = session.AgainstModels();
  against.rename_mode = RenameMode::kIgnore;
  ASSIGN_OR_RETURN(ModelsAgainst compared,
                   CompareModels(*models, nothing, against, [&] { return session.Scratch(0); }));
  session.ExpectLocks(LocksFor(compared.decision.target));
  ASSIGN_OR_RETURN(server, session.Scratch(0));
  return RealiseAndRead(*server, compared.decision.target);
}

}  // namespace

SourceType TypeOfSource(const std::string& text) {
  if (text.starts_with("git:")) return SourceType::kGit;
  if (text == "migrations" || text.starts_with("migrations@")) return SourceType::kMigrations;
  if (text.ends_with(".sql")) return SourceType::kSqlFile;
  bool address = text.find("://") != std::string::npos || text.find('=') != std::string::npos;
  return address ? SourceType::kDatabase : SourceType::kModels;
}

absl::StatusOr<ReadModelPtr> ReadModelSource(const std::string& text, const Session& session) {
  if (TypeOfSource(text) == SourceType::kGit) {
    ASSIGN_OR_RETURN(std::vector<ModelFile> files, GitFiles(text, session));
    return ReadModels(files);
  }
  ASSIGN_OR_RETURN(std::vector<ModelFile> files, LoadModelFiles(text));
  return ReadModels(files);
}

absl::StatusOr<Database> ReadSource(const std::string& text, Session& session) {
  switch (TypeOfSource(text)) {
    case SourceType::kModels:
    case SourceType::kGit:
      return ModelsAsDatabase(text, session);
    case SourceType::kDatabase: {
      ASSIGN_OR_RETURN(Address address, ParseAddress(text));
      ASSIGN_OR_RETURN(Connection connection, Connection::Open(address.conninfo));
      return ReadCatalog(connection, Everything(session));
    }
    case SourceType::kMigrations: {
      ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
      size_t at = text.find('@');
      if (at == std::string::npos) return ReadHeads(session, folder, 0, session.RunOptions());
      session.ExpectLocks(LocksFor(folder));
      ASSIGN_OR_RETURN(ScratchServer * server, session.Scratch(0));
      return Replay(*server, folder, text.substr(at + 1), session.RunOptions());
    }
    case SourceType::kSqlFile: {
      ASSIGN_OR_RETURN(std::string sql, ReadFile(text));
      ASSIGN_OR_RETURN(ScratchServer * server, session.Scratch(0));
      ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(*server, {}));
      absl::Status made = scratch.connection().Execute(sql);
      if (!made.ok()) return InFile(made, text);
      return scratch.Read();
    }
  }
  Unreachable();
}

}  // namespace autogen
