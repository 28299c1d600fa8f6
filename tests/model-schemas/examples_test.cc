#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/model-schemas/models.h"

// The examples of the model format's page, as far as their kinds go.
namespace autogen {
namespace {

constexpr char kProject[] = R"yaml(
extensions: [uuid-ossp]                    # and vector: pgvector's own name
enums:
  job_status: [pending, running, done, failed]
functions:
  update_updated_at_column():
    returns: trigger
    language: plpgsql
    body: |
      BEGIN
        NEW.updated_at = CURRENT_TIMESTAMP;
        RETURN NEW;
      END;
mixins:
  timestamps:
    columns: {created_at: timestamptz not null default now(), updated_at: timestamptz not null default now()}
    triggers:
      update_{table}_updated_at: before update for each row execute function update_updated_at_column()
tables:
  users:
    comment: User accounts and subscription info
    include: [timestamps]
    columns:
      id: uuid primary key default uuid_generate_v4()
      email:
        sql: varchar(255) not null unique
        comment: Where we write to, and the name to log in with
      email_verified: boolean not null default false
  decks:
    columns:
      id: uuid primary key default uuid_generate_v4()
      user_id: uuid not null
      tags: text[] not null default '{}'
      created_at: timestamptz not null default now()
    constraints:
      fk_decks_user_id: foreign key (user_id) references users on delete cascade
    indexes:
      ix_decks_tags: using gin (tags)
      ix_decks_user_id: [user_id]
  jobs:
    include: [timestamps]
    columns:
      id: uuid primary key default uuid_generate_v4()
      user_id: uuid not null references users on delete cascade
      status: job_status not null default 'pending'
      progress: smallint not null default 0 check (progress between 0 and 100)
    indexes:
      ix_jobs_active: (user_id) where status in ('pending', 'running')
      ix_jobs_status_created_at: [status, created_at]
  settings:
    include: [timestamps]
    columns:
      user_id: uuid primary key references users on delete cascade
      data: |-
        jsonb not null default '{"theme": "light", "daily": 20}'
  subscriptions:
    include: [timestamps]
    columns: {id: uuid primary key, user_id: uuid not null references users on delete cascade, period: tstzrange not null}
    indexes: [[user_id], [created_at]]     # without names
  audit_logs:
    columns:
      id: bigint primary key generated always as identity
      user_id: uuid references users on delete set null
      at: timestamptz not null default now()
    indexes: {ix_audit_logs_at: [at desc]}
  notifications:
    columns: {id: uuid primary key, user_id: uuid not null references users on delete cascade, read_at: timestamptz}
    indexes: {ix_notifications_unread: (user_id) where read_at is null}
views:
  verified_users: select id, email from users where email_verified
)yaml";

ElaborateOptions WithUuid() {
  ElaborateOptions options;
  options.members_complete = true;
  options.members = {
      {ExtensionMember::Role::kFunction, "uuid-ossp", {"public", "uuid_generate_v4"}}};
  return options;
}

std::vector<std::string> Names(const std::vector<Name>& names) {
  std::vector<std::string> texts;
  for (Name name : names) texts.push_back(name.str());
  return texts;
}
using Texts = std::vector<std::string>;

TEST(ExamplesTest, ProjectInOneFile) {
  auto model = Declare(kProject, WithUuid());
  ASSERT_TRUE(model.ok()) << Told(model.status());

  const Table* users = Find<Table>(*model, "public.users");
  ASSERT_NE(users, nullptr);
  EXPECT_EQ(users->common.comment, "User accounts and subscription info");
  Texts columns;
  for (const Column& column : users->columns) columns.push_back(column.name.str());
  EXPECT_EQ(columns, (Texts{"id", "email", "email_verified", "created_at", "updated_at"}));
  const Column* id = FindColumn(*model, "users", "id");
  EXPECT_TRUE(id->not_null);
  EXPECT_EQ(id->default_value.text, "public.uuid_generate_v4()");
  const Column* email = FindColumn(*model, "users", "email");
  EXPECT_EQ(CanonicalText(email->type), "character varying(255)");
  EXPECT_EQ(email->comment, "Where we write to, and the name to log in with");
  EXPECT_FALSE(users->common.owner.has_value());
  EXPECT_FALSE(users->common.grants.has_value());

  const Trigger* touch = Find<Trigger>(*model, "update_jobs_updated_at");
  ASSERT_NE(touch, nullptr);
  EXPECT_EQ(touch->relation, Name("jobs"));
  EXPECT_EQ(touch->function, (QualifiedName{"public", "update_updated_at_column"}));
  EXPECT_TRUE(touch->for_each_row);

  const Constraint* decks = Find<Constraint>(*model, "fk_decks_user_id");
  ASSERT_NE(decks, nullptr);
  EXPECT_EQ(decks->references, (QualifiedName{"public", "users"}));
  EXPECT_EQ(Names(decks->referenced_columns), Texts{"id"});
  EXPECT_EQ(decks->on_delete, ForeignKeyAction::kCascade);

  EXPECT_EQ(Find<Index>(*model, "ix_decks_tags")->access_method, Name("gin"));
  const Index* active = Find<Index>(*model, "ix_jobs_active");
  EXPECT_EQ(active->where.text, "status in ('pending', 'running')");
  EXPECT_TRUE(Find<Index>(*model, "ix_audit_logs_at")->keys[0].descending);
  EXPECT_EQ(FindColumn(*model, "jobs", "status")->type,
            (TypeRef{"public", "job_status", {}, false}));
  EXPECT_EQ(FindColumn(*model, "settings", "data")->default_value.text,
            R"('{"theme": "light", "daily": 20}')");
  EXPECT_EQ(Find<View>(*model, "verified_users")->query.text,
            "select id, email from public.users where email_verified");
  int unnamed = 0;
  for (const Declared& declared : model->objects) {
    const auto* index = std::get_if<Index>(&*declared.object);
    if (index && index->name.empty() && index->table == Name("subscriptions")) ++unnamed;
  }
  EXPECT_EQ(unnamed, 2);
  EXPECT_EQ(Find<Routine>(*model, "update_updated_at_column")->body,
            "\nBEGIN\n  NEW.updated_at = CURRENT_TIMESTAMP;\n  RETURN NEW;\nEND;\n");
}

constexpr char kBookings[] = R"yaml(
extensions: [btree_gist, pg_trgm]
sequences:
  ticket_no: as bigint increment by 10 start with 1000 cache 5 owned by bookings.ticket
tables:
  tenants:
    columns: {region: char(2), id: bigint generated by default as identity (start with 100 increment by 10)}
    constraints: {tenants_pkey: "primary key (region, id)"}
  rooms:
    columns:
      id: serial primary key
      region: char(2) not null
      tenant_id: bigint not null
      name: text collate "C" not null
      area: numeric(8,2) constraint area_positive check (area > 0)
      price: {type: "numeric(10,2)", not_null: true, default: 0}     # a comma inside { } wants quotes
      price_per_area: numeric generated always as (price / nullif(area, 0)) stored
      note:
        type: text
        storage: external
        compression: pglz
        statistics: 500
        with: {n_distinct: -0.5}
        comment: "Seen by staff: not by guests"
    constraints:
      rooms_name_key: unique nulls not distinct (region, name) include (area)
      rooms_tenant_fkey: foreign key (region, tenant_id) references tenants match full deferrable initially deferred
    indexes:
      rooms_cheap: unique (region, lower(name) text_pattern_ops desc nulls last) include (price) where price < 10
      rooms_trgm: using gist (name gist_trgm_ops (siglen = 32)) with (fillfactor = 80)
    with: {fillfactor: 70, toast.autovacuum_enabled: false}
    replica_identity: full
    cluster_on: rooms_pkey
  bookings:
    columns:
      room_id: integer not null references rooms
      during: tstzrange not null
      ticket: bigint not null default nextval('ticket_no')
      cancelled: boolean not null default false
    constraints:                                                     # a list: these have no name
      - exclude using gist (room_id with =, during with &&) where (not cancelled)
      - check (not isempty(during)) not valid
    indexes: [[ticket], (lower(during)) where not cancelled]
)yaml";

TEST(ExamplesTest, ColumnsConstraintsIndexes) {
  auto model = Declare(kBookings);
  ASSERT_TRUE(model.ok()) << Told(model.status());

  const Sequence* tickets = Find<Sequence>(*model, "ticket_no");
  EXPECT_EQ(tickets->options.increment, 10);
  EXPECT_EQ(tickets->options.start, 1000);
  EXPECT_EQ(tickets->options.cache, 5);
  EXPECT_EQ(tickets->owned_by, (OwnedBy{"bookings", "ticket"}));

  const Column* tenant = FindColumn(*model, "tenants", "id");
  ASSERT_TRUE(tenant->identity.has_value());
  EXPECT_EQ(tenant->identity->kind, IdentityKind::kByDefault);
  EXPECT_EQ(tenant->identity->options.start, 100);
  EXPECT_TRUE(FindColumn(*model, "tenants", "region")->not_null);

  // serial
  const Column* id = FindColumn(*model, "rooms", "id");
  EXPECT_EQ(CanonicalText(id->type), "integer");
  EXPECT_TRUE(id->not_null);
  EXPECT_EQ(id->default_value.text, "nextval('public.rooms_id_seq'::regclass)");
  const Sequence* rooms_id = Find<Sequence>(*model, "rooms_id_seq");
  ASSERT_NE(rooms_id, nullptr);
  EXPECT_EQ(CanonicalText(rooms_id->options.type), "integer");
  EXPECT_EQ(rooms_id->options.max_value, 2147483647);
  EXPECT_EQ(rooms_id->owned_by, (OwnedBy{"rooms", "id"}));

  const Column* note = FindColumn(*model, "rooms", "note");
  EXPECT_EQ(note->storage, Name("external"));
  EXPECT_EQ(note->compression, Name("pglz"));
  EXPECT_EQ(note->statistics, 500);
  EXPECT_EQ(note->options, (Options{{"n_distinct", "-0.5"}}));
  EXPECT_EQ(note->comment, "Seen by staff: not by guests");
  const Column* price = FindColumn(*model, "rooms", "price");
  EXPECT_EQ(CanonicalText(price->type), "numeric(10,2)");
  EXPECT_EQ(price->default_value.text, "0");
  EXPECT_TRUE(price->not_null);
  EXPECT_EQ(FindColumn(*model, "rooms", "price_per_area")->generated.text,
            "price / nullif(area, 0)");
  EXPECT_NE(Find<Constraint>(*model, "area_positive"), nullptr);

  const Constraint* key = Find<Constraint>(*model, "rooms_tenant_fkey");
  EXPECT_EQ(Names(key->referenced_columns), (Texts{"region", "id"}));
  EXPECT_EQ(key->match, ForeignKeyMatch::kFull);
  EXPECT_TRUE(key->initially_deferred);
  const Constraint* name_key = Find<Constraint>(*model, "rooms_name_key");
  EXPECT_TRUE(name_key->nulls_not_distinct);
  EXPECT_EQ(Names(name_key->include), Texts{"area"});

  const Index* cheap = Find<Index>(*model, "rooms_cheap");
  EXPECT_TRUE(cheap->unique);
  EXPECT_EQ(cheap->keys[1].expression.text, "lower(name)");
  EXPECT_TRUE(cheap->keys[1].descending);
  EXPECT_FALSE(cheap->keys[1].nulls_first);
  EXPECT_EQ(cheap->where.text, "price < 10");
  const Index* trigrams = Find<Index>(*model, "rooms_trgm");
  EXPECT_EQ(trigrams->keys[0].opclass_options, (Options{{"siglen", "32"}}));
  EXPECT_EQ(trigrams->options, (Options{{"fillfactor", "80"}}));

  const Table* rooms = Find<Table>(*model, "rooms");
  EXPECT_EQ(rooms->options, (Options{{"fillfactor", "70"}, {"toast.autovacuum_enabled", "false"}}));
  EXPECT_EQ(rooms->replica_identity.mode, ReplicaIdentity::Mode::kFull);
  EXPECT_EQ(rooms->cluster_on, Name("rooms_pkey"));

  std::vector<Constraint> bookings = ConstraintsOf(*model, "bookings");
  ASSERT_EQ(bookings.size(), 3u);
  EXPECT_EQ(bookings[0].type, ConstraintType::kForeignKey);
  EXPECT_EQ(bookings[1].type, ConstraintType::kExclusion);
  EXPECT_EQ(bookings[1].elements[1].with_operator, (QualifiedName{"pg_catalog", "&&"}));
  EXPECT_EQ(bookings[1].where.text, "not cancelled");
  EXPECT_TRUE(bookings[2].not_valid);
  EXPECT_EQ(FindColumn(*model, "bookings", "ticket")->default_value.text,
            "nextval('public.ticket_no')");
}

constexpr char kTickets[] = R"yaml(
enums:
  ticket_state: {values: [open, {value: solved, renamed_from: closed}, "no"]}
domains:
  email: text collate "C" not null check (value ~ '^[^@]+@[^@]+$')
  percent: {type: "numeric(5,2)", default: "0", constraints: {percent_range: check (value between 0 and 100)}}
composite_types: {address: '(street text, zip varchar(10) collate "C")'}
range_types: {float8_range: "(subtype = float8, subtype_diff = float8mi)"}
functions:
  add(a integer, b integer default 1):
    returns: integer
    language: sql
    volatility: immutable
    strict: true
    parallel: safe
    sql_body: return a + b
  add(a text, variadic b text[]): {returns: text, language: sql, body: "select a || array_to_string(b, '')"}   # an overload
  tickets_of(who uuid, out id integer, out total numeric):
    returns: setof record
    language: plpgsql
    security_definer: true
    set: {search_path: "pg_catalog, pg_temp"}
    body: |
      BEGIN
        RETURN QUERY SELECT 1, 2.5;
      END;
    comment: One row a ticket
  touch(): {returns: trigger, language: plpgsql, body: BEGIN RETURN NEW; END}
  on_ddl(): {returns: event_trigger, language: plpgsql, body: "$$begin\nend$$"}
procedures:
  archive(before date, inout moved integer default 0): {language: plpgsql, body: BEGIN COMMIT; END}
tables:
  tickets:
    columns: {id: integer primary key, title: text, closed: boolean}
    triggers:
      tickets_audit: constraint after insert or update of title deferrable for each row execute function touch()
      tickets_touch:
        sql: before update for each row when (old.* is distinct from new.*) execute function touch()
        state: always
views:
  open_tickets:
    columns: {title: {default: "'untitled'", comment: What the caller said}}
    with: {security_barrier: true, check_option: cascaded}
    sql: |
      select id, title
      from tickets where not closed
    triggers: {open_tickets_insert: instead of insert for each row execute function touch()}
materialized_views:
  ticket_counts:
    sql: select closed, count(*) as n from tickets group by closed
    with_data: false
    indexes: {ticket_counts_closed: unique (closed)}
)yaml";

TEST(ExamplesTest, TypesFunctionsTriggersViews) {
  auto model = Declare(kTickets);
  ASSERT_TRUE(model.ok()) << Told(model.status());

  EXPECT_EQ(Find<Enum>(*model, "ticket_state")->values, (Texts{"open", "solved", "no"}));
  ASSERT_EQ(model->renames.size(), 1u);
  EXPECT_EQ(model->renames[0].label_before, "closed");
  EXPECT_EQ(model->renames[0].label_after, "solved");
  EXPECT_EQ(model->renames[0].after, (ObjectId{Kind::kEnum, "public", "ticket_state", {}}));

  const Domain* email = Find<Domain>(*model, "email");
  EXPECT_EQ(email->collation.name, Name("C"));
  EXPECT_TRUE(email->not_null);
  EXPECT_EQ(email->constraints[0].check.text, "value ~ '^[^@]+@[^@]+$'");
  const Domain* percent = Find<Domain>(*model, "percent");
  EXPECT_EQ(CanonicalText(percent->type), "numeric(5,2)");
  EXPECT_EQ(percent->default_value.text, "0");
  EXPECT_EQ(percent->constraints[0].name, Name("percent_range"));

  const CompositeType* address = Find<CompositeType>(*model, "address");
  ASSERT_EQ(address->attributes.size(), 2u);
  EXPECT_EQ(CanonicalText(address->attributes[1].type), "character varying(10)");
  const RangeType* range = Find<RangeType>(*model, "float8_range");
  EXPECT_EQ(CanonicalText(range->subtype), "double precision");
  EXPECT_EQ(range->subtype_diff, (QualifiedName{"pg_catalog", "float8mi"}));
  EXPECT_EQ(range->multirange, (QualifiedName{"public", "float8_multirange"}));

  const Routine* tickets_of = Find<Routine>(*model, "tickets_of");
  EXPECT_EQ(Signature(*tickets_of), Name("(uuid)"));
  EXPECT_TRUE(tickets_of->returns_set);
  EXPECT_TRUE(tickets_of->security_definer);
  ASSERT_FALSE(tickets_of->set.empty());
  EXPECT_EQ(tickets_of->set.begin()->first, "search_path");
  EXPECT_EQ(tickets_of->set.begin()->second, "pg_catalog, pg_temp");
  EXPECT_EQ(tickets_of->common.comment, "One row a ticket");
  EXPECT_EQ(Find<Routine>(*model, "touch")->body, "BEGIN RETURN NEW; END");
  EXPECT_EQ(Find<Routine>(*model, "on_ddl")->body, "begin\nend");
  Texts overloads;
  for (const Declared& declared : model->objects) {
    const auto* routine = std::get_if<Routine>(&*declared.object);
    if (routine && routine->name == Name("add")) overloads.push_back(Signature(*routine).str());
  }
  EXPECT_EQ(overloads, (Texts{"(integer, integer)", "(text, text[])"}));
  const Routine* archive = Find<Routine>(*model, "archive");
  EXPECT_EQ(archive->kind, Kind::kProcedure);
  EXPECT_EQ(archive->arguments[1].mode, ArgumentMode::kInOut);

  const Trigger* audit = Find<Trigger>(*model, "tickets_audit");
  EXPECT_TRUE(audit->constraint);
  EXPECT_EQ(Names(audit->update_columns), Texts{"title"});
  EXPECT_TRUE(audit->deferrable);
  const Trigger* touch = Find<Trigger>(*model, "tickets_touch");
  EXPECT_EQ(touch->state, TriggerState::kAlways);
  EXPECT_EQ(touch->when.text, "old.* is distinct from new.*");

  const View* view = Find<View>(*model, "open_tickets");
  EXPECT_EQ(view->query.text, "select id, title\nfrom public.tickets where not closed");
  EXPECT_EQ(view->columns[0].default_value.text, "'untitled'");
  EXPECT_EQ(view->columns[0].comment, "What the caller said");
  EXPECT_EQ(view->options, (Options{{"check_option", "cascaded"}, {"security_barrier", "true"}}));
  EXPECT_EQ(Find<Trigger>(*model, "open_tickets_insert")->timing, TriggerTiming::kInsteadOf);
  EXPECT_FALSE(Find<MaterializedView>(*model, "ticket_counts")->with_data);
  EXPECT_EQ(Find<Index>(*model, "ticket_counts_closed")->table, Name("ticket_counts"));
}

TEST(ExamplesTest, Rights) {
  auto model = Declare(R"yaml(
schema: app
schemas:
  app: {owner: app_owner, grants: {app_user: usage}}
tables:
  accounts:
    columns: {id: integer primary key, owner_name: text not null, iban: text}
    row_level_security: true
    force_row_level_security: true
    owner: app_owner
    grants:
      app_user: select (id, owner_name), update (iban)
      auditor: [select with grant option, references (id)]
functions:
  balance(integer): {returns: numeric, language: sql, body: select 0.0, grants: {app_user: execute}}   # public's built-in right goes
)yaml");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  const Table* accounts = Find<Table>(*model, "app.accounts");
  ASSERT_NE(accounts, nullptr);
  EXPECT_EQ(accounts->common.owner, Name("app_owner"));
  EXPECT_TRUE(accounts->force_row_level_security);
  EXPECT_EQ(*accounts->common.grants, (Grants{{"app_user", "select", "id", false},
                                              {"app_user", "select", "owner_name", false},
                                              {"app_user", "update", "iban", false},
                                              {"auditor", "references", "id", false},
                                              {"auditor", "select", "", true}}));
  EXPECT_EQ(*Find<Routine>(*model, "balance")->common.grants,
            (Grants{{"app_user", "execute", "", false}}));
  EXPECT_EQ(*Find<Namespace>(*model, "app")->common.grants,
            (Grants{{"app_user", "usage", "", false}}));
}

TEST(ExamplesTest, OnceAFileOrModel) {
  auto model = Declare(R"yaml(
manage: [grants, default_privileges]   # once a model: classes in which absent means PostgreSQL's default
schema: app                        # names of this file without a schema belong here
naming:                            # once a model; also {column}, {referred_table}, {referred_columns}
  {pk: "pk_{table}", fk: "fk_{table}_{columns}", uq: "uq_{table}_{columns}", ck: "ck_{table}_{columns}", ix: "ix_{table}_{columns}"}
mixins:
  tenant:
    columns: {tenant_id: integer not null}
    indexes: {"{table}_tenant": [tenant_id]}
schemas: [app]
tables:
  notes:
    renamed_from: memos
    include: [tenant]
    columns: &note_columns
      id: integer primary key
      text: text not null
  drafts:
    columns: {<<: *note_columns, text: text}   # one's own key wins over a merged one
)yaml");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_TRUE(model->managed.grants);
  EXPECT_TRUE(model->managed.default_privileges);
  EXPECT_FALSE(model->managed.owners);
  EXPECT_EQ(model->naming.at("pk"), "pk_{table}");
  EXPECT_TRUE(FindColumn(*model, "notes", "text")->not_null);
  EXPECT_FALSE(FindColumn(*model, "drafts", "text")->not_null);
  EXPECT_TRUE(FindColumn(*model, "drafts", "id")->not_null);
  EXPECT_EQ(Find<Index>(*model, "app.notes_tenant")->table, Name("notes"));
  ASSERT_EQ(model->renames.size(), 1u);
  EXPECT_EQ(model->renames[0].before, RelationId(Kind::kTable, "app", "memos"));
  EXPECT_EQ(model->renames[0].after, RelationId(Kind::kTable, "app", "notes"));
}

TEST(ExamplesTest, OperatorsAndLevels) {
  auto model = Declare(R"yaml(
composite_types: {level: (n integer)}
functions:
  same_text(text, text): {returns: boolean, language: sql, volatility: immutable, body: "select lower($1) = lower($2)"}
  to_level(text): {returns: level, language: sql, volatility: immutable, body: "select row(1)::level"}
operators:
  ===(text, text): (function = same_text, commutator = ===, restrict = eqsel, join = eqjoinsel)
)yaml");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  const Operator* same = Find<Operator>(*model, "===");
  ASSERT_NE(same, nullptr);
  EXPECT_EQ(Signature(*same), Name("(text, text)"));
  EXPECT_EQ(same->function, (QualifiedName{"public", "same_text"}));
  EXPECT_EQ(same->commutator, (QualifiedName{"public", "==="}));
  EXPECT_EQ(same->restrict_function, (QualifiedName{"pg_catalog", "eqsel"}));
  EXPECT_EQ(Find<Routine>(*model, "to_level")->returns, (TypeRef{"public", "level", {}, false}));
}

// The example project, with and without its optional part, and some of what it must hold.
TEST(ExamplesTest, AnkiCompendium) {
  std::string folder = AUTOGEN_SOURCE_DIR "/model-schemas/examples/anki-compendium/";
  auto files = LoadModelFiles(folder + "model-schemas");
  ASSERT_TRUE(files.ok()) << Told(files.status());
  ElaborateOptions options = WithUuid();
  auto model = Declare(*files, options);
  ASSERT_TRUE(model.ok()) << Told(model.status());
  for (const char* table :
       {"users", "decks", "jobs", "settings", "subscriptions", "audit_logs", "notifications"}) {
    EXPECT_NE(Find<Table>(*model, table), nullptr) << table;
  }
  for (const char* table : {"users", "jobs", "settings", "subscriptions"}) {
    EXPECT_NE(Find<Trigger>(*model, "update_" + std::string(table) + "_updated_at"), nullptr);
  }
  EXPECT_NE(Find<Index>(*model, "ix_jobs_status_created_at"), nullptr);
  EXPECT_EQ(model->notices.size(), 0u);

  auto optional = LoadModelFiles(folder + "optional");
  ASSERT_TRUE(optional.ok()) << Told(optional.status());
  files->insert(files->end(), optional->begin(), optional->end());
  options.members.push_back({ExtensionMember::Role::kType, "vector", {"public", "vector"}});
  model = Declare(*files, options);
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(FindColumn(*model, "card_embeddings", "embedding")->type,
            (TypeRef{"public", "vector", "(1536)", false}));
}

TEST(LoadTest, OnlyFilesOfYaml) {
  // Many are read on two threads, and come in order all the same.
  const std::filesystem::path many =
      std::filesystem::temp_directory_path() / ("autogen-many-" + std::to_string(getpid()));
  std::filesystem::create_directories(many);
  for (int i = 1000; i < 1700; ++i) {
    std::ofstream(many / (std::to_string(i) + ".yaml")) << "# " << i;
  }
  auto all = LoadModelFiles(many.string());
  std::filesystem::remove_all(many);
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 700u);
  for (int i = 1000; i < 1700; ++i) EXPECT_EQ((*all)[i - 1000].text, "# " + std::to_string(i));
  EXPECT_EQ(Told(LoadModelFiles("/nowhere/at/all").status()),
            "error: there is no folder of models at /nowhere/at/all\n"
            "  hint: `autogen init` makes one; the config's `models` says where it is\n");
}

}  // namespace
}  // namespace autogen
