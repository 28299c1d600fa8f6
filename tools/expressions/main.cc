#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "engine/base/error.h"
#include "tools/expressions/judge.h"

// corpus_expressions [--verbose] [--forms] [--version MAJOR] FILE…: asks the normal form, without a
// server, whether the texts of each row are one expression. Wrong: two that differ are called one.
// At least 97 % of those that are one must be told.
namespace autogen {
namespace {

constexpr double kWantedShare = 0.97;

struct Tally {
  int passed = 0, failed = 0;
};

void Show(const char* what, const CorpusRow& row, const CorpusTables& tables,
          const Normalizer& normalizer, bool verbose) {
  std::printf("%s: %s %s %s\n", what, row.id.c_str(), row.context.c_str(), row.where.c_str());
  for (const std::string& text : row.texts) {
    std::printf("    %s\n", text.c_str());
    if (!verbose) continue;
    std::optional<std::string> form = NormalFormOf(row, text, tables, normalizer);
    std::string shown = form.value_or("cannot tell");
    for (char& c : shown) {
      if (c == '\0') c = '.';
    }
    std::printf("      = %s\n", shown.c_str());
  }
}

struct Options {
  bool verbose = false, forms = false;
  int version = 15;  // whose catalog the texts are of
};

absl::Status TryFile(const std::string& path, const Options& options, Tally* tally) {
  ASSIGN_OR_RETURN(std::vector<CorpusRow> rows, ReadCorpusFile(path));
  std::filesystem::path beside = std::filesystem::path(path).parent_path();
  ASSIGN_OR_RETURN(CorpusTables tables, LoadCorpusTables(beside / "expression_tables.sql"));
  tables.database.server_version = options.version * 10000;
  Normalizer normalizer(tables.database, {"public"});
  int same = 0, decided = 0;
  for (const CorpusRow& row : rows) {
    bool equal = true;
    for (size_t i = 1; i < row.texts.size(); ++i) {
      equal = equal && IsEqual(row, row.texts[0], row.texts[i], tables, normalizer);
    }
    bool wrong = equal && !row.same;
    if (options.forms) Show("row", row, tables, normalizer, true);
    ++(wrong ? tally->failed : tally->passed);
    if (row.same) {
      ++same;
      decided += equal;
      if (!equal) Show("not decided", row, tables, normalizer, options.verbose);
    }
    if (wrong) Show("WRONGLY EQUAL", row, tables, normalizer, options.verbose);
  }
  double share = same == 0 ? 1 : static_cast<double>(decided) / same;
  std::printf("%s: %d of %d same rows decided without a server (%.1f %%)\n", path.c_str(), decided,
              same, 100 * share);
  if (share < kWantedShare) ++tally->failed;
  return absl::OkStatus();
}

int Run(int argc, char** argv) {
  Options options;
  Tally tally;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--verbose") == 0) {
      options.verbose = true;
      continue;
    }
    if (std::strcmp(argv[i], "--forms") == 0) {
      options.forms = true;
      continue;
    }
    if (std::strcmp(argv[i], "--version") == 0 && i + 1 < argc) {
      options.version = std::atoi(argv[++i]);
      continue;
    }
    absl::Status status = TryFile(argv[i], options, &tally);
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", ToFinding(status).message.c_str());
      return 2;
    }
  }
  std::printf("%d passed, %d failed\n", tally.passed, tally.failed);
  return tally.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace autogen

int main(int argc, char** argv) { return autogen::Run(argc, argv); }
