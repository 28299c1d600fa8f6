// What every kind shares: owner, comment, security labels; and storage parameters.

#include "codegen/sql/kinds.h"

namespace autogen {
namespace {

bool HasOwner(Kind kind) {
  return kind != Kind::kExtension && kind != Kind::kConstraint && kind != Kind::kIndex &&
         kind != Kind::kTrigger;
}

void AppendText(Sql& sql, std::string_view text) {
  if (text.empty()) {
    sql << "NULL";
  } else {
    sql << Literal(text);
  }
}

// An owned sequence has its table's owner, and cannot be given another. See: ALTER SEQUENCE, OWNED
// BY.
bool FollowsTable(const Object& object) {
  const auto* sequence = std::get_if<Sequence>(&object);
  return sequence != nullptr && !sequence->owned_by.empty();
}

void Label(const Object& object, const std::string& provider, const std::string& label, Writer& w) {
  Sql sql = w.NewSql();
  sql << "SECURITY LABEL FOR " << Ident(provider) << " ON ";
  AppendTarget(sql, object);
  sql << " IS ";
  AppendText(sql, label);
  w.Add(std::move(sql));
}

void AlterLabels(const Object& before, const Object& after, Writer& w) {
  const Options& old_labels = CommonOf(before).security_labels;
  const Options& new_labels = CommonOf(after).security_labels;
  for (const auto& [provider, label] : old_labels) {
    if (!new_labels.contains(provider)) Label(after, provider, "", w);
  }
  for (const auto& [provider, label] : new_labels) {
    auto found = old_labels.find(provider);
    if (found == old_labels.end() || found->second != label) Label(after, provider, label, w);
  }
}

}  // namespace

void SetOwner(const Object& object, Writer& w) {
  Kind kind = IdOf(object).kind;
  const Common& common = CommonOf(object);
  if (!HasOwner(kind) || !common.owner || common.owner->empty()) return;
  Sql sql = w.NewSql();
  sql << "ALTER " << Word(kind) << " ";
  AppendName(sql, object);
  sql << " OWNER TO " << Ident(*common.owner);
  w.Add(std::move(sql));
}

void Comment(const Object& object, Writer& w) {
  Sql sql = w.NewSql();
  sql << "COMMENT ON ";
  AppendTarget(sql, object);
  sql << " IS ";
  AppendText(sql, CommonOf(object).comment);
  w.Add(std::move(sql));
}

void CommentColumn(const QualifiedName& relation, Name column, Name comment, Writer& w) {
  Sql sql = w.NewSql();
  sql << "COMMENT ON COLUMN ";
  AppendColumnName(sql, relation, column);
  sql << " IS ";
  AppendText(sql, comment);
  w.Add(std::move(sql));
}

void FinishCreate(const Object& object, Writer& w) {
  const Common& common = CommonOf(object);
  if (common.owner && *common.owner != w.role()) SetOwner(object, w);
  if (!common.comment.empty()) Comment(object, w);
  for (const auto& [provider, label] : common.security_labels) Label(object, provider, label, w);
  GrantNew(object, w);
}

void AlterCommon(const Object& before, const Object& after, Writer& w) {
  bool owner_changes = w.Alters("owner") && CommonOf(after).owner.has_value() &&
                       CommonOf(before).owner != CommonOf(after).owner;
  if (owner_changes && !(FollowsTable(before) && FollowsTable(after))) SetOwner(after, w);
  if (w.Alters("comment")) Comment(after, w);
  if (w.Alters("security_labels")) AlterLabels(before, after, w);
  if (!w.Alters("grants") && !owner_changes) return;
  if (w.step().before == nullptr) {
    GrantNew(after, w);
  } else {
    AlterGrants(before, after, w);
  }
}

void AlterOptions(const Sql& start, const Options& before, const Options& after, Writer& w) {
  Options set;
  std::vector<Name> reset;
  for (const auto& [key, value] : after) {
    auto found = before.find(key);
    if (found == before.end() || found->second != value) set[key] = value;
  }
  for (const auto& [key, value] : before) {
    if (!after.contains(key)) reset.emplace_back(key);
  }
  if (!set.empty()) {
    Sql sql = start;
    sql << " SET ";
    sql.WithOptions(set);
    w.Add(std::move(sql));
  }
  if (!reset.empty()) {
    Sql sql = start;
    sql << " RESET (";
    for (size_t i = 0; i < reset.size(); ++i) {
      if (i > 0) sql << ", ";
      AppendParameter(sql, reset[i]);
    }
    sql << ")";
    w.Add(std::move(sql));
  }
}

}  // namespace autogen
