#include "codegen/sql/retype.h"

#include <algorithm>
#include <string>
#include <variant>

#include "codegen/sql/hazards.h"
#include "codegen/sql/kinds.h"

namespace autogen {
namespace {

bool NameIsTaken(Name schema, Name name, const Database& database) {
  return std::any_of(database.objects.begin(), database.objects.end(), [&](const auto& entry) {
    const ObjectId& id = entry.first;
    return id.schema == schema && id.name == name && id.kind != Kind::kFunction &&
           id.kind != Kind::kProcedure && id.kind != Kind::kConstraint && id.kind != Kind::kTrigger;
  });
}

// "mood_old", "mood_old2" …: a name that nothing has on either side of the plan.
Name HelperName(const ObjectId& type, const Writer& w) {
  constexpr size_t kLongest = 63 - 8;  // room for the ending
  std::string_view whole = type.name;
  size_t size = std::min(whole.size(), kLongest);
  // Not in the middle of a character.
  while (size < whole.size() && size > 0 &&
         (static_cast<unsigned char>(whole[size]) & 0xC0) == 0x80) {
    --size;
  }
  std::string base(whole.substr(0, size));
  for (int number = 1;; ++number) {
    Name name(base + "_old" + (number == 1 ? "" : std::to_string(number)));
    if (!NameIsTaken(type.schema, name, w.before()) && !NameIsTaken(type.schema, name, w.after())) {
      return name;
    }
  }
}

const CompositeAttribute* Find(const CompositeType& type, Name name) {
  auto found = std::find_if(type.attributes.begin(), type.attributes.end(),
                            [&](const CompositeAttribute& a) { return a.name == name; });
  return found == type.attributes.end() ? nullptr : &*found;
}

// The type of that name afterwards, whatever its kind.
const Object* FindType(const ObjectId& id, const Database& after) {
  for (Kind kind : {id.kind, Kind::kEnum, Kind::kDomain, Kind::kCompositeType, Kind::kRangeType}) {
    if (const Object* type = after.Find(RelationId(kind, id.schema, id.name))) return type;
  }
  return nullptr;
}

class Rebuild {
 public:
  Rebuild(std::vector<Hazard> hazards, Writer& w) : hazards_(std::move(hazards)), w_(w) {
    types_.push_back(w.step().id);
    const auto& along = w.step().rebuilt_along;
    types_.insert(types_.end(), along.begin(), along.end());
  }

  void Run() {
    std::vector<Name> helpers;
    for (const ObjectId& id : types_) helpers.push_back(HelperName(id, w_));
    for (size_t i = 0; i < types_.size(); ++i) {
      const auto* range = w_.before().Get<RangeType>(types_[i]);
      if (range != nullptr) FreeNamesOf(*range, helpers[i]);
    }
    for (size_t i = 0; i < types_.size(); ++i) {
      const ObjectId& id = types_[i];
      Sql sql = w_.NewSql();
      sql << "ALTER " << Word(id.kind) << " " << NameOf(id) << " RENAME TO " << Ident(helpers[i]);
      w_.Add(std::move(sql));
    }
    for (const ObjectId& id : types_) {
      const Object* type = FindType(id, w_.after());
      if (type == nullptr) continue;
      std::visit([&](const auto& t) { Create(t, w_); }, *type);
      if (IdOf(*type) != id) hazards_.push_back(ReplacedTypeHazard(id, IdOf(*type)));
    }
    for (const ObjectId& column : w_.step().retyped_columns) Convert(column);
    for (size_t i = types_.size(); i-- > 0;) {
      Sql sql = w_.NewSql();
      sql << "DROP " << Word(types_[i].kind) << " " << QualifiedName{types_[i].schema, helpers[i]};
      w_.Add(std::move(sql));
    }
  }

 private:
  // A range type comes with functions and a multirange type, which keep their names when it is
  // renamed. See: PostgreSQL manual, CREATE TYPE, Range Types.
  void FreeNamesOf(const RangeType& range, Name helper) {
    for (bool bounds : {false, true}) {
      Sql sql = w_.NewSql();
      sql << "ALTER FUNCTION " << QualifiedName{range.schema, range.name} << "(" << range.subtype
          << ", " << range.subtype << (bounds ? SqlKeyword(", text)") : SqlKeyword(")"))
          << " RENAME TO " << Ident(helper);
      w_.Add(std::move(sql));
    }
    const QualifiedName& multirange = range.multirange;
    if (multirange.empty()) return;
    Name free = HelperName(RelationId(Kind::kRangeType, multirange.schema, multirange.name), w_);
    Sql function = w_.NewSql();
    function << "ALTER FUNCTION " << multirange << "() RENAME TO " << Ident(free);
    w_.Add(std::move(function));
    Sql type = w_.NewSql();
    type << "ALTER TYPE " << multirange << " RENAME TO " << Ident(free);
    w_.Add(std::move(type));
  }

  bool IsRebuilt(const TypeRef& type) const {
    return std::any_of(types_.begin(), types_.end(), [&](const ObjectId& id) {
      return id.schema == type.schema && id.name == type.name;
    });
  }

  void Convert(const ObjectId& id) {
    const auto* table = w_.after().Get<Table>(RelationId(Kind::kTable, id.schema, id.scope));
    const Column* column = table ? FindColumn(table->columns, id.name) : nullptr;
    if (column == nullptr) return;
    Sql start = w_.NewSql();
    start << "ALTER TABLE " << QualifiedName{id.schema, id.scope};
    Sql action = w_.NewSql();
    action << "ALTER COLUMN " << Ident(id.name) << " TYPE " << column->type;
    if (!column->collation.empty()) action << " COLLATE " << column->collation;
    action << " USING ";
    AppendConversion(action, *column);
    w_.AddAction(std::move(start), std::move(action), Pass::kAlterType, hazards_);
  }

  void AppendConversion(Sql& sql, const Column& column) {
    ObjectId id = RelationId(Kind::kCompositeType, column.type.schema, column.type.name);
    const auto* before = w_.before().Get<CompositeType>(id);
    const auto* after = w_.after().Get<CompositeType>(id);
    if (before != nullptr && after != nullptr && !column.type.array) {
      AppendRow(sql, column, *before, *after);
    } else {
      sql << Ident(column.name);
      AppendCast(sql, column.type);
    }
  }

  static void AppendCast(Sql& sql, const TypeRef& type) {
    sql << (type.array ? SqlKeyword("::text[]::") : SqlKeyword("::text::")) << type;
  }

  // A value taken apart and put together by name; what is new is null. IS NULL alone would also be
  // true of a row of nulls.
  void AppendRow(Sql& sql, const Column& column, const CompositeType& before,
                 const CompositeType& after) {
    sql << "CASE WHEN " << Ident(column.name) << " IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(";
    bool first = true;
    for (const CompositeAttribute& wanted : after.attributes) {
      if (!first) sql << ", ";
      first = false;
      const CompositeAttribute* old = Find(before, wanted.name);
      if (old == nullptr) {
        sql << "NULL::" << wanted.type;
        continue;
      }
      sql << "(" << Ident(column.name) << ")." << Ident(wanted.name);
      if (IsRebuilt(wanted.type)) {
        AppendCast(sql, wanted.type);
      } else if (old->type != wanted.type) {
        sql << "::" << wanted.type;
      }
    }
    sql << ")::" << column.type << " END";
  }

  std::vector<Hazard> hazards_;
  Writer& w_;
  std::vector<ObjectId> types_;
};

}  // namespace

void RebuildTypes(const std::vector<Hazard>& hazards, Writer& w) {
  Rebuild(hazards, w).Run();
  w.SetRebuilt();
}

}  // namespace autogen
