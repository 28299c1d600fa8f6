#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codegen/sql/statement.h"
#include "engine/base/sha256.h"
#include "engine/revision/graph.h"

namespace autogen {

// A unit of a migration file: one transaction, or one statement outside any.
struct UnitStatement {
  std::string text;  // without the semicolon
  int line = 0;      // in the file
  // Where :'NAME' of a `-- secret: NAME` stands in the text, in order: bytes [begin, end).
  struct Secret {
    std::string name;
    size_t begin = 0, end = 0;
  };
  std::vector<Secret> secrets;
};
struct Unit {
  bool transaction = true;
  std::vector<UnitStatement> statements;
};

struct MigrationHeader {
  std::string message;
  std::string revision;
  std::vector<std::string> down_revisions, branch_labels, depends_on;
  std::string created;  // "2025-11-23 10:30:45.123456+00:00"
  std::vector<std::string> search_path;
  std::string models, chain;  // "sha256:…"
  std::string proof;          // "both directions, PostgreSQL 15.20", or "none: …"
  std::string starts_from;    // "existing database", or empty
};

// One file as read or to be written.
struct MigrationFile {
  std::string path;
  std::string text;
  std::vector<Unit> units;
  std::vector<Hazard> hazards;   // -- hazard: ID: words
  std::vector<Hazard> accepted;  // -- accept: ID: reason
};

struct Migration {
  MigrationHeader header;
  MigrationFile upgrade, downgrade;
};

struct MigrationsFolder {
  std::vector<Migration> migrations;  // by revision
  RevisionGraph graph;
  const Migration* Find(const std::string& revision) const;
};

// The text of both files. Units come from the statements' begins_unit.
std::string WriteUpgrade(const MigrationHeader& header, const std::vector<Statement>& statements);
std::string WriteDowngrade(const MigrationHeader& header, const std::vector<Statement>& statements);

// Reads one pair. Errors: an unknown header key, a missing half, a file cut short (no statement
// end, a dollar quote that is not closed), psql's \-commands, a marker that is none; each with its
// line.
absl::StatusOr<Migration> ParseMigration(const std::string& upgrade_path,
                                         const std::string& upgrade_text,
                                         const std::string& downgrade_path,
                                         const std::string& downgrade_text);
// All migrations under the folder (subfolders too), every error collected. A folder that is not
// there is empty.
absl::StatusOr<MigrationsFolder> ReadMigrations(const std::string& folder);

// Digest of a migration's statements (not of comments or white space between them): what `chain`
// and the history keep. "sha256:…", as ChainDigest.
std::string StatementsDigest(const Migration& migration);
// chain = sha256 of models, both files' statements and the parents' chains.
std::string ChainDigest(const std::string& models, const std::string& statements,
                        const std::vector<std::string>& parent_chains);

// The `models` of the folder's one head, if every file up to it is as it was written: all `chain`
// lines are those of their statements. nullopt: only a replay can tell what the folder builds.
std::optional<std::string> ModelsAtHead(const MigrationsFolder& folder);

struct FileNameParts {
  std::string revision, message;
  int64_t unix_micros = 0;  // when, already in the wished time zone
};
// `file_template` in Alembic's form: %(year)d %(month).2d … %(rev)s %(slug)s; the slug is cut at
// whole words.
std::string FileStem(const std::string& file_template, const FileNameParts& parts,
                     int truncate_slug_length);
// A hint where the message says nothing ("Update", "Changes", "Fix stuff"); empty: fine.
std::string VagueMessageHint(const std::string& message);

}  // namespace autogen
