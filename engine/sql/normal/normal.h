#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/schema/database.h"
#include "engine/sql/names.h"

namespace autogen {

namespace known {
class Catalog;
}

// Where a text stands, which says what its names can mean and what its value becomes.
struct TextPlace {
  enum class Kind : uint8_t {
    kValue,      // an expression over a table's columns: index keys, generated columns
    kCondition,  // the same, of type boolean: checks, predicates, policies
    kDefault,    // no columns; becomes `type` by assignment: defaults of columns, arguments
    kWhen,       // a trigger's WHEN: OLD and NEW
    kDomain,     // a domain's check: VALUE is of `type`
    kQuery,      // a view's
    kBody,       // an SQL-standard function body
  } kind = Kind::kValue;
  QualifiedName relation;  // whose columns; empty: none
  TypeRef type;            // kDefault, kDomain; kValue: of a generated column, may be empty
  const Routine* routine = nullptr;  // kBody
};

// Tells what texts of one database mean: the second normal form, in which everything has its type
// and every name is what it resolves to. Made for one comparison; not for several threads.
class Normalizer {
 public:
  // `path`: where bare names are looked up, after pg_catalog. Texts whose names are all qualified
  // (but for operators, which nobody qualifies) have none.
  explicit Normalizer(const Database& database);
  Normalizer(const Database& database, std::vector<Name> path);
  ~Normalizer();
  Normalizer(const Normalizer&) = delete;
  Normalizer& operator=(const Normalizer&) = delete;

  // Equal forms: PostgreSQL keeps the same and prints the same, perhaps after one more dump and
  // restore. nullopt: cannot tell.
  std::optional<std::string> Normalize(std::string_view text, const TextPlace& place) const;

  // The same of what has a syntax of its own, as people and PostgreSQL write it:
  // "using gin (a, lower(b) desc)", the part behind the table's name; "btree" where no USING
  // stands.
  std::optional<std::string> IndexKeys(std::string_view text, const QualifiedName& table) const;
  // "a, (lower(b))" of CREATE STATISTICS; the order of columns means nothing.
  std::optional<std::string> Statistics(std::string_view text, const QualifiedName& table) const;
  // "RANGE (a, lower(b))", after PARTITION BY.
  std::optional<std::string> PartitionKey(std::string_view text, const QualifiedName& table) const;
  // "FOR VALUES FROM (…) TO (…)", "DEFAULT"; `key`: the types of the key's parts.
  std::optional<std::string> PartitionBound(std::string_view text,
                                            const std::vector<TypeRef>& key) const;
  // "ON INSERT TO t WHERE … DO …", after CREATE RULE x AS.
  std::optional<std::string> Rule(std::string_view text) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace autogen
