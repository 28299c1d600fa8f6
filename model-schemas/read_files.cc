#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <span>

#include "model-schemas/read_kinds.h"
#include "model-schemas/yaml_events.h"

namespace autogen {
namespace {

// Kinds that the format knows and the engine cannot express yet.
constexpr std::string_view kLater[] = {"default_privileges",
                                       "languages",
                                       "access_methods",
                                       "collations",
                                       "aggregates",
                                       "operator_families",
                                       "operator_classes",
                                       "casts",
                                       "conversions",
                                       "transforms",
                                       "text_search_parsers",
                                       "text_search_templates",
                                       "text_search_dictionaries",
                                       "text_search_configurations",
                                       "foreign_data_wrappers",
                                       "servers",
                                       "foreign_tables",
                                       "event_triggers",
                                       "publications"};

// Read only where `manage` names them.
constexpr std::string_view kManagedOnly[] = {"roles", "subscriptions"};

const std::vector<std::string_view> kManage = {"grants", "default_privileges", "owners", "roles",
                                               "subscriptions"};
const std::vector<std::string_view> kNaming = {"pk", "fk", "uq", "ck", "ix"};
const std::vector<std::string_view> kPlaceholders = {"table", "columns", "column", "referred_table",
                                                     "referred_columns"};

class ModelReader {
 public:
  ModelReader(ReadModel* model, Name default_schema) : default_schema_(default_schema) {
    reading_.model = model;
  }

  absl::Status Run(std::vector<ModelFile> files,
                   const std::function<void(const std::vector<Name>&)>& on_namespaces) {
    std::vector<const Node*> roots = Parse(std::move(files), on_namespaces);
    std::erase(roots, nullptr);
    // Mixins and `manage` are the whole model's, whichever file says them.
    for (const Node* root : roots) ReadOnce(*root);
    for (const Node* root : roots) ReadFile(*root);
    return ToStatus(reading_.findings.list());
  }

 private:
  // The files' mappings; nullptr: an empty file, or none of a model. Those that may declare schemas
  // come first, so that a database need not wait for the others.
  std::vector<const Node*> Parse(
      std::vector<ModelFile> files,
      const std::function<void(const std::vector<Name>&)>& on_namespaces) {
    std::vector<const Node*> roots(files.size());
    std::vector<size_t> first, later;
    for (size_t i = 0; i < files.size(); ++i) {
      (MayDeclareSchemas(files[i].text) ? first : later).push_back(i);
    }
    for (ModelFile& file : files) {
      reading_.model->files.emplace_back(std::move(file.path), std::move(file.text));
    }
    for (size_t i : first) roots[i] = ParseFile(reading_.model->files[i]);
    if (reading_.findings.empty() && on_namespaces) on_namespaces(Schemas(roots));
    for (size_t i : later) roots[i] = ParseFile(reading_.model->files[i]);
    return roots;
  }

  // A backslash can spell the word otherwise.
  static bool MayDeclareSchemas(std::string_view text) {
    return text.find("schemas") != std::string_view::npos ||
           text.find('\\') != std::string_view::npos;
  }

  const Node* ParseFile(const SourceFile& file) {
    const Node* root = ParseYaml(file, &reading_.model->nodes, &reading_.findings);
    if (!root || root->IsNull()) return nullptr;
    if (root->IsMapping()) return root;
    reading_.findings.Add(PlaceOf(*root),
                          "a model file is a mapping, and this is " +
                              std::string(root->IsScalar() ? "a text" : "a list"),
                          "it begins with a kind: tables, enums, functions …");
    return nullptr;
  }

  // What `schemas` of the files names, before it is read.
  static std::vector<Name> Schemas(const std::vector<const Node*>& roots) {
    std::vector<Name> names;
    for (const Node* root : roots) {
      const Node* schemas = root == nullptr ? nullptr : root->Find("schemas");
      if (schemas == nullptr) continue;
      for (const Entry& entry : schemas->entries) {
        const Node& name = entry.key ? *entry.key : *entry.value;
        if (name.IsScalar()) names.emplace_back(name.text);
        const Node* before = entry.key ? entry.value->Find("renamed_from") : nullptr;
        if (before != nullptr && before->IsScalar()) names.emplace_back(before->text);
      }
    }
    return names;
  }

  // What a model says once.
  void ReadOnce(const Node& root) {
    for (const Entry& entry : root.entries) {
      const std::string_view key = entry.key->text;
      if (key == "mixins") {
        mixins_.Add(*entry.value, &reading_);
      } else if (key == "manage" && IsFirst(entry, &manage_)) {
        ReadManage(*entry.value);
      } else if (key == "naming" && IsFirst(entry, &naming_)) {
        ReadNaming(*entry.value);
      }
    }
  }

  bool IsFirst(const Entry& entry, const Node** first) {
    if (*first) {
      reading_.findings.Add(PlaceOf(*entry.key),
                            Ticked(entry.key->text) + " stands twice in the model",
                            "a model says it once, in any of its files", FirstAt(PlaceOf(**first)));
      return false;
    }
    *first = entry.key;
    return true;
  }

  void ReadManage(const Node& value) {
    Managed& managed = reading_.model->managed;
    bool* const kFlags[] = {&managed.grants, &managed.default_privileges, &managed.owners,
                            &managed.roles, &managed.subscriptions};
    if (value.IsNull()) return;
    for (const Node* name : WantTexts(value, "`manage`", &reading_)) {
      auto found = std::find(kManage.begin(), kManage.end(), name->text);
      if (found != kManage.end()) {
        *kFlags[found - kManage.begin()] = true;
        continue;
      }
      std::string_view nearest = Nearest(name->text, kManage);
      reading_.findings.Add(
          PlaceOf(*name), Ticked(name->text) + " is no class that `manage` knows",
          nearest.empty() ? "it knows grants, default_privileges, owners, roles and subscriptions"
                          : "did you mean " + Ticked(nearest) + "?");
    }
  }

  void ReadNaming(const Node& value) {
    if (value.IsNull()) return;
    if (!value.IsMapping()) {
      reading_.findings.Add(PlaceOf(value),
                            "`naming` is a mapping: pk, fk, uq, ck or ix: a pattern");
      return;
    }
    Fields fields(value, "`naming`", &reading_);
    for (std::string_view key : kNaming) {
      const Node* pattern = fields.Text(key);
      if (!pattern || !CheckPattern(*pattern)) continue;
      reading_.model->naming[std::string(key)] = pattern->text;
    }
    fields.Finish();
  }

  bool CheckPattern(const Node& pattern) {
    const std::string_view text = pattern.text;
    for (size_t i = text.find('{'); i != std::string::npos; i = text.find('{', i + 1)) {
      size_t close = text.find('}', i);
      std::string name(text.substr(i + 1, close == std::string::npos ? close : close - i - 1));
      if (close != std::string::npos &&
          std::find(kPlaceholders.begin(), kPlaceholders.end(), name) != kPlaceholders.end()) {
        continue;
      }
      reading_.findings.Add(PlaceIn(pattern, i, name.size() + 2),
                            "`naming` knows no placeholder " + Ticked("{" + name + "}"),
                            "it knows {table}, {columns}, {column}, {referred_table} and "
                            "{referred_columns}");
      return false;
    }
    return true;
  }

  void ReadFile(const Node& root) {
    reading_.schema = default_schema_;
    Fields fields(root, "a model file", &reading_);
    if (const Node* schema = fields.Text("schema")) {
      if (auto name = ReadKey(&reading_, *schema, false)) {
        reading_.schema = name->name;
      }
    }
    for (std::string_view key : {"manage", "naming", "mixins"}) fields.Get(key);
    for (const KindReader& kind : Kinds()) {
      const Node* collection = fields.Get(kind.key);
      if (!collection) continue;
      ForEachMember(*collection, Ticked(kind.key), kind.list, &reading_,
                    [&](const Node* key, const Node& value) {
                      if (key) kind.read(*key, value);
                    });
    }
    RefuseLater(&fields);
    fields.Finish();
  }

  struct KindReader {
    std::string_view key;
    ListForm list;
    std::function<void(const Node&, const Node&)> read;
  };

  // In the order of the format's page.
  const std::vector<KindReader>& Kinds() {
    if (!kinds_.empty()) return kinds_;
    auto add = [&](std::string_view key, auto read, ListForm list = ListForm::kNone) {
      kinds_.push_back({key, list, [this, read](const Node& name, const Node& value) {
                          read(name, value, &reading_);
                        }});
    };
    auto routine = [](Kind kind) {
      return [kind](const Node& key, const Node& value, Reading* reading) {
        ReadRoutine(key, value, kind, reading);
      };
    };
    add("schemas", ReadNamespace, ListForm::kNames);
    add("extensions", ReadExtensionEntry, ListForm::kNames);
    add("enums", ReadEnum);
    add("domains", ReadDomainEntry);
    add("composite_types", ReadCompositeEntry);
    add("range_types", ReadRangeEntry);
    add("sequences", ReadSequenceEntry, ListForm::kNames);
    add("functions", routine(Kind::kFunction));
    add("procedures", routine(Kind::kProcedure));
    add("operators", ReadOperatorEntry);
    add(
        "tables",
        [this](const Node& key, const Node& value, Reading* reading) {
          ReadTable(key, value, mixins_, reading);
        },
        ListForm::kNames);
    add("views", ReadView);
    add("materialized_views", ReadMaterializedView);
    return kinds_;
  }

  void RefuseLater(Fields* fields) {
    for (std::string_view key : kManagedOnly) {
      const Node* value = fields->Get(key);
      bool managed =
          key == "roles" ? reading_.model->managed.roles : reading_.model->managed.subscriptions;
      if (!value) continue;
      if (!managed) {
        reading_.findings.Add(PlaceOf(*fields->KeyNode(key)),
                              Ticked(key) + " are read only where `manage` names them",
                              "add `manage: [" + std::string(key) + "]`, or take the key out");
      } else {
        RefuseKind(fields, key, *value);
      }
    }
    for (std::string_view key : kLater) {
      if (const Node* value = fields->Get(key)) RefuseKind(fields, key, *value);
    }
  }

  void RefuseKind(Fields* fields, std::string_view key, const Node& value) {
    if (value.IsNull() || (!value.IsScalar() && value.entries.empty())) return;
    reading_.findings.Add(
        PlaceOf(*fields->KeyNode(key)),
        "this version of autogen cannot express " + Ticked(key) + " yet",
        "take them out of the models: what the database has of them is named in a "
        "notice and left alone");
  }

  Reading reading_;
  Name default_schema_;
  Mixins mixins_;
  const Node* manage_ = nullptr;
  const Node* naming_ = nullptr;
  std::vector<KindReader> kinds_;
};

template <class T>
std::vector<Name> NamesOf(const ReadModel& model) {
  std::vector<Name> names;
  for (const ReadItem* item : model.globals) {
    if (const T* object = std::get_if<T>(&*item->object)) names.push_back(object->name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

namespace {

// `size` is what the file had a moment ago.
std::optional<std::string> ReadWhole(const std::filesystem::path& path, size_t size) {
  std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (file == nullptr) return std::nullopt;
  std::string text(size + 1, '\0');
  size_t read = 0;
  while (size_t more = std::fread(text.data() + read, 1, text.size() - read, file.get())) {
    read += more;
    if (read == text.size()) text.resize(2 * read);
  }
  if (std::ferror(file.get()) != 0) return std::nullopt;
  text.resize(read);
  text.shrink_to_fit();
  return text;
}

}  // namespace

void ReadModelDeleter::operator()(ReadModel* model) const { delete model; }

absl::StatusOr<ReadModelPtr> ReadModels(std::vector<ModelFile> files, Name default_schema) {
  ReadModelPtr model(new ReadModel);
  ModelReader reader(model.get(), default_schema);
  RETURN_IF_ERROR(reader.Run(std::move(files), nullptr));
  return model;
}

absl::StatusOr<ReadModelPtr> ReadModels(
    std::vector<ModelFile> files,
    const std::function<void(const std::vector<Name>&)>& on_namespaces) {
  ReadModelPtr model(new ReadModel);
  ModelReader reader(model.get(), "public");
  RETURN_IF_ERROR(reader.Run(std::move(files), on_namespaces));
  return model;
}

std::vector<Name> ExtensionsOf(const ReadModel& model) { return NamesOf<Extension>(model); }
std::vector<Name> NamespacesOf(const ReadModel& model) {
  std::vector<Name> names = NamesOf<Namespace>(model);
  for (const ReadItem* item : model.globals) {
    if (!std::holds_alternative<Namespace>(*item->object) || !item->renamed_from) continue;
    names.push_back(item->renamed_from->name.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::map<Name, Name> ExtensionSchemasOf(const ReadModel& model) {
  std::map<Name, Name> schemas;
  for (const ReadItem* item : model.globals) {
    const auto* extension = std::get_if<Extension>(&*item->object);
    if (extension != nullptr && !extension->schema.empty()) {
      schemas[extension->name] = extension->schema;
    }
  }
  return schemas;
}

Managed ManagedOf(const ReadModel& model) { return model.managed; }
size_t CountObjects(const ReadModel& model) { return model.items.size(); }

namespace {

namespace fs = std::filesystem;

absl::StatusOr<ModelFile> LoadModelFile(const fs::path& path) {
  Finding finding;
  finding.place.file = path.string();
  std::error_code error;
  uintmax_t size = fs::file_size(path, error);
  if (!error && size > kMaxFileBytes) {
    finding.message = "the file has more than 64 MiB";
    finding.hint = "split it: a folder of files is one model";
    return ToStatus(finding);
  }
  std::optional<std::string> text = error ? std::nullopt : ReadWhole(path, size);
  if (text) return ModelFile{path.string(), *std::move(text)};
  finding.message = "cannot read the file";
  return ToStatus(finding);
}

using Paths = std::span<const fs::path>;

// From here on another thread is worth its start.
constexpr size_t kManyFiles = 500;

std::vector<absl::StatusOr<ModelFile>> LoadAll(Paths paths) {
  std::vector<absl::StatusOr<ModelFile>> loaded;
  loaded.reserve(paths.size());
  for (const fs::path& path : paths) loaded.push_back(LoadModelFile(path));
  return loaded;
}

std::vector<absl::StatusOr<ModelFile>> LoadOnTwoThreads(Paths paths) {
  if (paths.size() < kManyFiles) return LoadAll(paths);
  auto half = std::async(std::launch::async, LoadAll, paths.subspan(paths.size() / 2));
  std::vector<absl::StatusOr<ModelFile>> loaded = LoadAll(paths.first(paths.size() / 2));
  std::vector<absl::StatusOr<ModelFile>> rest = half.get();
  std::move(rest.begin(), rest.end(), std::back_inserter(loaded));
  return loaded;
}

}  // namespace

absl::StatusOr<std::vector<ModelFile>> LoadModelFiles(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return InputError("there is no folder of models at " + folder,
                      "`autogen init` makes one; the config's `models` says where it is");
  }
  std::vector<fs::path> paths;
  fs::recursive_directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    fs::path path = at->path();
    std::error_code ignored;
    if (at->is_directory(ignored)) continue;
    std::string extension = path.extension().string();
    if (extension == ".yaml" || extension == ".yml") paths.push_back(path);
  }
  if (error) return InputError("cannot read the folder " + folder + ": " + error.message());
  std::sort(paths.begin(), paths.end(),
            [](const fs::path& a, const fs::path& b) { return a.string() < b.string(); });
  std::vector<ModelFile> files;
  std::vector<Finding> findings;
  files.reserve(paths.size());
  for (absl::StatusOr<ModelFile>& loaded : LoadOnTwoThreads(paths)) {
    if (loaded.ok()) {
      files.push_back(*std::move(loaded));
    } else {
      findings.push_back(ToFinding(loaded.status()));
    }
  }
  if (!findings.empty()) return ToStatus(findings);
  return files;
}

}  // namespace autogen
