#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/sql/resolve.h"
#include "model-schemas/read_model.h"

// Elaboration's state, and its steps, one a file.
namespace autogen {

class Elaboration {
 public:
  Elaboration(std::deque<ReadItem> items, std::vector<Finding> notices,
              const ElaborateOptions& options);

  std::deque<ReadItem>& items() { return items_; }
  const ElaborateOptions& options() const { return options_; }
  Findings& findings() { return findings_; }
  std::vector<Finding>& notices() { return notices_; }

  // The item of a table, view or materialized view; nullptr: the models have none.
  ReadItem* FindRelation(const QualifiedName& name);
  Table* FindTable(const QualifiedName& name);
  Domain* FindDomain(const TypeRef& type);

  // ---- Names. Each looks up in the item's path, and says what nobody knows.
  void LookUpAll();
  void ResolveType(const ReadItem& item, const Node& definition, TypeRef* type);
  void ResolveName(const ReadItem& item, const Node& definition, NameRole role,
                   QualifiedName* name);
  void ResolveClass(const ReadItem& item, Name access_method, QualifiedName* name);
  void ResolveCollation(const ReadItem& item, QualifiedName* name);
  void ResolveSql(const ReadItem& item, const Node& definition, SqlForm form, Expression* sql);

  // An attribute that came with a later PostgreSQL than the server's.
  void Need(int version, std::string_view what, const Place& place);

  // What follows rests on the server's version or on what extensions bring.
  void RestsOnServer() { by_itself_ = false; }
  bool by_itself() const { return by_itself_; }

  bool IsDeclared(Name schema) const { return declared_.contains(schema); }

 private:
  const Resolver& ResolverOf(const ReadItem& item);
  void Unknown(const ReadItem& item, NameRole role, const QualifiedName& name, Place place);
  bool IsUnknown(NameRole role, const QualifiedName& name) const;
  std::string HintFor(NameRole role, const QualifiedName& name) const;
  void LookUpNames();

  const ElaborateOptions& options_;
  std::deque<ReadItem> items_;
  Findings findings_;
  std::vector<Finding> notices_;
  absl::flat_hash_map<QualifiedName, size_t> relations_;
  absl::flat_hash_map<QualifiedName, size_t> domains_;
  std::set<Name> declared_;  // schemas that the models speak for
  std::vector<Name> extension_path_;
  bool complete_;  // every name that exists is known
  bool by_itself_ = true;
  KnownNames known_;
  std::map<Name, Resolver> resolvers_;  // by the file's schema
  // Texts without findings, looked up: models repeat them.
  std::map<std::pair<Name, SqlForm>, absl::flat_hash_map<Name, Name>> texts_;

  friend class NameIndex;
};

// ---- Steps, in this order

// serial, and what else must be there before names are looked up.
void SpellOutImplied(Elaboration* elaboration);
// Every name and text of every object.
void ResolveObjects(Elaboration* elaboration);
// Keys: columns of primary keys, `references users`, columns that do not exist.
void SpellOutKeys(Elaboration* elaboration);
void CheckColumns(Elaboration* elaboration);
// Defaults of domains over domains; `default null`.
void SpellOutDefaults(Elaboration* elaboration);
void CheckSchemas(Elaboration* elaboration);
// The items' identities, and their numbers in the order of these.
struct ItemOrder {
  std::vector<ObjectId> ids;
  std::vector<uint32_t> items;
};
void CheckTwice(Elaboration* elaboration, const ItemOrder& order);
void CheckVersions(Elaboration* elaboration);
std::vector<RenameHint> MakeHints(Elaboration* elaboration);

}  // namespace autogen
