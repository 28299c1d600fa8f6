#include "codegen/report/review.h"

#include <algorithm>
#include <functional>

#include "engine/schema/json.h"
#include "engine/sql/lexer.h"
#include "engine/sql/parse.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

using tree::Node;
using tree::NodeType;

// Relations that a file has made so far.
class Made {
 public:
  void Add(const QualifiedName& name) { names_.push_back(name); }
  bool Has(const QualifiedName& name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
  }

 private:
  std::vector<QualifiedName> names_;
};

QualifiedName MadeBy(const Node& statement, Name first_schema) {
  const Node* relation = nullptr;
  if (statement.Is(NodeType::kCreateStmt)) relation = statement.Child(tree::CreateStmt::kRelation);
  if (statement.Is(NodeType::kCreateTableAsStmt)) {
    const Node* into = statement.Child(tree::CreateTableAsStmt::kInto);
    if (into != nullptr) relation = into->Child(tree::IntoClause::kRel);
  }
  if (relation == nullptr) return {};
  Name schema(relation->Text(tree::RangeVar::kSchemaname));
  return {schema.empty() ? first_schema : schema, Name(relation->Text(tree::RangeVar::kRelname))};
}

bool Says(const std::vector<Token>& tokens, std::vector<std::string_view> words) {
  return std::search(tokens.begin(), tokens.end(), words.begin(), words.end(),
                     [](const Token& token, std::string_view word) { return token.Is(word); }) !=
         tokens.end();
}

// See: PostgreSQL manual, ALTER TABLE, Notes; CREATE INDEX, Building Indexes Concurrently.
std::string SaferForm(const std::string& sql, const ReviewedStatement& reviewed) {
  bool blocks = std::any_of(reviewed.locks.begin(), reviewed.locks.end(),
                            [](const RelationLock& lock) { return BlocksWrites(lock.mode); });
  absl::StatusOr<std::vector<Token>> tokens = Tokenize(sql);
  if (!blocks || !tokens.ok()) return "";
  if (!reviewed.rewrites.empty()) {
    return "add a column beside it, fill it in batches, and swap the names";
  }
  if (reviewed.scans.empty()) return "";
  if (Says(*tokens, {"create", "index"}) || Says(*tokens, {"create", "unique", "index"})) {
    return "CREATE INDEX CONCURRENTLY, below a line `-- no transaction`: writes go on meanwhile";
  }
  if (Says(*tokens, {"set", "not", "null"})) {
    return "a CHECK (… IS NOT NULL) NOT VALID, validated in a migration before this one, spares "
           "the scan under the lock";
  }
  if (Says(*tokens, {"foreign", "key"}) || Says(*tokens, {"check"})) {
    return "add it NOT VALID, and VALIDATE CONSTRAINT in a migration of its own";
  }
  if (Says(*tokens, {"unique"}) || Says(*tokens, {"primary", "key"})) {
    return "build the index CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX";
  }
  return "";
}

ReviewedStatement ReviewOne(const std::string& sql, Name first_schema, Made* made) {
  ReviewedStatement reviewed;
  reviewed.sql = sql;
  FactsContext context;
  context.first_schema = first_schema;
  absl::StatusOr<Facts> facts = FactsOf(sql, context);
  reviewed.known = facts.ok() && facts->known;
  if (!facts.ok()) return reviewed;
  for (const RelationLock& lock : facts->locks) {
    if (!made->Has(lock.relation)) reviewed.locks.push_back(lock);
  }
  auto old = [made](const QualifiedName& name) { return !made->Has(name); };
  std::copy_if(facts->rewrites.begin(), facts->rewrites.end(),
               std::back_inserter(reviewed.rewrites), old);
  std::copy_if(facts->scans.begin(), facts->scans.end(), std::back_inserter(reviewed.scans), old);
  reviewed.safer = SaferForm(sql, reviewed);
  absl::StatusOr<tree::Tree> tree = ParseStatements(sql);
  if (!tree.ok()) return reviewed;
  for (const Node* raw : tree->root().Children(tree::ParseResult::kStmts)) {
    const Node* node = raw->Child(tree::RawStmt::kStmt);
    if (node != nullptr) made->Add(MadeBy(*node, first_schema));
  }
  return reviewed;
}

Name FirstSchema(const Migration& migration) {
  const std::vector<std::string>& path = migration.header.search_path;
  return path.empty() ? Name("public") : Name(path.front());
}

// Words with names in them, which nothing keeps from looking like Markdown.
std::string Plain(std::string_view words) {
  std::string text;
  for (char c : words) {
    if (static_cast<unsigned char>(c) < 0x20) {
      text += ' ';
    } else if (c == '<') {
      text += "&lt;";
    } else {
      if (c == '|' || c == '`' || c == '*') text += '\\';
      text += c;
    }
  }
  return text;
}

std::string Shown(const QualifiedName& name, Name first_schema) {
  std::string text = name.schema == first_schema ? "" : QuoteIdentifier(name.schema) + ".";
  return Plain(text + QuoteIdentifier(name.name));
}

// A fence that nothing in the text closes.
std::string FenceFor(std::string_view text) {
  std::string fence = "```";
  while (text.find(fence) != std::string_view::npos) fence += '`';
  return fence;
}

// A statement's beginning, for a cell of a table.
std::string Cell(const std::string& sql) {
  constexpr size_t kLongest = 90;
  std::string text;
  for (char c : sql) {
    if (static_cast<unsigned char>(c) <= ' ') {
      if (!text.empty() && text.back() != ' ') text += ' ';
    } else {
      text += c == '|' ? "\\|" : c == '`' ? "'" : std::string(1, c);
    }
  }
  if (text.size() <= kLongest) return "`" + text + "`";
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  if (end > 0 && text[end - 1] == '\\') --end;
  return "`" + text.substr(0, end) + "…`";
}

std::string LockCell(const ReviewedStatement& statement, Name first_schema) {
  if (!statement.known) return "not known";
  std::string text;
  for (const RelationLock& lock : statement.locks) {
    text += (text.empty() ? "" : "<br>") + std::string(Words(lock.mode)) + " on " +
            Shown(lock.relation, first_schema);
    if (BlocksReads(lock.mode)) {
      text += ": no reads, no writes";
    } else if (BlocksWrites(lock.mode)) {
      text += ": no writes";
    }
  }
  return text.empty() ? "none" : text;
}

std::string RowsCell(const ReviewedStatement& statement, Name first_schema) {
  std::string text;
  for (const QualifiedName& name : statement.rewrites) {
    text += (text.empty() ? "" : ", ") + std::string("rewrites ") + Shown(name, first_schema);
  }
  for (const QualifiedName& name : statement.scans) {
    if (std::find(statement.rewrites.begin(), statement.rewrites.end(), name) !=
        statement.rewrites.end()) {
      continue;
    }
    text += (text.empty() ? "" : ", ") + std::string("reads all of ") + Shown(name, first_schema);
  }
  return text;
}

std::string HazardList(const std::vector<Hazard>& hazards) {
  std::string out;
  for (const Hazard& hazard : hazards)
    out += "- **" + hazard.id + "**: " + Plain(hazard.words) + "\n";
  return out.empty() ? "- no hazards\n" : out;
}

std::string Direction(const std::string& title, const MigrationFile& file, Name first_schema) {
  std::string out = "### " + title + "\n\n" + HazardList(file.hazards) + "\n";
  std::vector<ReviewedStatement> statements = ReviewStatements(file, first_schema);
  if (statements.empty()) return out + "No statements.\n\n";
  out += "| statement | lock on what was there before | rows |\n|---|---|---|\n";
  std::string safer;
  for (const ReviewedStatement& statement : statements) {
    out += "| " + Cell(statement.sql) + " | " + LockCell(statement, first_schema) + " | " +
           RowsCell(statement, first_schema) + " |\n";
    if (statement.safer.empty()) continue;
    safer += "- " + Cell(statement.sql) + ": " + statement.safer + "\n";
  }
  if (!safer.empty()) out += "\nSafer on a large table:\n\n" + safer;
  return out + "\n";
}

std::string Folded(const std::string& title, const MigrationFile& file) {
  std::string sql;
  for (const Unit& unit : file.units) {
    if (!unit.transaction) {
      sql += "-- no transaction\n";
    } else if (!sql.empty()) {
      sql += "-- transaction\n";
    }
    for (const UnitStatement& statement : unit.statements) sql += statement.text + ";\n\n";
  }
  while (sql.ends_with("\n")) sql.pop_back();
  const std::string fence = FenceFor(sql);
  return "<details><summary>" + title + "</summary>\n\n" + fence + "sql\n" + sql + "\n" + fence +
         "\n\n</details>\n\n";
}

std::string List(size_t count, const std::function<std::string(size_t)>& item) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += (i == 0 ? "" : ", ") + item(i);
  return "[" + text + "]";
}

std::string NamesJson(const std::vector<QualifiedName>& names) {
  return List(names.size(), [&](size_t i) {
    return JsonString(names[i].schema.str() + "." + names[i].name.str());
  });
}

std::string StatementJson(const ReviewedStatement& statement) {
  std::string locks = List(statement.locks.size(), [&](size_t i) {
    const RelationLock& lock = statement.locks[i];
    return "{\"relation\": " +
           JsonString(lock.relation.schema.str() + "." + lock.relation.name.str()) +
           ", \"mode\": " + JsonString(Words(lock.mode)) + "}";
  });
  std::string text = "{\"sql\": " + JsonString(statement.sql) +
                     ", \"unit\": " + std::to_string(statement.unit + 1) +
                     ", \"known\": " + (statement.known ? "true" : "false") +
                     ", \"locks\": " + locks + ", \"rewrites\": " + NamesJson(statement.rewrites) +
                     ", \"scans\": " + NamesJson(statement.scans);
  if (!statement.safer.empty()) text += ", \"safer\": " + JsonString(statement.safer);
  return text + "}";
}

std::string DirectionJson(const MigrationFile& file, Name first_schema) {
  std::vector<ReviewedStatement> statements = ReviewStatements(file, first_schema);
  std::string hazards = List(file.hazards.size(), [&](size_t i) {
    return "{\"id\": " + JsonString(file.hazards[i].id) +
           ", \"words\": " + JsonString(file.hazards[i].words) + "}";
  });
  return "{\"file\": " + JsonString(file.path) + ", \"hazards\": " + hazards +
         ", \"statements\": " +
         List(statements.size(), [&](size_t i) { return StatementJson(statements[i]); }) + "}";
}

}  // namespace

std::vector<ReviewedStatement> ReviewStatements(const MigrationFile& file, Name first_schema) {
  std::vector<ReviewedStatement> reviewed;
  Made made;
  for (size_t unit = 0; unit < file.units.size(); ++unit) {
    for (const UnitStatement& statement : file.units[unit].statements) {
      reviewed.push_back(ReviewOne(statement.text, first_schema, &made));
      reviewed.back().unit = static_cast<int>(unit);
    }
  }
  return reviewed;
}

std::string ReviewMarkdown(const Migration& migration) {
  const MigrationHeader& header = migration.header;
  Name schema = FirstSchema(migration);
  std::string out = "## Migration `" + header.revision + "`: " + Plain(header.message) + "\n\n";
  out += "**Proof:** " + (header.proof.empty() ? "none" : header.proof) + "\n\n";
  out += Direction("Upgrade", migration.upgrade, schema);
  out += Direction("Downgrade", migration.downgrade, schema);
  return out + Folded("SQL of the upgrade", migration.upgrade) +
         Folded("SQL of the downgrade", migration.downgrade);
}

std::string ReviewJson(const Migration& migration) {
  const MigrationHeader& header = migration.header;
  Name schema = FirstSchema(migration);
  return "{\"revision\": " + JsonString(header.revision) +
         ", \"message\": " + JsonString(header.message) +
         ", \"proof\": " + JsonString(header.proof) +
         ", \"upgrade\": " + DirectionJson(migration.upgrade, schema) +
         ", \"downgrade\": " + DirectionJson(migration.downgrade, schema) + "}";
}

}  // namespace autogen
