#include "database/address.hpp"
#include "failure.hpp"

#include <doctest/doctest.h>

namespace confiture::database {
namespace {

using testing::contains;
using testing::failure_of;

TEST_CASE("an address is taken as a URL and as settings") {
  const Address url("postgresql://ann:s%40crët@db.example:5433/shop?sslmode=require");
  CHECK(url.settings().at("user") == "ann");
  CHECK(url.settings().at("host") == "db.example");
  CHECK(url.settings().at("port") == "5433");
  CHECK(url.settings().at("dbname") == "shop");
  CHECK(url.settings().at("sslmode") == "require");
  CHECK(url.password() == "s@crët");
  const Address settings("host=/run/postgresql dbname='the shop' password='a b'");
  CHECK(settings.settings().at("host") == "/run/postgresql");
  CHECK(settings.password() == "a b");
}

TEST_CASE("what an address leaves out is left to libpq") {
  CHECK(Address("postgresql:///shop").settings().size() == 1);
  CHECK(Address("postgresql:///shop").password().empty());
}

TEST_CASE("another database is on the same server") {
  const Address other = Address("postgresql://ann:x@h/shop?sslmode=require").with_database("o'b");
  CHECK(other.settings().at("dbname") == "o'b");
  CHECK(other.settings().at("sslmode") == "require");
  CHECK(other.password() == "x");
}

TEST_CASE("without its password an address is what it was") {
  const Address address(R"(user=ann password=geheim host=h dbname='a \'b\\')");
  CHECK_FALSE(contains(address.without_password(), "geheim"));
  auto settings = address.settings();
  settings.erase("password");
  CHECK(Address(address.without_password()).settings() == settings);
  CHECK_FALSE(contains(Address("postgresql://u@h/d?password=geheim").without_password(), "geheim"));
}

TEST_CASE("an address is shown by database and server") {
  CHECK(Address("postgresql://ann:x@h:5433/shop").shown() == "shop on h:5433");
  CHECK(Address("postgresql://h").shown() == "the database on h");
  CHECK(Address("host=/tmp dbname=a\x1b").shown() == "a\\x1b on /tmp");
  CHECK(Address("").shown() == "the database");
}

TEST_CASE("what is no address is refused without a word of a password") {
  for (const char* text : {"postgresql://ann:ge%heim@h/shop",
                           "postgresql://ann:geheim@[h/shop",
                           "postgresql://ann:geheim@h/shop?nonsense=1",
                           "password=geheim host",
                           "password='geheim",
                           "http://ann:geheim@h/"}) {
    CAPTURE(text);
    const auto failure = failure_of([&] { Address address(text); });
    CHECK(failure.code() == ErrorCode::Config006);
    CHECK(contains(failure.what(), "Not the address of a database"));
    CHECK_FALSE(contains(failure.what(), "heim"));
    CHECK(contains(failure.hint(), "postgresql://USER@HOST:PORT/DATABASE"));
  }
}

} // namespace
} // namespace confiture::database
