#include "core/wire/charter_codec.h"

#include <functional>

#include "core/model/limits/coalition.h"
#include "tests/core/wire/strict.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using Change = std::function<void(Charter&)>;

bool is_taken(const Change& change) {
  static const tests::TestCoalition test;
  return wire::is_taken(test.charter(), change);
}

std::vector<std::string> words(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back("w" + std::to_string(1000 + i));
  return out;
}

}  // namespace

TEST_CASE("a charter comes back the same") {
  const tests::TestCoalition test;
  CHECK(wire::decode<Charter>(wire::encode(test.charter())).value() == test.charter());
}

TEST_CASE("every list of a charter is taken at its limit and refused one above") {
  struct List {
    const char* name;
    std::size_t most;
    std::function<void(Charter&, std::size_t)> fill;
  };

  const List lists[] = {
      {"languages", 8, [](Charter& c, std::size_t n) { c.languages = words(n); }},
      {"regions", 64, [](Charter& c, std::size_t n) { c.regions = words(n); }},
      {"sectors", 16, [](Charter& c, std::size_t n) { c.sectors = words(n); }},
      {"kinds", 16, [](Charter& c, std::size_t n) { c.kinds = words(n); }},
      {"checklists", 32, [](Charter& c, std::size_t n) { c.checklists = words(n); }},
      {"features", 16, [](Charter& c, std::size_t n) { c.features = words(n); }},
      {"skips", 32, [](Charter& c, std::size_t n) { c.skips = wire::statement_ids(n); }},
      {"carry", 16, [](Charter& c, std::size_t n) { c.carry = wire::statement_ids(n); }},
      {"org checklists", 8, [](Charter& c, std::size_t n) { c.orgs[0].checklists = words(n); }},
      {"sponsors",
       4,
       [](Charter& c, std::size_t n) {
         for (const StatementId& id : wire::statement_ids(n))
           c.orgs[0].sponsors.emplace_back(id.array());
       }},
      {"claims",
       32,
       [](Charter& c, std::size_t n) {
         c.orgs[0].claims.clear();
         for (const std::string& word : words(n)) c.orgs[0].claims.push_back({word, "metro", ""});
       }},
      {"orgs",
       64,
       [](Charter& c, std::size_t n) {
         const CharterOrg org = c.orgs[0];
         c.orgs.assign(n, org);
         for (std::size_t i = 0; i < n; ++i)
           c.orgs[i].id = OrgId{{static_cast<std::uint8_t>(i + 1)}};
       }},
      {"actions",
       8,
       [](Charter& c, std::size_t n) {
         const Action action = c.actions[0];
         c.actions.assign(n, action);
         for (std::size_t i = 0; i < n; ++i) c.actions[i].name = words(n)[i];
       }},
      {"rule nodes", 200, [](Charter& c, std::size_t n) { c.rules.end.assign(n, c.rules.end[0]); }},
  };
  for (const List& list : lists) {
    INFO(list.name);
    CHECK(is_taken([&](Charter& c) { list.fill(c, list.most); }));
    CHECK_FALSE(is_taken([&](Charter& c) { list.fill(c, list.most + 1); }));
  }
}

TEST_CASE("sets that are out of order or hold something twice are refused") {
  CHECK_FALSE(is_taken([](Charter& c) { std::swap(c.languages[0], c.languages[1]); }));
  CHECK_FALSE(is_taken([](Charter& c) { c.regions[1] = c.regions[0]; }));
  CHECK_FALSE(is_taken([](Charter& c) { std::swap(c.orgs[0], c.orgs[1]); }));
  CHECK_FALSE(is_taken([](Charter& c) { c.orgs[1].id = c.orgs[0].id; }));
  CHECK_FALSE(is_taken([](Charter& c) { std::swap(c.actions[0], c.actions[1]); }));
  CHECK_FALSE(is_taken([](Charter& c) { std::swap(c.actions[0].asks[0], c.actions[0].asks[1]); }));
}

TEST_CASE("names are names and numbers are in range") {
  CHECK_FALSE(is_taken([](Charter& c) { c.name = ""; }));
  CHECK_FALSE(is_taken([](Charter& c) { c.name = "two\nlines"; }));
  CHECK_FALSE(is_taken([](Charter& c) { c.name = "bidi \xe2\x80\xae"; }));
  CHECK_FALSE(is_taken([](Charter& c) { c.name = std::string(81, 'a'); }));
  CHECK_FALSE(is_taken([](Charter& c) { c.orgs[0].slug = "Choir"; }));
  CHECK_FALSE(is_taken([](Charter& c) { c.orgs[0].slug = "c"; }));
  CHECK_FALSE(is_taken([](Charter& c) { c.orgs[0].standing = static_cast<Standing>(4); }));
  CHECK_FALSE(is_taken([](Charter& c) { c.orgs[0].standing = static_cast<Standing>(0); }));
  CHECK_FALSE(is_taken([](Charter& c) { c.rules.end[0].op = static_cast<RuleOp>(9); }));
  CHECK_FALSE(
      is_taken([](Charter& c) { c.rules.end[0].selector.kind = static_cast<SelectorKind>(6); }));
  CHECK_FALSE(is_taken([](Charter& c) { c.version = 0; }));
  CHECK(is_taken([](Charter& c) { c.assumed_faulty = 3; }));
  CHECK_FALSE(is_taken([](Charter& c) { c.assumed_faulty = 4; }));
  CHECK_FALSE(is_taken([](Charter& c) { c.orgs.clear(); }));
  CHECK_FALSE(is_taken([](Charter& c) { c.actions.clear(); }));
  CHECK_FALSE(is_taken([](Charter& c) { c.languages.clear(); }));
  CHECK(is_taken([](Charter& c) { c.review_by = wall_from_ms(253'402'300'799'999); }));
  CHECK_FALSE(is_taken([](Charter& c) { c.review_by = wall_from_ms(253'402'300'800'000); }));
}

}  // namespace tocsin
