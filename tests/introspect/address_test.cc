#include "introspect/address.h"

#include <gmock/gmock.h>

#include "engine/base/error.h"

namespace autogen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct AddressCase {
  const char* name;
  const char* text;
  const char* conninfo;
  const char* shown;
};

class AddressTest : public testing::TestWithParam<AddressCase> {};

TEST_P(AddressTest, IsReadAndShown) {
  absl::StatusOr<Address> address = ParseAddress(GetParam().text);
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->conninfo, GetParam().conninfo);
  EXPECT_EQ(address->shown, GetParam().shown);
  EXPECT_THAT(address->notices, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Forms, AddressTest,
    testing::ValuesIn<AddressCase>({
        {"url", "postgresql://ann:secret@db.example:5433/app?sslmode=require",
         "dbname='app' host='db.example' password='secret' port='5433' sslmode='require' "
         "user='ann'",
         "postgresql://ann@db.example:5433/app"},
        {"short_scheme", " postgres://db/app\n", "dbname='app' host='db'", "postgresql://db/app"},
        {"encoded_password", "postgresql://ann:p%40ss%2F%27%5C%25%20x@db/app",
         "dbname='app' host='db' password='p@ss/\\'\\\\% x' user='ann'", "postgresql://ann@db/app"},
        {"asyncpg", "postgresql+asyncpg://ann@db/app?ssl=verify-full",
         "dbname='app' host='db' sslmode='verify-full' user='ann'", "postgresql://ann@db/app"},
        {"asyncpg_ssl_true", "postgresql+asyncpg://db/app?ssl=true",
         "dbname='app' host='db' sslmode='require'", "postgresql://db/app"},
        {"psycopg", "postgresql+psycopg://db/app?options=-c%20search_path%3Dapp",
         "dbname='app' host='db' options='-c search_path=app'", "postgresql://db/app"},
        {"socket", "postgresql+psycopg2://ann@/app?host=/run/postgresql",
         "dbname='app' host='/run/postgresql' user='ann'",
         "postgresql://ann@%2Frun%2Fpostgresql/app"},
        {"pg8000_socket", "postgresql+pg8000://ann@/app?unix_sock=/run/pg/.s.PGSQL.5432",
         "dbname='app' host='/run/pg' user='ann'", "postgresql://ann@%2Frun%2Fpg/app"},
        {"hosts", "postgresql+psycopg2://ann@/app?host=a:5432&host=b:5433",
         "dbname='app' host='a,b' port='5432,5433' user='ann'",
         "postgresql://ann@a,b:5432,5433/app"},
        {"keywords", "host=db dbname=app user=ann password='a b'",
         "dbname='app' host='db' password='a b' user='ann'", "postgresql://ann@db/app"},
        {"service", "service=prod", "service='prod'", "service=prod"},
        {"ipv6", "postgresql://[::1]:5433/app", "dbname='app' host='::1' port='5433'",
         "postgresql://[::1]:5433/app"},
        {"keyword_value_with_scheme", "dbname=app password=a://b", "dbname='app' password='a://b'",
         "postgresql:///app"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ParseAddress, LeavesOutWhatOnlyTheDriverKnows) {
  absl::StatusOr<Address> address =
      ParseAddress("postgresql+asyncpg://db/app?prepared_statement_cache_size=0&sslmode=disable");
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->conninfo, "dbname='app' host='db' sslmode='disable'");
  EXPECT_THAT(address->notices,
              ElementsAre("the address's parameter prepared_statement_cache_size is its driver's "
                          "own and is left out"));
}

TEST(ParseAddress, KnowsAPassword) {
  EXPECT_TRUE(ParseAddress("postgresql://a:b@c/d")->has_password);
  EXPECT_FALSE(ParseAddress("postgresql://a@c/d")->has_password);
}

struct BadAddressCase {
  const char* name;
  const char* text;
  const char* message;
};

class BadAddressTest : public testing::TestWithParam<BadAddressCase> {};

TEST_P(BadAddressTest, IsRefusedWithoutItsPassword) {
  absl::StatusOr<Address> address = ParseAddress(GetParam().text);
  ASSERT_FALSE(address.ok());
  Finding finding = ToFinding(address.status());
  EXPECT_EQ(finding.message, GetParam().message);
  EXPECT_THAT(finding.hint, Not(IsEmpty()));
  EXPECT_EQ(finding.blame, Blame::kInput);
  EXPECT_THAT(Describe(finding), Not(HasSubstr("sec")));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, BadAddressTest,
    testing::ValuesIn<BadAddressCase>({
        {"empty", "  ", "the database's address is empty"},
        {"other_database", "mysql://a:secret@b/c",
         "the database's address begins with mysql:, which is not PostgreSQL's"},
        {"bare_at", "postgresql://a:sec@ret@b/c", "the database's address has two @"},
        {"bad_percent", "postgresql://a:sec%zzret@b/c", "the database's address cannot be read"},
        {"mistyped", "postgresql://a:secret@b/c?sslmod=require",
         "the database's address has a parameter that PostgreSQL does not know: sslmod"},
        {"blank_in_keyword", "host=a password=my secret", "the database's address cannot be read"},
        {"not_an_address", "secret", "the database's address cannot be read"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

TEST(WithDatabase, ReplacesTheName) {
  EXPECT_EQ(WithDatabase("host='a' dbname='b'", "c d").value(), "dbname='c d' host='a'");
  EXPECT_EQ(WithDatabase("postgresql://u@a/b", "it's").value(),
            "dbname='it\\'s' host='a' user='u'");
}

}  // namespace
}  // namespace autogen
