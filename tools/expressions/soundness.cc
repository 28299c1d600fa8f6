#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "engine/base/error.h"
#include "engine/sql/quote.h"
#include "tools/expressions/judge.h"
#include "tools/expressions/mutate.h"

// corpus_soundness [--verbose] [--pathless] COUNT SEED FILE…: makes COUNT texts out of the rows'
// and asks a server what it keeps of each. Wrong: two that have one normal form, of which it keeps
// different things; what it prints is read once more before it is compared, as dumps are. Wrong,
// too: a printed text that, in the form in which migrations hold it, is printed otherwise.
// --pathless: texts that name everything, as catalogs are read; else bare names are those of
// public.
namespace autogen {
namespace {

constexpr size_t kBatch = 100;

struct Kept {
  std::string printed, text;
};

// Texts of one place, which compare with each other.
struct Group {
  CorpusRow place;
  std::string relation, type;  // as SQL
  Pool pool;
  std::vector<std::string> columns;
  std::map<std::string, Kept> by_form, by_tree;
  std::set<std::string> seen;
};

struct Tally {
  size_t asked = 0, kept = 0, formed = 0, met = 0, shared = 0, wrong = 0;
  size_t printed = 0, moved = 0;  // texts as PostgreSQL prints them; those that it prints otherwise
};

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Soundness {
 public:
  Soundness(CorpusServer* server, bool pathless, bool verbose, uint32_t seed)
      : server_(server), pathless_(pathless), verbose_(verbose), mutator_(seed) {
    if (pathless) {
      normalizer_ = std::make_unique<Normalizer>(server->tables.database);
    } else {
      normalizer_ =
          std::make_unique<Normalizer>(server->tables.database, std::vector<Name>{"public"});
    }
  }

  absl::Status Add(const std::vector<CorpusRow>& rows) {
    for (const CorpusRow& row : rows) {
      bool other = row.context == "partition-bound" || row.where.find(',') != std::string::npos;
      if (other) continue;
      AddTo(row.context, row);
      if (row.context == "view") AddTo("body", row);
      if (row.context == "check" && row.where == "users") AddTo("trigger-when", row);
    }
    for (auto& [key, group] : groups_) RETURN_IF_ERROR(Prepare(&group));
    return absl::OkStatus();
  }

  absl::Status Run(size_t count) {
    std::vector<Group*> groups;
    for (auto& [key, group] : groups_) {
      for (size_t i = 0; i < 1 + group.pool.texts.size() / 20; ++i) groups.push_back(&group);
    }
    while (tally_.asked < count) {
      Group& group = *groups[mutator_.Below(groups.size())];
      std::vector<std::string> texts;
      for (size_t i = 0; i < kBatch * 4 && texts.size() < kBatch; ++i) {
        const std::string& seed = group.pool.texts[mutator_.Below(group.pool.texts.size())];
        std::string text = mutator_.Mutate(seed, group.pool, group.columns);
        bool fresh = text.size() < 2000 && group.seen.insert(text).second;
        if (fresh) texts.push_back(std::move(text));
      }
      RETURN_IF_ERROR(Try(&group, texts));
    }
    return absl::OkStatus();
  }

  const Tally& tally() const { return tally_; }

 private:
  void AddTo(const std::string& context, const CorpusRow& row) {
    bool typed = context == "default" || context == "generated";
    Group& group = groups_[context + " " + (typed ? row.where : Relation(row))];
    group.place = row;
    group.place.context = context;
    for (const std::string& text : row.texts) {
      bool whole = text.starts_with("check (") || text.starts_with("CHECK (");
      if (!whole) group.pool.Add(InPlace(context, text));
    }
  }

  static std::string InPlace(const std::string& context, const std::string& text) {
    std::string word = text.substr(0, 5);
    for (char& c : word) c = static_cast<char>(c | 32);
    return context == "index" && word != "using" ? "USING btree (" + text + ")" : text;
  }

  static std::string Relation(const CorpusRow& row) {
    std::string name = row.where.substr(0, row.where.find(':'));
    bool column = row.context == "default" || row.context == "generated";
    if (column) name = name.substr(0, name.rfind('.'));
    return name.find('.') == std::string::npos ? "public." + name : name;
  }

  // Where the group's texts stand, in SQL; and what its rows' texts are under the path.
  absl::Status Prepare(Group* group) {
    group->relation = Relation(group->place);
    size_t colon = group->place.where.find(':');
    if (colon != std::string::npos) {
      group->type = group->place.where.substr(colon + 1);
    } else if (group->place.context == "default") {
      std::string column = group->place.where.substr(group->place.where.rfind('.') + 1);
      ASSIGN_OR_RETURN(
          QueryResult type,
          server_->connection->Query(
              "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = " +
              QuoteLiteral(group->relation) + "::regclass AND attname = " + QuoteLiteral(column)));
      if (!type.rows.empty()) group->type = *type.rows[0][0];
    }
    ASSIGN_OR_RETURN(
        QueryResult columns,
        server_->connection->Query(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attnum > 0 AND attrelid = " +
            QuoteLiteral(group->relation) + "::regclass"));
    for (const auto& row : columns.rows) group->columns.push_back(*row[0]);
    Pool printed;
    std::vector<std::string> texts;
    for (const std::string& text : group->pool.texts) {
      if (!pathless_) group->seen.insert(text);
      texts.push_back(text);
    }
    ASSIGN_OR_RETURN(QueryResult words, Ask(*group, texts, pathless_));
    for (const auto& row : words.rows) {
      if (row[1]) printed.Add(*row[1]);
      if (row[2]) printed.Add(*row[2]);
    }
    if (pathless_) group->pool = std::move(printed);
    if (group->pool.texts.empty()) group->pool.texts.push_back("1");
    texts = group->pool.texts;
    return Try(group, texts);
  }

  // Each text's number, what is printed of it, and of that. `read_bare`: bare names are public's
  // when it is read first.
  absl::StatusOr<QueryResult> Ask(const Group& group, const std::vector<std::string>& texts,
                                  bool read_bare) {
    std::string values;
    for (size_t i = 0; i < texts.size(); ++i) {
      values += (i == 0 ? "(" : ",\n(") + std::to_string(i) + "," + QuoteLiteral(texts[i]) + ")";
    }
    std::string print_path = pathless_ ? "''" : "'public'";
    auto word = [&](const char* text, const std::string& read_path) {
      return "public.word(" + QuoteLiteral(group.place.context) + "," +
             QuoteLiteral(group.relation) + "," + QuoteLiteral(group.type) + "," + text + "," +
             read_path + "," + print_path + ")";
    };
    std::string sql = "SELECT i, p, " + word("p", print_path) + " FROM (SELECT i, " +
                      word("t", read_bare ? "'public'" : print_path) + " AS p FROM (VALUES " +
                      values + ") v(i, t) OFFSET 0) s ORDER BY i";
    return server_->connection->Query(sql);
  }

  std::optional<std::string> FormOf(const Group& group, const std::string& text) const {
    if (group.place.context != "body") {
      return NormalFormOf(group.place, text, server_->tables, *normalizer_);
    }
    Routine routine;
    routine.schema = "public";
    routine.name = "zz";
    routine.returns = {"pg_catalog", "record", {}, false};
    TextPlace place;
    place.kind = TextPlace::Kind::kBody;
    place.routine = &routine;
    return normalizer_->Normalize(Whole(group, text), place);
  }

  // Whose texts are wholly of one form; nullopt: of those with a syntax of their own.
  static std::optional<SqlForm> FormOf(const Group& group) {
    const std::string& context = group.place.context;
    if (context == "index" || context == "statistics" || context == "rule") return std::nullopt;
    if (context == "body") return SqlForm::kStatements;
    return context == "view" ? SqlForm::kQuery : SqlForm::kExpression;
  }

  static std::string Whole(const Group& group, const std::string& text) {
    return group.place.context == "body" ? "BEGIN ATOMIC " + text + "\n; END" : text;
  }

  std::optional<std::string> TreeOf(const Group& group, const std::string& text) const {
    std::optional<SqlForm> form = FormOf(group);
    return pathless_ && form ? NormalForm(Whole(group, text), *form) : std::nullopt;
  }

  // What migrations hold of a printed text must be printed so again.
  absl::Status TryFixpoints(const Group& group, const QueryResult& words) {
    std::optional<SqlForm> form = FormOf(group);
    if (!form || group.place.context == "body") return absl::OkStatus();
    std::vector<std::string> printed, written;
    for (const auto& row : words.rows) {
      if (!row[1]) continue;
      printed.push_back(*row[1]);
      written.push_back(FixpointText(*row[1], *form));
    }
    if (printed.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(QueryResult again, Ask(group, written, false));
    for (size_t i = 0; i < printed.size(); ++i) {
      ++tally_.printed;
      if (again.rows[i][1] == printed[i]) continue;
      ++tally_.moved;
      std::printf("MOVED: %s %s %s\n    %s\n  written as\n    %s\n  printed as\n    %s\n",
                  group.place.context.c_str(), group.place.where.c_str(), group.type.c_str(),
                  printed[i].c_str(), written[i].c_str(),
                  again.rows[i][1].value_or("(refused)").c_str());
    }
    return absl::OkStatus();
  }

  absl::Status Try(Group* group, const std::vector<std::string>& texts) {
    if (texts.empty()) return absl::OkStatus();
    absl::StatusOr<QueryResult> words = Ask(*group, texts, false);
    if (!words.ok()) {  // a text that ends the connection's patience: each by itself
      tally_.asked += texts.size();
      return server_->connection->alive() ? absl::OkStatus() : words.status();
    }
    RETURN_IF_ERROR(TryFixpoints(*group, *words));
    for (size_t i = 0; i < texts.size(); ++i) {
      ++tally_.asked;
      const auto& row = words->rows[i];
      if (!row[1]) continue;
      ++tally_.kept;
      // A mutant that is SQL may be made into others.
      if (group->pool.texts.size() < 20000) group->pool.texts.push_back(texts[i]);
      const std::string& printed = row[2] ? *row[2] : *row[1];
      std::optional<std::string> form = FormOf(*group, texts[i]);
      Note(*group, "form", form, texts[i], printed, &group->by_form);
      Note(*group, "tree", TreeOf(*group, texts[i]), texts[i], printed, &group->by_tree);
      if (!form) continue;
      ++tally_.formed;
      std::optional<std::string> again = FormOf(*group, *row[1]);
      Note(*group, "form", again, *row[1], printed, &group->by_form);
      bool met = form == again;
      tally_.met += met;
      if (!met && verbose_) {
        std::printf("not met: %s %s\n    %s\n    %s\n", group->place.context.c_str(),
                    group->place.where.c_str(), texts[i].c_str(), row[1]->c_str());
      }
    }
    return absl::OkStatus();
  }

  void Note(const Group& group, const char* what, const std::optional<std::string>& form,
            const std::string& text, const std::string& printed,
            std::map<std::string, Kept>* by_form) {
    if (!form) return;
    auto [at, added] = by_form->try_emplace(*form, Kept{printed, text});
    if (added || at->second.text == text) return;
    ++tally_.shared;
    if (at->second.printed == printed) return;
    ++tally_.wrong;
    std::printf("WRONGLY EQUAL (%s): %s %s %s\n    %s\n    %s\n  kept as\n    %s\n    %s\n", what,
                group.place.context.c_str(), group.place.where.c_str(), group.type.c_str(),
                at->second.text.c_str(), text.c_str(), at->second.printed.c_str(), printed.c_str());
  }

  CorpusServer* server_;
  bool pathless_, verbose_;
  Mutator mutator_;
  std::unique_ptr<Normalizer> normalizer_;
  std::map<std::string, Group> groups_;
  Tally tally_;
};

absl::Status TryFile(const std::string& path, size_t count, uint32_t seed, bool pathless,
                     bool verbose, size_t* wrong) {
  ASSIGN_OR_RETURN(std::vector<CorpusRow> rows, ReadCorpusFile(path));
  std::filesystem::path beside = std::filesystem::path(path).parent_path();
  std::string here = CORPUS_SQL_FOLDER;
  ASSIGN_OR_RETURN(CorpusServer server,
                   StartWithTables(beside / "expression_tables.sql", Read(here + "/shadow.sql")));
  RETURN_IF_ERROR(server.connection->Execute(Read(here + "/judge.sql")));
  Soundness soundness(&server, pathless, verbose, seed);
  RETURN_IF_ERROR(soundness.Add(rows));
  RETURN_IF_ERROR(soundness.Run(count));
  const Tally& tally = soundness.tally();
  std::printf(
      "%s, seed %u: %zu texts asked, %zu are SQL, %zu have a normal form, %zu of them that of what "
      "is printed (%.1f %%); %zu shared a form, %zu wrongly; %zu of %zu move\n",
      path.c_str(), seed, tally.asked, tally.kept, tally.formed, tally.met,
      100.0 * static_cast<double>(tally.met) / static_cast<double>(std::max<size_t>(tally.kept, 1)),
      tally.shared, tally.wrong, tally.moved, tally.printed);
  *wrong += tally.wrong + tally.moved;
  return absl::OkStatus();
}

int Run(int argc, char** argv) {
  bool pathless = false, verbose = false;
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    if (word == "--pathless") {
      pathless = true;
    } else if (word == "--verbose") {
      verbose = true;
    } else {
      words.push_back(word);
    }
  }
  if (words.size() < 3) {
    std::fprintf(stderr, "corpus_soundness [--verbose] [--pathless] COUNT SEED FILE...\n");
    return 2;
  }
  size_t wrong = 0;
  for (size_t i = 2; i < words.size(); ++i) {
    absl::Status status =
        TryFile(words[i], std::strtoull(words[0].c_str(), nullptr, 10),
                static_cast<uint32_t>(std::atoi(words[1].c_str())), pathless, verbose, &wrong);
    if (!status.ok()) {
      Finding finding = ToFinding(status);
      std::fprintf(stderr, "%s\n%s\n", finding.message.c_str(), finding.detail.c_str());
      return 2;
    }
  }
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace autogen

int main(int argc, char** argv) { return autogen::Run(argc, argv); }
