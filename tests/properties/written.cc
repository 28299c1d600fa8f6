#include "tests/properties/written.h"

namespace autogen::testing {
namespace {

class Writer {
 public:
  explicit Writer(const std::map<std::string, std::string>& written) : written_(written) {}

  size_t count() const { return count_; }

  void operator()(Table& table) { Columns(table.name, &table.columns); }
  void operator()(View& view) {
    Columns(view.name, &view.columns);
    Take("query " + view.name.str(), &view.query);
  }
  void operator()(MaterializedView& view) { Take("query " + view.name.str(), &view.query); }
  void operator()(Constraint& constraint) {
    Take("check " + constraint.name.str(), &constraint.check);
    Keys(constraint.name, &constraint.elements);
    Take("where " + constraint.name.str(), &constraint.where);
  }
  void operator()(Index& index) {
    Keys(index.name, &index.keys);
    Take("where " + index.name.str(), &index.where);
  }
  void operator()(Trigger& trigger) { Take("when " + trigger.relation.str(), &trigger.when); }
  void operator()(Domain& domain) {
    Take("default " + domain.name.str(), &domain.default_value);
    for (DomainConstraint& one : domain.constraints) Take("check " + one.name.str(), &one.check);
  }
  void operator()(Routine& routine) {
    Take("body " + routine.name.str(), &routine.sql_body);
    for (Argument& argument : routine.arguments) {
      if (argument.name.view() != "b") continue;
      Take("default " + routine.name.str(), &argument.default_value);
    }
  }
  template <class T>
  void operator()(T&) {}

 private:
  void Take(const std::string& where, Expression* expression) {
    auto found = written_.find(where);
    if (found == written_.end() || found->second == expression->text) return;
    expression->text = found->second;
    ++count_;
  }
  void Columns(Name relation, std::vector<Column>* columns) {
    for (Column& column : *columns) {
      std::string path = relation.str() + "." + column.name.str();
      Take("default " + path, &column.default_value);
      Take("generated " + path, &column.generated);
    }
  }
  void Keys(Name name, std::vector<IndexKey>* keys) {
    for (IndexKey& key : *keys) {
      if (!key.expression.empty()) Take("key " + name.str(), &key.expression);
    }
  }

  const std::map<std::string, std::string>& written_;
  size_t count_ = 0;
};

}  // namespace

Database InWords(Database database, const std::map<std::string, std::string>& written,
                 size_t* count) {
  Writer writer(written);
  for (auto [id, object] : database.objects) std::visit(writer, object);
  *count = writer.count();
  return database;
}

}  // namespace autogen::testing
