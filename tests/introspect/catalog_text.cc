#include "tests/introspect/catalog_text.h"

#include "engine/schema/json.h"

namespace autogen {
namespace {

std::string Text(const ObjectId& id) {
  std::string text(KindName(id.kind));
  text += ' ';
  if (!id.schema.empty()) text += id.schema.str() + ".";
  text += id.name.str();
  if (!id.scope.empty()) text += " [" + id.scope.str() + "]";
  return text;
}

}  // namespace

std::string ToText(const Database& database) {
  std::string text;
  for (const auto& [id, object] : database.objects) {
    text += Text(id) + " = " + ToJson(object) + "\n";
  }
  for (const Dependency& edge : database.dependencies) {
    text += Text(edge.from) + (edge.automatic ? " => " : " -> ") + Text(edge.to) + "\n";
  }
  for (const Unmodelled& unmodelled : database.unmodelled) {
    text += "unmodelled " + unmodelled.kind + " " + unmodelled.label + "\n";
  }
  for (const ExtensionMember& member : database.members) {
    text += "member of " + member.extension.str() + ": " + member.name.schema.str() + "." +
            member.name.name.str() + "\n";
  }
  for (const DefaultPrivilege& entry : database.default_privileges) {
    text += "default privileges of " + entry.role.str() + " in " + entry.schema.str() + " on " +
            entry.object_type + ":";
    for (const Privilege& p : entry.grants) {
      text += " " + p.grantee.str() + " " + p.privilege.str() + (p.grant_option ? "*" : "");
    }
    text += "\n";
  }
  for (Name name : database.other_namespaces) text += "other namespace " + name.str() + "\n";
  return text;
}

}  // namespace autogen
