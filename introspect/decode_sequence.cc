// Sequences: of their own, of a serial column, or an identity column's.
#include "introspect/readers.h"

namespace autogen {
namespace {

// The sequence becomes a part of its column; what a part cannot have is named.
void FoldIntoColumn(Sequence sequence, CatalogKey key, const CatalogRelation& relation,
                    std::vector<Column>* columns, const CatalogColumn& column, CatalogState& s) {
  const ObjectId id = IdOf(sequence);
  if (!sequence.common.comment.empty()) s.Notice("comment of an identity's sequence", id);
  if (!sequence.common.grants->empty()) s.Notice("grants of an identity's sequence", id);
  Column& target = columns->at(column.position);
  if (target.identity) {
    target.identity->sequence = sequence.name;
    target.identity->options = sequence.options;
  }
  s.AddEnd(key, ColumnId(relation.id.schema, relation.id.name, column.name));
}

}  // namespace

// Needs relations and columns.
CatalogReader ReadSequences(CatalogHeader& h, CatalogState& s) {
  Field oid(h, "oid"), type_text(h, "type_text"), increment(h, "increment");
  Field min_value(h, "min_value"), max_value(h, "max_value"), start(h, "start");
  Field cache(h, "cache"), cycle(h, "cycle"), ownership(h, "ownership");
  Field owner_relation(h, "owner_relation"), owner_column(h, "owner_column");
  return {[=, &s](const Row& row) {
            auto found = s.sequences.find(oid.Oid(row));
            if (found == s.sequences.end()) return absl::OkStatus();
            Sequence sequence = std::move(found->second);
            s.sequences.erase(found);
            sequence.options = {s.BareType(type_text(row)),
                                increment.Number(row),
                                min_value.Number(row),
                                max_value.Number(row),
                                start.Number(row),
                                cache.Number(row),
                                cycle.Flag(row)};
            CatalogKey key{kRelationClass, oid.Oid(row)};
            auto relation = s.relations.find(owner_relation.Oid(row));
            if (ownership.IsNull(row)) {
              s.Add(key, std::move(sequence));
              return absl::OkStatus();
            }
            if (relation == s.relations.end() || !relation->second.modelled()) {
              // It is part of a table that is none of ours.
              if (relation != s.relations.end() && !relation->second.id.name.empty()) {
                s.AddTaken(sequence.name, "sequence", relation->second);
                s.ids[key] = relation->second.id;
              }
              return absl::OkStatus();
            }
            const CatalogColumn& column = relation->second.ColumnAt(owner_column.Number(row));
            std::vector<Column>* columns = ColumnsOf(relation->second);
            if (ownership(row) == "i" && columns != nullptr && column.position >= 0) {
              FoldIntoColumn(std::move(sequence), key, relation->second, columns, column, s);
            } else {
              sequence.owned_by = {relation->second.id.name, column.name};
              s.Add(key, std::move(sequence));
            }
            return absl::OkStatus();
          },
          nullptr};
}

}  // namespace autogen
