#include "cli/charter_toml.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "core/coalition/lint.h"
#include "core/model/limits/toml.h"
#include "core/wire/charter_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

std::string file(const std::string& path) {
  std::ifstream stream{path};
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
}

// Cards of the test coalition's orgs.
struct Cards {
  tests::TestCoalition test;
  WallTime now = wall_from_ms(1'798'761'600'000);  // 2027-01-01

  Reply<Charter> read(std::string_view text) const {
    const auto card = [this](const std::string& slug) -> Reply<cli::OrgCard> {
      for (const tests::TestOrg& org : test.orgs())
        if (org.slug == slug)
          return cli::OrgCard{org.id, org.manifest.name, org.manifest.delegates.size()};
      return refuse(Exit::usage, "E_NOT_FOUND", "no card of " + slug);
    };
    return cli::charter_from_toml(text, {card, now});
  }

  std::map<OrgId, Manifest> manifests(const Charter& charter) const {
    std::map<OrgId, Manifest> out;
    for (const tests::TestOrg& org : test.orgs())
      if (std::ranges::find(charter.orgs, org.id, &CharterOrg::id) != charter.orgs.end())
        out.emplace(org.id, org.manifest);
    return out;
  }
};

std::string example() {
  return file("packaging/share/charters/example.toml");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string why(const Reply<Charter>& reply) {
  REQUIRE_FALSE(reply);
  CHECK(reply.error().exit == Exit::usage);
  return reply.error().code + " " + reply.error().reason;
}

}  // namespace

TEST_CASE("the example charter lints without error or note") {
  const Cards cards;
  const auto charter = cards.read(example());
  if (!charter) FAIL(charter.error().reason);
  for (const auto& finding : coalition::lint(*charter, cards.manifests(*charter)))
    FAIL(finding.rule << " " << finding.text);
  CHECK(wire::decode_signed<Charter>(wire::encode(*charter)));
}

TEST_CASE("the example charter says what the page says") {
  const Cards cards;
  const Charter charter = cards.read(example()).value();
  const Charter& expected = cards.test.charter();
  CHECK(charter.rules == expected.rules);
  CHECK(charter.params == expected.params);
  CHECK(charter.actions == expected.actions);
  CHECK(charter.sectors == expected.sectors);
  CHECK(charter.languages == std::vector<std::string>{"en", "es"});
  CHECK(charter.effective_at == cards.now);
  CHECK(wall_ms(charter.review_by) == 1'811'894'400'000);  // the day after 2027-06-01
  CHECK(charter.orgs.size() == 5);
}

TEST_CASE("every charter that comes with the program lints without error, without a note but one") {
  const Cards cards;
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{"packaging/share/charters"}) {
    const std::string name = *names.insert(entry.path().stem().string()).first;
    const auto charter = cards.read(file(entry.path().string()));
    if (!charter) FAIL(name << ": " << charter.error().reason);
    for (const auto& finding : coalition::lint(*charter, cards.manifests(*charter))) {
      // Of two neither can do without the other; that is meant.
      if (name != "pair" || !finding.is_note)
        FAIL(name << ": " << finding.rule << " " << finding.text);
    }
    CHECK(charter->is_rehearsal == (name == "rehearsal" || name == "three"));
  }
  CHECK(names == std::set<std::string>{"example", "pair", "rehearsal", "three"});
}

TEST_CASE("three organizations found with two delegates each, and none of them may lie") {
  const Cards cards;
  const std::string text = file("packaging/share/charters/three.toml");
  const auto charter = cards.read(text);
  REQUIRE(charter);
  CHECK(charter->orgs.size() == 3);
  auto manifests = cards.manifests(*charter);
  for (auto& [org, manifest] : manifests) {
    while (manifest.delegates.size() > 2) manifest.delegates.pop_back();
    REQUIRE(manifest.delegates.size() == 2);
    manifest.k = 2;
  }
  CHECK(coalition::lint(*charter, manifests).empty());
  const auto lying = cards.read(replaced(text, "assumed_faulty = 0", "assumed_faulty = 1"));
  const auto findings = coalition::lint(*lying);
  REQUIRE_FALSE(findings.empty());
  CHECK(findings.front() ==
        coalition::Finding{"L2",
                           false,
                           "amend: two quorums may share no honest organization; it needs 2 of 3 "
                           "full organizations, assumed_faulty is 1 -> set assumed_faulty = 0, or "
                           "found with 4 organizations"});
}

TEST_CASE("a misspelt name is said with its line") {
  const Cards cards;
  CHECK(why(cards.read(replaced(example(), "review_by", "reviewed_by")))
            .find("`review_by` is missing") != std::string::npos);
  CHECK(
      why(cards.read(replaced(example(), "skew = ", "skewed = "))).find("`skewed` is not known") !=
      std::string::npos);
  CHECK(why(cards.read(replaced(example(), "at_least = \"2/3\" },", "atleast = \"2/3\" },")))
            .find("E_TOML line") == 0);
  CHECK(why(cards.read(replaced(example(), "min_cells = 2,", ""))).find("min_cells") !=
        std::string::npos);
}

TEST_CASE("values of another kind are refused") {
  const Cards cards;
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"assumed_faulty = 1", "assumed_faulty = 1.5"},
           {"assumed_faulty = 1", "assumed_faulty = -1"},
           {"assumed_faulty = 1", "assumed_faulty = 99999999999"},
           {"hold = \"72h\"", "hold = 72"},
           {"hold = \"72h\"", "hold = \"72\""},
           {"hold = \"72h\"", "hold = \"-1h\""},
           {"hold = \"72h\"", "hold = \"99999999d\""},
           {"review_by = 2027-06-01", "review_by = 2027-06-01T00:00:00"},
           {"review_by = 2027-06-01", "review_by = \"soon\""},
           {"format = 1", "format = 2"},
           {"\"2/3\"", "\"two thirds\""},
           {"\"2/3\"", "\"2/3/4\""},
           {"share = \"full\"", "share = \"everybody\""},
           {"\"transport/metro\"", "\"transport\""},
           {"slug = \"choir\"", "slug = \"Choir!\""},
           {"slug = \"choir\"", "slug = \"unheard\""},
           {"mandate.all = [", "mandate.all = [ {}, "},
           {"languages = [\"en\", \"es\"]", "languages = \"en\""}}) {
    INFO(from << " -> " << to);
    CHECK_FALSE(cards.read(replaced(example(), from, to)));
  }
}

TEST_CASE("a node of a rule is one thing") {
  const Cards cards;
  const std::string both =
      replaced(example(),
               "{ share = \"full\", at_least = \"2/3\" },",
               "{ share = \"full\", count = \"full\", min = 1, at_least = \"2/3\" },");
  CHECK(why(cards.read(both)).find("cannot be two things") != std::string::npos);
}

TEST_CASE("a file too large, too deep or no TOML at all is refused") {
  const Cards cards;
  CHECK_FALSE(cli::parse_toml(std::string(limits::toml_bytes_max + 1, ' ')));
  CHECK(cli::parse_toml(std::string(limits::toml_bytes_max, ' ')));
  const auto nested = [](std::size_t depth) {
    return "a = " + std::string(depth, '[') + std::string(depth, ']');
  };
  // The root is one, the last list holds nothing.
  CHECK(cli::parse_toml(nested(limits::toml_depth_max - 1)));
  CHECK_FALSE(cli::parse_toml(nested(limits::toml_depth_max)));
  CHECK_FALSE(cli::parse_toml(nested(100'000)));
  CHECK_FALSE(cli::parse_toml("= 1"));
  CHECK_FALSE(cli::parse_toml("a = \"\xff\""));
}

TEST_CASE("times are of their zone") {
  const auto tree = cli::parse_toml("at = 2027-05-14T05:00:00-04:00\nday = 1970-01-02\n");
  REQUIRE(tree);
  cli::TomlMistakes mistakes;
  cli::TomlTable table{*tree, mistakes};
  CHECK(wall_ms(table.moment("at")) == 1'810'285'200'000);
  CHECK(table.day("day") == 1);
  table.finish();
  CHECK_FALSE(mistakes.first());
}

}  // namespace tocsin
