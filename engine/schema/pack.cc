#include "engine/schema/pack.h"

#include <bit>
#include <cstring>
#include <type_traits>
#include <typeinfo>

#include "absl/container/flat_hash_map.h"

namespace autogen {
namespace {

// What makes an object that very object stands in no attribute list.
template <class Archive, class T>
void WhichOne(Archive& archive, T& value) {
  if constexpr (requires { value.schema; }) archive(value.schema);
  if constexpr (requires { value.name; }) archive(value.name);
  if constexpr (requires { value.table; }) archive(value.table);
  if constexpr (requires { value.relation; }) archive(value.relation);
  if constexpr (std::is_same_v<std::remove_const_t<T>, Routine>) archive(value.kind);
  if constexpr (requires {
                  value.left;
                  value.right;
                })
    archive(value.left, value.right);
  if constexpr (requires { value.common; }) archive(value.common);
}

// One walk serves both directions: an archive is called with the members, in order, and writes or
// fills them.
template <class Archive, class T>
void Members(Archive& archive, T& value) {
  using V = std::remove_const_t<T>;
  if constexpr (std::is_same_v<V, QualifiedName>) {
    archive(value.schema, value.name);
  } else if constexpr (std::is_same_v<V, TypeRef>) {
    archive(value.schema, value.name, value.modifier, value.array);
  } else if constexpr (std::is_same_v<V, Expression>) {
    archive(value.text);
  } else if constexpr (std::is_same_v<V, Privilege>) {
    archive(value.grantee, value.privilege, value.column, value.grant_option);
  } else if constexpr (std::is_same_v<V, OwnedBy>) {
    archive(value.table, value.column);
  } else if constexpr (std::is_same_v<V, ReplicaIdentity>) {
    archive(value.mode, value.index);
  } else if constexpr (std::is_same_v<V, ObjectId>) {
    archive(value.kind, value.schema, value.name, value.scope);
  } else if constexpr (std::is_same_v<V, Dependency>) {
    archive(value.from, value.to, value.automatic);
  } else if constexpr (std::is_same_v<V, Unmodelled>) {
    archive(value.kind, value.label);
  } else if constexpr (std::is_same_v<V, LeftAlone>) {
    archive(value.id, value.rests_on);
  } else if constexpr (std::is_same_v<V, TakenName>) {
    archive(value.name, value.kind);
  } else if constexpr (std::is_same_v<V, ExtensionMember>) {
    archive(value.role, value.extension, value.name);
  } else if constexpr (std::is_same_v<V, DefaultPrivilege>) {
    archive(value.role, value.schema, value.object_type, value.grants);
  } else {
    static_assert(HasAttributes<V>);
    WhichOne(archive, value);
    archive.Attributes(value);
  }
}

// The names and types of all that is written, as far as the attribute lists reach.
class Form {
 public:
  template <class T>
  void Describe() {
    if constexpr (HasAttributes<T>) {
      text_ += typeid(T).name();
      ForEachAttribute<T>([&](const auto& attribute) {
        text_ += attribute.name;
        Describe<std::remove_cvref_t<decltype(std::declval<T>().*(attribute.member))>>();
      });
    } else if constexpr (requires { typename T::value_type; }) {
      Describe<typename T::value_type>();
    } else {
      text_ += typeid(T).name();
    }
  }
  template <class... T>
  static std::string Of(std::variant<T...>*) {
    Form form;
    form.Describe<Common>();
    (form.Describe<T>(), ...);
    return form.text_;
  }

 private:
  std::string text_;
};

const std::string& TheForm() {
  static const std::string form = Form::Of(static_cast<Object*>(nullptr));
  return form;
}

constexpr uint64_t kEnd = 0;  // of a list of attributes; the first one is number 1

class Packer {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (Put(values), ...);
  }

  // Those that have not their defaults, by number.
  template <class T>
  void Attributes(const T& value) {
    [[maybe_unused]] static const T kDefault{};
    [[maybe_unused]] uint64_t number = kEnd;
    ForEachAttribute<T>([&](const auto& attribute) {
      ++number;
      if (value.*(attribute.member) == kDefault.*(attribute.member)) return;
      Number(number);
      Put(value.*(attribute.member));
    });
    Number(kEnd);
  }

  void Number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }

  std::string Take() { return std::move(out_); }

 private:
  void Put(bool value) { out_ += value ? '\1' : '\0'; }
  void Put(char value) { out_ += value; }
  void Put(int value) { Put(static_cast<int64_t>(value)); }
  void Put(int64_t value) { Number(std::bit_cast<uint64_t>(value)); }
  void Put(double value) { Number(std::bit_cast<uint64_t>(value)); }
  void Put(const std::string& value) {
    Number(value.size());
    out_ += value;
  }

  // A name is spelled once, and told by its number after that.
  void Put(Name value) {
    auto [found, added] = names_.try_emplace(value, names_.size() + 1);
    Number(added ? 0 : found->second);
    if (added) Put(value.str());
  }

  template <class T>
  requires std::is_enum_v<T>
  void Put(T value) { Number(static_cast<uint64_t>(value)); }

  // In their order, though it is no difference.
  template <class List>
  void PutInOrder(const List& value) {
    Number(static_cast<uint64_t>(std::distance(value.begin(), value.end())));
    for (const auto& [parameter, setting] : value) (*this)(parameter, setting);
  }
  void Put(const Settings& value) { PutInOrder(value); }
  void Put(const Options& value) { PutInOrder(value); }
  template <class K, class V>
  void Put(const SparseMap<K, V>& value) {
    Number(value.size());
    for (const auto& [key, element] : value) (*this)(key, element);
  }
  template <class T>
  void Put(const std::vector<T>& value) {
    Number(value.size());
    for (const T& element : value) Put(element);
  }
  template <class T>
  void Put(const std::optional<T>& value) {
    Put(value.has_value());
    if (value) Put(*value);
  }
  template <class T>
  void Put(const Boxed<T>& value) {
    Put(value.has_value());
    if (value) Put(*value);
  }
  template <class T>
  requires std::is_class_v<T>
  void Put(const T& value) { Members(*this, value); }

  std::string out_;
  absl::flat_hash_map<Name, uint64_t> names_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  bool ok() const { return ok_; }
  bool at_end() const { return at_ == end_; }

  template <class... T>
  void operator()(T&... values) {
    (Get(values), ...);
  }

  template <class T>
  void Attributes(T& value) {
    [[maybe_unused]] uint64_t number = kEnd;
    uint64_t next = Number();
    ForEachAttribute<T>([&](const auto& attribute) {
      if (++number != next || !ok_) return;
      Get(value.*(attribute.member));
      next = Number();
    });
    if (next != kEnd) ok_ = false;
  }

  uint64_t Number() {
    uint64_t value = 0;
    for (int shift = 0; at_ < end_ && shift < 64; shift += 7) {
      auto byte = static_cast<unsigned char>(*at_++);
      value |= uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }

  // How many elements follow; no more than there are bytes, each takes at least one.
  size_t Count() {
    uint64_t count = Number();
    if (count > static_cast<uint64_t>(end_ - at_)) ok_ = false;
    return ok_ ? count : 0;
  }

 private:
  void Get(bool& value) { value = Byte() != 0; }
  void Get(char& value) { value = Byte(); }
  void Get(int& value) { value = static_cast<int>(std::bit_cast<int64_t>(Number())); }
  void Get(int64_t& value) { value = std::bit_cast<int64_t>(Number()); }
  void Get(double& value) { value = std::bit_cast<double>(Number()); }
  void Get(std::string& value) { value = Text(); }

  void Get(Name& value) {
    uint64_t number = Number();
    if (number == 0) {
      names_.push_back(value = Name(Text()));
    } else if (number <= names_.size()) {
      value = names_[number - 1];
    } else {
      ok_ = false;
    }
  }

  template <class T>
  requires std::is_enum_v<T>
  void Get(T& value) { value = static_cast<T>(Number()); }

  template <class List>
  void GetByKey(List& value) {
    for (size_t left = Count(); left > 0 && ok_; --left) {
      std::string key;
      Get(key);
      Get(value[key]);
    }
  }
  void Get(Settings& value) { GetByKey(value); }
  void Get(Options& value) { GetByKey(value); }
  template <class K, class V>
  void Get(SparseMap<K, V>& value) {
    for (size_t left = Count(); left > 0 && ok_; --left) {
      K key{};
      Get(key);
      Get(value[key]);
    }
  }
  template <class T>
  void Get(std::vector<T>& value) {
    size_t count = Count();
    value.reserve(count);
    for (; count > 0 && ok_; --count) Get(value.emplace_back());
  }
  template <class T>
  void Get(std::optional<T>& value) {
    bool there = false;
    Get(there);
    if (there) Get(value.emplace());
  }
  template <class T>
  void Get(Boxed<T>& value) {
    bool there = false;
    Get(there);
    if (there) Get(value.emplace());
  }
  template <class T>
  requires std::is_class_v<T>
  void Get(T& value) { Members(*this, value); }

  char Byte() {
    if (at_ == end_) ok_ = false;
    return ok_ ? *at_++ : '\0';
  }
  std::string_view Text() {
    size_t size = Count();
    std::string_view text(at_, size);
    at_ += size;
    return text;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
  std::vector<Name> names_;
};

template <class Archive, class D>
void MembersBesideObjects(Archive& archive, D& database) {
  archive(database.dependencies, database.name, database.owner, database.current_user,
          database.server_version, database.unmodelled, database.left_alone, database.taken_names,
          database.members, database.default_privileges, database.other_namespaces);
}

template <size_t... I>
void GetKind(Unpacker& unpacker, uint64_t kind, Object* object, std::index_sequence<I...>) {
  ((kind == I ? unpacker(object->emplace<I>()) : void()), ...);
}

}  // namespace

std::string Pack(const Database& database) {
  Packer packer;
  packer(TheForm());
  MembersBesideObjects(packer, database);
  packer.Number(database.objects.size());
  for (const auto& [id, object] : database.objects) {
    packer.Number(object.index());
    std::visit([&](const auto& kind) { packer(kind); }, object);
  }
  return packer.Take();
}

std::optional<Database> Unpack(std::string_view bytes) {
  Unpacker unpacker(bytes);
  std::string form;
  unpacker(form);
  if (form != TheForm()) return std::nullopt;
  Database database;
  MembersBesideObjects(unpacker, database);
  for (size_t left = unpacker.Count(); left > 0 && unpacker.ok(); --left) {
    Object object;
    GetKind(unpacker, unpacker.Number(), &object,
            std::make_index_sequence<std::variant_size_v<Object>>());
    ObjectId id = IdOf(object);
    database.objects.Insert(id, std::move(object));
  }
  if (!unpacker.ok() || !unpacker.at_end()) return std::nullopt;
  return database;
}

}  // namespace autogen
