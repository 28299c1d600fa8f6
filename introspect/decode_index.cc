// Indexes. A constraint's index is kept for the constraint.
#include "engine/base/error.h"
#include "introspect/expression_text.h"
#include "introspect/readers.h"

namespace autogen {
namespace {

// Bits of pg_index.indoption.
constexpr int kDescending = 1;
constexpr int kNullsFirst = 2;

struct IndexFields {
  explicit IndexFields(CatalogHeader& h)
      : oid(h, "oid"),
        relation(h, "relation"),
        name(h, "name"),
        method(h, "method"),
        method_name(h, "method_name"),
        of_constraint(h, "of_constraint"),
        is_unique(h, "is_unique"),
        nulls_not_distinct(h, "nulls_not_distinct"),
        valid(h, "valid"),
        clustered(h, "clustered"),
        replica_identity(h, "replica_identity"),
        key_count(h, "key_count"),
        keys(h, "keys"),
        collations(h, "collations"),
        opclasses(h, "opclasses"),
        key_options(h, "key_options"),
        expressions(h, "expressions"),
        predicate(h, "predicate"),
        options(h, "options"),
        tablespace(h, "tablespace"),
        definition(h, "definition") {}
  Field oid, relation, name, method, method_name, of_constraint, is_unique, nulls_not_distinct,
      valid, clustered, replica_identity, key_count, keys, collations, opclasses, key_options,
      expressions, predicate, options, tablespace, definition;
};

// Reads the keys of one index. See: pg_get_indexdef_worker(), whose choices these are.
class KeyReader {
 public:
  KeyReader(const IndexFields& f, const Row& row, const CatalogRelation& relation,
            CatalogState& state)
      : s(state),
        relation_(relation),
        oid_(f.oid.Oid(row)),
        method_(f.method.Oid(row)),
        numbers_(f.keys.Numbers(row)),
        collations_(f.collations.Numbers(row)),
        opclasses_(f.opclasses.Numbers(row)),
        options_(f.key_options.Numbers(row)),
        expressions_(SplitList(state.stand_in.Over(relation, f.expressions(row)))),
        has_definition_(!f.definition.IsNull(row)),
        written_collations_(IndexCollations(f.definition(row))),
        own_options_(s.key_options.find(oid_)) {}

  absl::Status Read(size_t key_count, Index* index) {
    for (size_t i = 0; i < numbers_.size(); ++i) {
      if (i >= key_count) {
        index->include.push_back(relation_.ColumnAt(numbers_[i]).name);
        continue;
      }
      ASSIGN_OR_RETURN(IndexKey key, ReadKey(i));
      index->keys.push_back(std::move(key));
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<IndexKey> ReadKey(size_t i) {
    IndexKey key;
    CatalogOid type = 0;
    if (numbers_[i] != 0) {
      const CatalogColumn& column = relation_.ColumnAt(numbers_[i]);
      key.column = column.name;
      type = column.type;
      if (collations_.at(i) != 0 && collations_[i] != column.collation) {
        key.collation = s.Collation(static_cast<CatalogOid>(collations_[i]));
      }
    } else {
      if (next_expression_ >= expressions_.size()) {
        return InternalError("an index has fewer expressions than keys");
      }
      key.expression.text = StripParentheses(expressions_[next_expression_++]);
      auto found = s.key_types.find({oid_, static_cast<int>(i) + 1});
      type = found == s.key_types.end() ? 0 : found->second;
      if (has_definition_ && i < written_collations_.size() && !written_collations_[i].empty()) {
        key.collation = s.Collation(static_cast<CatalogOid>(collations_.at(i)));
      }
    }
    if (own_options_ != s.key_options.end()) {
      auto options = own_options_->second.find(static_cast<int>(i) + 1);
      if (options != own_options_->second.end()) key.opclass_options = options->second;
    }
    SetOpclass(i, type, &key);
    const int64_t bits = i < options_.size() ? options_[i] : 0;
    key.descending = (bits & kDescending) != 0;
    key.nulls_first = (bits & kNullsFirst) != 0;
    return key;
  }

  void SetOpclass(size_t i, CatalogOid type, IndexKey* key) {
    const CatalogOpclass& opclass = s.opclasses[static_cast<CatalogOid>(opclasses_.at(i))];
    // Parameters need the name before them, even a default one's.
    if (key->opclass_options.empty()) {
      // Where the index stores something else than the expression gives, the expression's type is
      // not in the catalog; a default operator class is then taken for its type's own.
      bool stored_type = numbers_[i] == 0 && opclass.key_type != 0;
      if (stored_type && opclass.is_default) return;
      if (s.DefaultOpclass(type, method_) == opclass.oid) return;
    }
    key->opclass = opclass.name;
  }

  CatalogState& s;
  const CatalogRelation& relation_;
  CatalogOid oid_, method_;
  std::vector<int64_t> numbers_, collations_, opclasses_, options_;
  std::vector<std::string> expressions_;
  bool has_definition_;
  std::vector<std::string> written_collations_;
  absl::flat_hash_map<CatalogOid, std::map<int, Options>>::const_iterator own_options_;
  size_t next_expression_ = 0;
};

// The table's own marks on an index.
void MarkTable(const IndexFields& f, const Row& row, Object* object) {
  if (object == nullptr) return;
  if (auto* table = std::get_if<Table>(object)) {
    if (f.clustered.Flag(row)) table->cluster_on = f.name(row);
    bool identity = table->replica_identity.mode == ReplicaIdentity::Mode::kIndex;
    if (identity && f.replica_identity.Flag(row)) table->replica_identity.index = f.name(row);
  } else if (auto* view = std::get_if<MaterializedView>(object)) {
    if (f.clustered.Flag(row)) view->cluster_on = f.name(row);
  }
}

// A table whose identity's index was dropped has none, as with NOTHING, and models can only say
// that. See: RelationGetReplicaIndex() in PostgreSQL's source.
void ForgetLostIdentities(CatalogState& s) {
  for (auto& [oid, relation] : s.relations) {
    auto* table = relation.object == nullptr ? nullptr : std::get_if<Table>(relation.object);
    if (table == nullptr || !table->replica_identity.index.empty()) continue;
    if (table->replica_identity.mode == ReplicaIdentity::Mode::kIndex) {
      table->replica_identity.mode = ReplicaIdentity::Mode::kNothing;
    }
  }
}

}  // namespace

// Needs columns (the stand-in's too), collations, operator classes, and what index keys have of
// their own.
CatalogReader ReadIndexes(CatalogHeader& h, CatalogState& s) {
  IndexFields f(h);
  return {[=, &s](const Row& row) -> absl::Status {
            const CatalogOid oid = f.oid.Oid(row);
            CatalogKey key{kRelationClass, oid};
            auto found = s.relations.find(f.relation.Oid(row));
            if (found == s.relations.end()) return absl::OkStatus();
            CatalogRelation& relation = found->second;
            if (!relation.modelled()) {
              s.AddTaken(f.name(row), "index", relation);
              if (!relation.id.name.empty()) s.AddEnd(key, relation.id);
              return absl::OkStatus();
            }
            Index index;
            index.schema = relation.id.schema;
            index.name = f.name(row);
            index.table = relation.id.name;
            index.unique = f.is_unique.Flag(row);
            index.access_method = f.method_name(row);
            index.nulls_not_distinct = f.nulls_not_distinct.Flag(row);
            index.options = f.options.KeyValues(row);
            index.tablespace = f.tablespace(row);
            index.where.text = StripParentheses(s.stand_in.Over(relation, f.predicate(row)));
            index.invalid = !f.valid.Flag(row);
            index.common = s.Described(kRelationClass, oid);
            if (auto statistics = s.key_statistics.find(oid);
                statistics != s.key_statistics.end()) {
              index.statistics = statistics->second;
            }
            RETURN_IF_ERROR(KeyReader(f, row, relation, s)
                                .Read(static_cast<size_t>(f.key_count.Number(row)), &index));
            MarkTable(f, row, relation.object);
            if (!f.of_constraint.Flag(row)) {
              s.AddPart(key, f.relation.Oid(row), std::move(index));
            } else {
              s.constraint_indexes[oid] = std::move(index);
            }
            return absl::OkStatus();
          },
          [&s] {
            ForgetLostIdentities(s);
            return absl::OkStatus();
          }};
}

}  // namespace autogen
