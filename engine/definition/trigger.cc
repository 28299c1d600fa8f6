#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/reader.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

absl::Status ReadTiming(Reader& reader, Trigger* trigger) {
  if (reader.Accept("before")) {
    trigger->timing = TriggerTiming::kBefore;
  } else if (reader.Accept("after")) {
    trigger->timing = TriggerTiming::kAfter;
  } else if (reader.Accept("instead", "of")) {
    trigger->timing = TriggerTiming::kInsteadOf;
  } else {
    return reader.Unexpected("before, after or instead of");
  }
  return absl::OkStatus();
}

absl::Status ReadUpdateColumns(Reader& reader, Trigger* trigger) {
  do {
    Name column;
    ASSIGN_OR_RETURN(column, reader.ReadName("a column"));
    trigger->update_columns.push_back(column);
  } while (reader.Accept(","));
  return absl::OkStatus();
}

absl::Status ReadEvents(Reader& reader, Trigger* trigger) {
  do {
    size_t begin = reader.at();
    bool* event = reader.Accept("insert")     ? &trigger->on_insert
                  : reader.Accept("update")   ? &trigger->on_update
                  : reader.Accept("delete")   ? &trigger->on_delete
                  : reader.Accept("truncate") ? &trigger->on_truncate
                                              : nullptr;
    if (event == nullptr) return reader.Unexpected("insert, update, delete or truncate");
    if (*event) {
      return reader.ErrorAt(begin, "the event " + reader.Text(begin, begin + 1) + " is said twice");
    }
    *event = true;
    if (event == &trigger->on_update && reader.Accept("of")) {
      RETURN_IF_ERROR(ReadUpdateColumns(reader, trigger));
    }
  } while (reader.Accept("or"));
  return absl::OkStatus();
}

void ReadDeferral(Reader& reader, Trigger* trigger) {
  while (true) {
    if (reader.Accept("deferrable")) {
      trigger->deferrable = true;
    } else if (reader.Accept("initially", "deferred")) {
      trigger->deferrable = trigger->initially_deferred = true;
    } else if (!reader.Accept("not", "deferrable") && !reader.Accept("initially", "immediate")) {
      return;
    }
  }
}

absl::Status ReadReferencing(Reader& reader, Trigger* trigger) {
  while (reader.At("old") || reader.At("new")) {
    Name* table = reader.At("old") ? &trigger->old_table : &trigger->new_table;
    reader.Skip();
    RETURN_IF_ERROR(reader.Expect("table"));
    reader.Accept("as");
    ASSIGN_OR_RETURN(*table, reader.ReadName("a transition table"));
  }
  return absl::OkStatus();
}

absl::Status ReadForEach(Reader& reader, Trigger* trigger) {
  reader.Accept("each");
  trigger->for_each_row = reader.Accept("row");
  return trigger->for_each_row ? absl::OkStatus() : reader.Expect("statement");
}

// Arguments are texts to the server, however they are written. See: CREATE TRIGGER, arguments.
absl::Status ReadFunction(Reader& reader, Trigger* trigger) {
  RETURN_IF_ERROR(reader.Expect("execute"));
  if (!reader.Accept("function")) RETURN_IF_ERROR(reader.Expect("procedure"));
  ASSIGN_OR_RETURN(trigger->function, reader.ReadFunctionName());
  RETURN_IF_ERROR(reader.Expect("("));
  while (!reader.Accept(")")) {
    if (!trigger->arguments.empty()) RETURN_IF_ERROR(reader.Expect(","));
    const Token& token = reader.Peek();
    bool fits = !reader.done() && (token.IsName() || token.type == TokenType::kNumber ||
                                   token.type == TokenType::kString);
    if (!fits) return reader.Unexpected("a trigger's argument");
    trigger->arguments.push_back(token.value);
    reader.Skip();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Trigger> ReadTrigger(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  Trigger trigger;
  trigger.constraint = reader->Accept("constraint");
  RETURN_IF_ERROR(ReadTiming(*reader, &trigger));
  RETURN_IF_ERROR(ReadEvents(*reader, &trigger));
  if (reader->At("on")) {
    return reader->Error("a trigger's text does not name its table", "leave out \"on <table>\"");
  }
  if (reader->Accept("from")) {
    ASSIGN_OR_RETURN(trigger.from, reader->ReadQualifiedName("a table"));
  }
  ReadDeferral(*reader, &trigger);
  if (reader->Accept("referencing")) RETURN_IF_ERROR(ReadReferencing(*reader, &trigger));
  if (reader->Accept("for")) RETURN_IF_ERROR(ReadForEach(*reader, &trigger));
  if (reader->Accept("when")) {
    ASSIGN_OR_RETURN(trigger.when, reader->ReadParenthesised("a condition"));
  }
  RETURN_IF_ERROR(ReadFunction(*reader, &trigger));
  RETURN_IF_ERROR(reader->Finish("a trigger"));
  if (trigger.constraint && !trigger.for_each_row) {
    return reader->Error("a constraint trigger fires for each row", "write \"for each row\"");
  }
  return trigger;
}

namespace {

SqlKeyword Words(TriggerTiming timing) {
  switch (timing) {
    case TriggerTiming::kBefore:
      return "BEFORE";
    case TriggerTiming::kAfter:
      return "AFTER";
    case TriggerTiming::kInsteadOf:
      return "INSTEAD OF";
  }
  Unreachable();
}

std::string_view StateName(TriggerState state) {
  switch (state) {
    case TriggerState::kOrigin:
      return "origin";
    case TriggerState::kReplica:
      return "replica";
    case TriggerState::kAlways:
      return "always";
    case TriggerState::kDisabled:
      return "disabled";
  }
  Unreachable();
}

void AddEvents(const Trigger& trigger, ClauseList& clauses) {
  std::vector<std::string> events;
  auto add = [&](SqlKeyword word) { events.push_back((clauses.New() << word).Take()); };
  // pg_get_triggerdef() puts DELETE before UPDATE, the manual behind it.
  if (trigger.on_insert) add("INSERT");
  if (trigger.on_delete && !clauses.models()) add("DELETE");
  if (trigger.on_update) {
    Sql update = clauses.New() << "UPDATE";
    const char* separator = " ";
    if (!trigger.update_columns.empty()) update << " OF";
    for (Name column : trigger.update_columns) {
      update << RawSql{separator} << Ident(column);
      separator = ", ";
    }
    events.push_back(update.Take());
  }
  if (trigger.on_delete && clauses.models()) add("DELETE");
  if (trigger.on_truncate) add("TRUNCATE");
  Sql text = clauses.New();
  for (size_t i = 0; i < events.size(); ++i) {
    if (i > 0) text << " OR ";
    text << RawSql{events[i]};
  }
  Clause& clause = clauses.Add("events", text);
  clause.value.clear();
  clause.list = std::move(events);
}

void AddReferencing(const Trigger& trigger, ClauseList& clauses) {
  if (trigger.old_table.empty() && trigger.new_table.empty()) return;
  Sql tables = clauses.New();
  if (!trigger.old_table.empty()) tables << "OLD TABLE AS " << Ident(trigger.old_table);
  if (!trigger.new_table.empty()) {
    if (!tables.empty()) tables << " ";
    tables << "NEW TABLE AS " << Ident(trigger.new_table);
  }
  clauses.Add("referencing", "REFERENCING ", tables);
}

void AddForEach(const Trigger& trigger, ClauseList& clauses) {
  if (trigger.for_each_row) {
    clauses.Add("for_each", "FOR EACH ", clauses.New() << "ROW");
  } else if (!clauses.models()) {
    clauses.Add("for_each", "FOR EACH ", clauses.New() << "STATEMENT");
  }
}

}  // namespace

Clauses WriteTrigger(const Trigger& trigger, const QualifiedName* on_table, const SqlStyle& style) {
  ClauseList clauses(style);
  if (trigger.constraint) clauses.Flag("constraint", "CONSTRAINT");
  clauses.Add("timing", clauses.New() << Words(trigger.timing));
  AddEvents(trigger, clauses);
  if (on_table != nullptr) {
    clauses.Add("on", "ON ", clauses.New().Append(*on_table, NameRole::kRelation));
  }
  if (!trigger.from.empty()) {
    clauses.Add("from", "FROM ", clauses.New().Append(trigger.from, NameRole::kRelation));
  }
  if (trigger.deferrable) clauses.Flag("deferrable", "DEFERRABLE");
  if (trigger.initially_deferred) clauses.Flag("initially_deferred", "INITIALLY DEFERRED");
  AddReferencing(trigger, clauses);
  AddForEach(trigger, clauses);
  if (!trigger.when.empty()) {
    clauses.Add("when", "WHEN (", clauses.New() << trigger.when, ")");
  }
  Sql function = clauses.New().Append(trigger.function, NameRole::kFunction) << "(";
  for (size_t i = 0; i < trigger.arguments.size(); ++i) {
    if (i > 0) function << ", ";
    function << Literal(trigger.arguments[i]);
  }
  clauses.Add("function", "EXECUTE FUNCTION ", function << ")");
  if (trigger.state != TriggerState::kOrigin) {
    clauses.MappingOnly("state", std::string(StateName(trigger.state)));
  }
  return clauses.Take();
}

}  // namespace autogen
