#include <algorithm>
#include <charconv>

#include "engine/definition/definition.h"
#include "engine/sql/type_name.h"
#include "model-schemas/read_kinds.h"

namespace autogen {
namespace {

const std::vector<std::string_view> kVolatilities = {"immutable", "stable", "volatile"};
const std::vector<std::string_view> kParallel = {"unsafe", "restricted", "safe"};

// The key's arguments, or the attribute that has more than their types.
void ReadArgumentsOf(const Node& key, size_t open, Fields* fields, Routine* routine,
                     Reading* reading) {
  size_t close = key.text.rfind(')');
  if (close == std::string::npos || close < open || close + 1 != key.text.size()) {
    reading->findings.Add(PlaceOf(key), "the arguments of " + Ticked(key.text) + " are not closed");
    return;
  }
  auto of_key = ReadArguments(std::string_view(key.text).substr(open + 1, close - open - 1));
  if (!of_key.ok()) {
    ReportSql(of_key.status(), key, open + 1, reading);
    return;
  }
  routine->arguments = std::move(*of_key);
  if (!fields || !fields->Has("arguments")) return;
  SqlText text(*fields->Get("arguments"));
  for (const Node* argument : fields->Texts("arguments")) {
    if (!text.empty()) text.Add(",");
    text.Add(*argument);
  }
  auto whole = ReadArguments(text.text());
  if (!whole.ok()) {
    text.Report(whole.status(), reading);
    return;
  }
  Name in_key = Signature(*routine);
  routine->arguments = std::move(*whole);
  if (Name in_list = Signature(*routine); in_list != in_key) {
    reading->findings.Add(PlaceOf(*fields->KeyNode("arguments")),
                          "the key's input types " + in_key.str() +
                              " are not those of `arguments`, " + in_list.str());
  }
}

double ReadNumber(Fields* fields, std::string_view key) {
  const Node* text = fields->Text(key);
  if (!text) return 0;
  double number = 0;
  const char* end = text->text.data() + text->text.size();
  auto [at, error] = std::from_chars(text->text.data(), end, number);
  if (error == std::errc() && at == end && number > 0) return number;
  fields->reading()->findings.Add(PlaceOf(*text), Ticked(key) + " is a number above 0");
  return 0;
}

std::string_view TrimEnd(std::string_view text) {
  size_t end = text.find_last_not_of(" \t\r\n");
  return end == text.npos ? std::string_view() : text.substr(0, end + 1);
}

// Several lines stand between `$$`, a line break, and `$$`; one line between the `$$` directly; any
// other text shows its dollar quotes itself.
std::string BodyOf(std::string_view text) {
  std::string_view trimmed = TrimEnd(text);
  if (trimmed.starts_with('$')) {
    size_t tag_end = trimmed.find('$', 1);
    if (tag_end != trimmed.npos) {
      std::string_view tag = trimmed.substr(0, tag_end + 1);
      if (trimmed.size() >= 2 * tag.size() && trimmed.ends_with(tag)) {
        trimmed.remove_prefix(tag.size());
        trimmed.remove_suffix(tag.size());
        return std::string(trimmed);
      }
    }
  }
  if (text.find('\n') == text.npos) return std::string(text);
  if (trimmed.find('\n') == trimmed.npos) return std::string(trimmed);
  return "\n" + std::string(text);
}

// Parameters whose names PostgreSQL spells with capitals, however they were written.
std::string ParameterName(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  if (name == "timezone") return "TimeZone";
  if (name == "datestyle") return "DateStyle";
  if (name == "intervalstyle") return "IntervalStyle";
  return name;
}

void ReadSettings(Fields* fields, Routine* routine) {
  Options values = fields->PlainOptions("set");
  const Node* set = fields->Get("set");
  if (set == nullptr) return;
  for (const Entry& entry : set->entries) {  // in the written order
    const std::string name(entry.key->text);
    if (values.contains(name)) routine->set[ParameterName(name)] = values[name];
  }
}

// body, or sql_body, or obj_file and link_symbol.
void ReadBody(Fields* fields, Routine* routine) {
  const Node* body = fields->Text("body");
  if (body) routine->body = BodyOf(body->text);
  routine->sql_body = fields->Sql("sql_body");
  routine->obj_file = fields->Plain("obj_file");
  routine->link_symbol = fields->Plain("link_symbol");
  int said = fields->Has("body") + fields->Has("sql_body") + fields->Has("obj_file");
  if (said == 1) return;
  fields->reading()->findings.Add(
      PlaceOf(fields->node()),
      fields->what() + (said == 0 ? " has no body" : " has more than one body"),
      "it is one of `body`, `sql_body`, or `obj_file` with `link_symbol`");
}

void ReadTypes(Fields* fields, Routine* routine) {
  for (const Node* text : fields->Texts("transform")) {
    auto type = ParseTypeName(text->text);
    if (!type.ok()) {
      ReportSql(type.status(), *text, 0, fields->reading());
    } else {
      routine->transform_types.push_back(*type);
    }
  }
}

bool HasOutput(const Routine& routine) {
  return std::any_of(routine.arguments.begin(), routine.arguments.end(), [](const Argument& a) {
    return a.mode != ArgumentMode::kIn && a.mode != ArgumentMode::kVariadic;
  });
}

void ReadResult(Fields* fields, Routine* routine) {
  const Node* returns = fields->Text("returns");
  if (routine->kind == Kind::kProcedure) {
    if (returns) {
      fields->reading()->findings.Add(PlaceOf(*fields->KeyNode("returns")),
                                      "a procedure returns nothing",
                                      "give it an `out` argument, or make it a function");
    }
    return;
  }
  if (returns) {
    absl::Status status = ReadReturns(returns->text, routine);
    if (!status.ok()) ReportSql(status, *returns, 0, fields->reading());
  } else if (!fields->Has("returns") && !HasOutput(*routine)) {
    fields->reading()->findings.Add(PlaceOf(fields->node()), fields->what() + " has no `returns`",
                                    "a function without a result returns void");
  }
}

void ReadAttributes(Fields* fields, Routine* routine) {
  ReadResult(fields, routine);
  routine->language = fields->OneName("language");
  ReadTypes(fields, routine);
  routine->window = fields->Flag("window");
  routine->volatility = static_cast<Volatility>(fields->OneOf("volatility", kVolatilities, 2));
  routine->strict = fields->Flag("strict");
  routine->security_definer = fields->Flag("security_definer");
  routine->leakproof = fields->Flag("leakproof");
  routine->parallel = static_cast<ParallelSafety>(fields->OneOf("parallel", kParallel, 0));
  routine->cost = ReadNumber(fields, "cost");
  routine->rows = ReadNumber(fields, "rows");
  routine->support = fields->AnyName("support");
  ReadSettings(fields, routine);
  ReadBody(fields, routine);
  if (!routine->language.empty()) return;
  if (!routine->sql_body.empty()) {
    routine->language = "sql";
  } else if (!fields->Has("language")) {
    fields->reading()->findings.Add(PlaceOf(fields->node()), fields->what() + " has no `language`",
                                    "it is sql, plpgsql …");
  }
}

}  // namespace

void ReadRoutine(const Node& key, const Node& value, Kind kind, Reading* reading) {
  std::string what = std::string(KindName(kind)) + " " + Ticked(key.text);
  size_t open = ArgumentsIn(key.text);
  if (open == std::string::npos) {
    reading->findings.Add(PlaceOf(key), what + " has no arguments in its key",
                          "write " + Ticked(std::string(key.text) + "()") + " where it takes none");
    return;
  }
  auto said = ReadKey(reading, key, true, open);
  if (!said) return;
  QualifiedName name = InSchema(*said, *reading);
  if (!value.IsMapping()) {
    reading->findings.Add(PlaceOf(value.IsNull() ? key : value),
                          what + " is a mapping of attributes",
                          "write `returns`, `language`, `body` … each on a line");
    return;
  }
  Fields fields(value, what, reading);
  Routine routine;
  routine.kind = kind;
  routine.schema = name.schema;
  routine.name = name.name;
  ReadArgumentsOf(key, open, &fields, &routine, reading);
  fields.Get("arguments");
  ReadAttributes(&fields, &routine);
  ReadItem& item = reading->Add(std::move(routine), PlaceOf(key), value);
  ReadShared(&fields, kind, {true, true, true, true}, &item);
  fields.Finish();
}

}  // namespace autogen
