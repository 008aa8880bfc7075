#include "naive_order.hpp"
#include "order.hpp"
#include "path.hpp"
#include "random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using testing::NaiveOrder;
using testing::Random;
using Paths = std::vector<std::string>;

Paths numbered(const Paths& paths) {
  const std::vector<std::string_view> views(paths.begin(), paths.end());
  Paths sorted;
  for (const std::size_t position : numbered_order(views)) {
    sorted.push_back(paths[position]);
  }
  return sorted;
}

// Reference, section 4.
TEST_CASE("alphabetical order compares components and not characters") {
  const std::array<std::string_view, 9> ascending = {
      "/", "/a", "/a/b/c", "/a/b.sql", "/a b.sql", "/a-b.sql", "/a.sql", "/z", "/é"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      CAPTURE(ascending[i]);
      CAPTURE(ascending[j]);
      CHECK(comes_before(ascending[i], ascending[j]) == (i < j));
    }
  }
}

TEST_CASE("code points above the first plane come last") {
  CHECK(comes_before("/\xEF\xBF\xBD", "/\xF0\x9F\x98\x80")); // U+FFFD, U+1F600
}

TEST_CASE("alphabetical order is that of the lists of components") {
  constexpr std::uint32_t seed = 8;
  Random random(seed);
  const std::vector<std::string> names = {"a", "b", "ab", "a b", "a-b", "a.b", "\x01", "é", "0"};
  const auto make_path = [&] {
    std::string path;
    for (std::size_t left = random.below(4) + 1; left > 0; --left) {
      path += "/" + random.pick(names);
    }
    return path;
  };
  for (int round = 0; round < 20'000; ++round) {
    const std::string a = make_path();
    const std::string b = make_path();
    CAPTURE(seed);
    CAPTURE(a);
    CAPTURE(b);
    REQUIRE(comes_before(a, b) == (path::components(a) < path::components(b)));
  }
}

TEST_CASE("a number is digits with a decimal one among them and an underscore") {
  for (const std::string_view name :
       {"1_a", "0_", "00_x.sql", "1f_x", "F0_x", "a1_b", "0248_flag", "1__a"}) {
    CAPTURE(name);
    CHECK(is_numbered(name));
  }
  for (const std::string_view name :
       {"", "_", "a_x", "face_x", "1", "1a", "1-a", "x1_a", "0x1_a", "-1_a", "1g_a"}) {
    CAPTURE(name);
    CHECK_FALSE(is_numbered(name));
  }
}

// Recorded from confiture.core.tree_prefix.order.
TEST_CASE("numbered order puts numbers first and by value") {
  const std::vector<Paths> sorted_lists = {
      {"/p/1_a", "/p/2_a", "/p/10_a", "/p/a"},
      {"/p/9_a", "/p/0a_x", "/p/10_a"},               // hexadecimal, for 0a
      {"/p/9_a.sql", "/p/0a_d/x.sql", "/p/10_a.sql"}, // a folder counts as well
      {"/p/9_a", "/p/10_a", "/p/q/0a_x"},             // but not one's neighbours below
      {"/p/001_a", "/p/01_b", "/p/1_c"},              // equal values: by the rest
      {"/p/001_x", "/p/01_x", "/p/1_x"},              // equal rests too: by the whole name
      {"/p/1_a/9_z", "/p/2_a/1_a"},
      {"/p/1_a/x", "/p/1_a b/a"},
      {"/p/99999999999999999998_a", "/p/99999999999999999999_a"},
      {"/p/18446744073709551616_a", "/p/fffffffffffffffffffff0_b"}, // hexadecimal by its neighbour
      {"/2_x/1_a", "/10_x/1_a"},
      {"/p/A", "/p/a", "/p/é"},
  };
  for (const Paths& sorted : sorted_lists) {
    CAPTURE(sorted.front());
    Paths reversed(sorted.rbegin(), sorted.rend());
    CHECK(numbered(reversed) == sorted);
    CHECK(numbered(sorted) == sorted);
  }
  CHECK(numbered({}).empty());
}

Paths random_paths(Random& random) {
  const std::vector<std::string> names = {
      "a",   "b",   "1_a",    "01_a", "10_a",       "0a_x",         "a_x",
      "9_z", "2_",  "1f_q",   "ff_1", "0f_b",       "aB",           "a.sql",
      "a b", "a-b", "a1_b",   "B",    "0_",         "00_",          "1__a",
      "é",   "1_é", "face_1", "1",    "7fffffff_m", "2147483647_m", "9223372036854775_x"};
  std::set<std::string> paths;
  for (std::size_t left = random.below(9) + 1; left > 0; --left) {
    std::string path;
    for (std::size_t depth = random.below(3) + 1; depth > 0; --depth) {
      path += "/" + random.pick(names);
    }
    paths.insert(path);
  }
  return {paths.begin(), paths.end()};
}

Paths shuffled(Paths paths, Random& random) {
  for (std::size_t i = paths.size(); i > 1; --i) {
    std::swap(paths[i - 1], paths[random.below(i)]);
  }
  return paths;
}

TEST_CASE("numbered order agrees with sorting by the reference's key") {
  constexpr std::uint32_t seed = 9;
  Random random(seed);
  for (int round = 0; round < 3'000; ++round) {
    const Paths paths = random_paths(random);
    const Paths expected = NaiveOrder(paths).sorted(paths);
    CAPTURE(seed);
    CAPTURE(round);
    CAPTURE(paths.front());
    REQUIRE(numbered(shuffled(paths, random)) == expected); // whatever the order they come in
  }
}

// With the base of every directory settled by the same set, any two compare as they do in it.
TEST_CASE("numbered order is total") {
  constexpr std::uint32_t seed = 10;
  Random random(seed);
  for (int round = 0; round < 300; ++round) {
    Paths sorted = numbered(random_paths(random));
    // A hexadecimal neighbour everywhere makes a pair's bases those of the whole set.
    Paths anchors;
    for (const std::string& path : sorted) {
      for (std::string_view parent = path; parent != "/";) {
        parent = path::parent(parent);
        anchors.push_back(path::join(parent, "0f_anchor"));
      }
    }
    std::sort(anchors.begin(), anchors.end());
    anchors.erase(std::unique(anchors.begin(), anchors.end()), anchors.end());
    const auto before = [&](const std::string& a, const std::string& b) {
      Paths paths = anchors;
      for (const std::string& path : {a, b}) {
        if (std::find(paths.begin(), paths.end(), path) == paths.end()) {
          paths.push_back(path);
        }
      }
      const Paths order = numbered(paths);
      return std::find(order.begin(), order.end(), a) < std::find(order.begin(), order.end(), b);
    };
    const std::string& a = random.pick(sorted);
    const std::string& b = random.pick(sorted);
    const std::string& c = random.pick(sorted);
    CAPTURE(seed);
    CAPTURE(a);
    CAPTURE(b);
    CAPTURE(c);
    REQUIRE((a == b || before(a, b) != before(b, a)));
    REQUIRE((!before(a, b) || !before(b, c) || before(a, c)));
  }
}

} // namespace
} // namespace confiture
