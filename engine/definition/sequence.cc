#include "engine/definition/sequence.h"

#include <cstdint>
#include <optional>

#include "engine/base/error.h"
#include "engine/definition/clause.h"
#include "engine/definition/reader.h"
#include "engine/sql/type_name.h"

namespace autogen {
namespace {

// int4 -> integer. serial makes an integer sequence.
TypeRef IntegerType(const TypeRef& type) {
  TypeRef bigint{"pg_catalog", "bigint", {}, false};
  if (type.empty()) return bigint;
  if (!type.schema.empty()) return type;
  if (type.name == Name("serial")) return {"pg_catalog", "integer", {}, false};
  if (type.name == Name("smallserial")) return {"pg_catalog", "smallint", {}, false};
  if (type.name == Name("bigserial")) return bigint;
  return BuiltinType(type.name).value_or(type);
}

}  // namespace

SequenceOptions DefaultSequenceOptions(const TypeRef& type, bool descending) {
  SequenceOptions options;
  options.type = IntegerType(type);
  SequenceBounds bounds = BoundsOf(options.type);
  options.increment = descending ? -1 : 1;
  options.min_value = descending ? bounds.least : 1;
  options.max_value = descending ? -1 : bounds.most;
  options.start = descending ? options.max_value : options.min_value;
  return options;
}

absl::Status SequenceReader::Add(std::string_view name, std::optional<int64_t>* number) {
  if (number->has_value()) return reader_.Error(std::string(name) + " is said twice");
  int64_t value = 0;
  ASSIGN_OR_RETURN(value, reader_.ReadInteger());
  *number = value;
  return absl::OkStatus();
}

// One option; false where none begins here.
absl::StatusOr<bool> SequenceReader::ReadOption() {
  absl::Status status;
  if (reader_.Accept("as")) {
    ASSIGN_OR_RETURN(type_, reader_.ReadType());
  } else if (reader_.Accept("increment")) {
    reader_.Accept("by");
    status = Add("increment", &increment_);
  } else if (reader_.Accept("minvalue")) {
    status = Add("minvalue", &min_);
  } else if (reader_.Accept("maxvalue")) {
    status = Add("maxvalue", &max_);
  } else if (reader_.Accept("no", "minvalue") || reader_.Accept("no", "maxvalue") ||
             reader_.Accept("no", "cycle")) {
    // That is the default anyway.
  } else if (reader_.Accept("start")) {
    reader_.Accept("with");
    status = Add("start", &start_);
  } else if (reader_.Accept("cache")) {
    status = Add("cache", &cache_);
  } else if (reader_.Accept("cycle")) {
    cycle_ = true;
  } else {
    return false;
  }
  RETURN_IF_ERROR(status);
  return true;
}

// See: init_params() in PostgreSQL's commands/sequence.c.
absl::StatusOr<SequenceOptions> SequenceReader::Complete(const TypeRef& type) const {
  int64_t increment = increment_.value_or(1);
  if (increment == 0) return reader_.Error("a sequence cannot be incremented by 0");
  SequenceOptions options = DefaultSequenceOptions(type_.empty() ? type : type_, increment < 0);
  options.increment = increment;
  options.min_value = min_.value_or(options.min_value);
  options.max_value = max_.value_or(options.max_value);
  options.start = start_.value_or(increment < 0 ? options.max_value : options.min_value);
  options.cache = cache_.value_or(1);
  options.cycle = cycle_;
  SequenceBounds bounds = BoundsOf(options.type);
  if (options.min_value < bounds.least || options.max_value > bounds.most) {
    bool low = options.min_value < bounds.least;
    return reader_.Error((low ? "minvalue " : "maxvalue ") +
                         std::to_string(low ? options.min_value : options.max_value) +
                         " is out of the range of " + options.type.name.str());
  }
  if (options.min_value >= options.max_value) {
    return reader_.Error("minvalue " + std::to_string(options.min_value) +
                         " is not below maxvalue " + std::to_string(options.max_value));
  }
  if (options.start < options.min_value || options.start > options.max_value) {
    return reader_.Error("start " + std::to_string(options.start) + " is not from minvalue " +
                         std::to_string(options.min_value) + " to maxvalue " +
                         std::to_string(options.max_value));
  }
  if (options.cache < 1) return reader_.Error("cache must be at least 1");
  return options;
}

absl::StatusOr<SequenceOptions> ReadSequenceOptions(std::string_view text, const TypeRef& type) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  SequenceReader options(*reader);
  while (!reader->done()) {
    bool read = false;
    ASSIGN_OR_RETURN(read, options.ReadOption());
    if (!read) return reader->Finish("a sequence");
  }
  return options.Complete(type);
}

namespace {

// "owned by bookings.ticket", a schema before it allowed: it is the sequence's own.
absl::Status ReadOwner(Reader& reader, OwnedBy* owner) {
  if (reader.Accept("none")) return absl::OkStatus();
  std::vector<Name> parts;
  do {
    Name part;
    ASSIGN_OR_RETURN(part, reader.ReadName("a table or its column"));
    parts.push_back(part);
  } while (reader.Accept("."));
  if (parts.size() < 2 || parts.size() > 3) {
    return reader.Error("a sequence is owned by table.column");
  }
  *owner = {parts[parts.size() - 2], parts.back()};
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Sequence> ReadSequence(std::string_view text) {
  std::optional<Reader> reader;
  ASSIGN_OR_RETURN(reader, Reader::Open(text));
  Sequence sequence;
  sequence.unlogged = reader->Accept("unlogged");
  SequenceReader options(*reader);
  while (!reader->done()) {
    if (reader->Accept("owned", "by")) {
      RETURN_IF_ERROR(ReadOwner(*reader, &sequence.owned_by));
      continue;
    }
    bool read = false;
    ASSIGN_OR_RETURN(read, options.ReadOption());
    if (!read) return reader->Finish("a sequence");
  }
  ASSIGN_OR_RETURN(sequence.options, options.Complete({}));
  return sequence;
}

void AddSequenceOptions(const SequenceOptions& options, const TypeRef& implied,
                        ClauseList& clauses) {
  SequenceOptions plain = DefaultSequenceOptions(options.type, options.increment < 0);
  int64_t plain_start = options.increment < 0 ? options.max_value : options.min_value;
  auto add = [&](std::string_view key, SqlKeyword word, int64_t number) {
    clauses.Add(key, word, clauses.New() << Number(number));
  };
  if (options.type != IntegerType(implied)) {
    clauses.Add("as", "AS ", clauses.New() << options.type);
  }
  if (options.increment != 1) add("increment_by", "INCREMENT BY ", options.increment);
  if (options.min_value != plain.min_value) add("minvalue", "MINVALUE ", options.min_value);
  if (options.max_value != plain.max_value) add("maxvalue", "MAXVALUE ", options.max_value);
  if (options.start != plain_start) add("start_with", "START WITH ", options.start);
  if (options.cache != 1) add("cache", "CACHE ", options.cache);
  if (options.cycle) clauses.Flag("cycle", "CYCLE");
}

Clauses WriteSequence(const Sequence& sequence, const SqlStyle& style) {
  ClauseList clauses(style);
  if (sequence.unlogged) clauses.Flag("unlogged", "UNLOGGED");
  AddSequenceOptions(sequence.options, {}, clauses);
  if (!sequence.owned_by.empty()) {
    Sql owner = clauses.New();
    owner.Append(QualifiedName{sequence.schema, sequence.owned_by.table}, NameRole::kRelation);
    owner << "." << Ident(sequence.owned_by.column);
    clauses.Add("owned_by", "OWNED BY ", owner);
  }
  return clauses.Take();
}

}  // namespace autogen
