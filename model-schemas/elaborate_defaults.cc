#include <algorithm>
#include <set>

#include "engine/sql/type_name.h"
#include "model-schemas/elaboration.h"

namespace autogen {
namespace {

// A bare `null`.
bool IsNull(std::string_view text) {
  return text.size() == 4 && std::equal(text.begin(), text.end(), "null",
                                        [](char a, char b) { return (a | 0x20) == b; });
}

// Whether a null default is stored: where it must still be cut to a length (but for intervals,
// whose literals are), or made a domain's value. See: AddRelationNewConstraints(), DefineDomain(),
// coerce_type() in PostgreSQL's source.
bool KeepsNull(Elaboration* elaboration, const TypeRef& type) {
  bool interval = type.name == Name("interval") && !type.array;
  return (!type.modifier.empty() && !interval) || elaboration->FindDomain(type) != nullptr;
}

// A domain over a domain copies the default that its base has when it is made, unless it says its
// own; `default null` says none.
class DomainDefaults {
 public:
  explicit DomainDefaults(Elaboration* elaboration) : e_(*elaboration) {}

  void SpellOut(const ReadItem& item, Domain* domain) {
    if (done_.contains(domain)) return;
    if (!open_.insert(domain).second) {
      e_.findings().Add(item.place,
                        "domain " + Ticked(domain->name.view()) + " is defined over itself");
      return;
    }
    Domain* base = e_.FindDomain(domain->type);
    if (base) SpellOut(item, base);
    if (IsNull(domain->default_value.text)) {
      if (!KeepsNull(&e_, domain->type)) domain->default_value = {};
    } else if (domain->default_value.empty() && base) {
      domain->default_value = base->default_value;
    }
    open_.erase(domain);
    done_.insert(domain);
  }

 private:
  Elaboration& e_;
  std::set<const Domain*> open_, done_;
};

}  // namespace

void SpellOutDefaults(Elaboration* elaboration) {
  DomainDefaults domains(elaboration);
  for (ReadItem& item : elaboration->items()) {
    if (auto* domain = std::get_if<Domain>(&*item.object)) domains.SpellOut(item, domain);
    auto* table = std::get_if<Table>(&*item.object);
    if (!table) continue;
    for (Column& column : table->columns) {
      if (IsNull(column.default_value.text) && !KeepsNull(elaboration, column.type)) {
        column.default_value = {};
      }
    }
  }
}

}  // namespace autogen
