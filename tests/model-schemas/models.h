#pragma once

#include <string>
#include <vector>

#include "engine/compare/declared.h"
#include "model-schemas/model_schemas.h"

// What tests of the model format share.
namespace autogen {

// Reads one file m.yaml (or several) and elaborates it.
inline absl::StatusOr<DeclaredModel> Declare(const std::vector<ModelFile>& files,
                                             const ElaborateOptions& options = {}) {
  ReadModelPtr model;
  ASSIGN_OR_RETURN(model, ReadModels(files));
  return Elaborate(*model, options);
}
inline absl::StatusOr<DeclaredModel> Declare(const std::string& yaml,
                                             const ElaborateOptions& options = {}) {
  return Declare(std::vector<ModelFile>{{"m.yaml", yaml}}, options);
}

// Every finding as people see it; empty where there is none.
inline std::string Told(const absl::Status& status) {
  std::string text;
  for (const Finding& finding : ToFindings(status)) text += Describe(finding);
  return text;
}
inline std::string Told(const std::string& yaml, const ElaborateOptions& options = {}) {
  return Told(Declare(yaml, options).status());
}

// The object of a kind by name ("users", "app.users"); the first that has this name.
template <class T>
const T* Find(const DeclaredModel& model, const std::string& name) {
  for (const Declared& declared : model.objects) {
    const T* object = std::get_if<T>(&*declared.object);
    if (!object) continue;
    ObjectId id = IdOf(*declared.object);
    if (id.name == Name(name) || id.schema.str() + "." + id.name.str() == name) return object;
  }
  return nullptr;
}

inline const Column* FindColumn(const DeclaredModel& model, const std::string& table,
                                const std::string& column) {
  const Table* found = Find<Table>(model, table);
  if (!found) return nullptr;
  for (const Column& candidate : found->columns) {
    if (candidate.name == Name(column)) return &candidate;
  }
  return nullptr;
}

// Constraints of a table, in the model's order.
inline std::vector<Constraint> ConstraintsOf(const DeclaredModel& model, const std::string& table) {
  std::vector<Constraint> constraints;
  for (const Declared& declared : model.objects) {
    const auto* constraint = std::get_if<Constraint>(&*declared.object);
    if (constraint && constraint->table == Name(table)) constraints.push_back(*constraint);
  }
  return constraints;
}

}  // namespace autogen
