#include "cli/toml_drafts.h"

#include "core/wire/decision_codec.h"
#include "core/wire/manifest_codec.h"
#include "core/wire/readiness_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

const OrgId plumbers{{7}};
const StatementId subject{{9}};

cli::DecisionSources sources(std::vector<std::string> languages = {"en", "es"}) {
  return {std::move(languages),
          [](const std::string& slug) -> Reply<OrgId> {
            if (slug == "plumbers") return plumbers;
            return refuse(Exit::usage, "E_NOT_FOUND", "no organization " + slug);
          },
          [](const std::string& id) -> Reply<StatementId> {
            if (id == "7f3a") return subject;
            return refuse(Exit::usage, "E_NOT_FOUND", "nothing begins with " + id);
          }};
}

constexpr const char* proposal_text = R"(
action = "stoppage"
targets = ["plumbers:public/metro", "plumbers:public/metro/yard 4"]
title = { en = "One day", es = "Un dia" }
summary = { en = "s", es = "s" }
why_now = { en = "w", es = "w" }
after_plan = { en = "a", es = "a" }
safety_cover = { en = "c", es = "c" }
not_before = 2027-05-14T05:00:00Z
not_after = 2027-06-14T05:00:00Z
vote_by = 2027-05-07T18:00:00-04:00
max_duration = "1d"
max_waves = 3
[[demands]]
kind = "win"
addressee = "the city"
origin = "contract"
text = { en = "t", es = "t" }
met_when = { en = "m", es = "m" }
)";

}  // namespace

TEST_CASE("a proposal is read with its texts in the charter's order of languages") {
  const auto proposal = cli::proposal_from_toml(proposal_text, sources());
  if (!proposal) FAIL(proposal.error().reason);
  CHECK(proposal->title == Texts{"One day", "Un dia"});
  CHECK(proposal->targets == std::vector{Target{plumbers, {"public", "metro", ""}},
                                         Target{plumbers, {"public", "metro", "yard 4"}}});
  CHECK(proposal->max_duration == Seconds{86'400});
  CHECK(proposal->demands.size() == 1);
  CHECK(wall_ms(proposal->vote_by) == 1'809'727'200'000);
  CHECK(wire::decode_signed<Proposal>(wire::encode(*proposal)));
}

TEST_CASE("a language that is missing, unknown or not a table is refused") {
  CHECK_FALSE(cli::proposal_from_toml(proposal_text, sources({"en", "es", "fr"})));
  CHECK_FALSE(cli::proposal_from_toml(proposal_text, sources({"en"})));
  std::string text = proposal_text;
  const std::string table = R"({ en = "One day", es = "Un dia" })";
  text.replace(text.find(table), table.size(), "\"One day\"");
  CHECK_FALSE(cli::proposal_from_toml(text, sources()));
}

TEST_CASE("where a charter has one language, a text is one string") {
  const auto call = cli::call_from_toml(R"(
proposal = "7f3a"
targets = [{ target = "plumbers:public/metro", t0 = 2027-05-14T05:00:00-04:00 }]
instructions = "walk out"
public_after = 2027-05-13T18:00:00Z
)",
                                        sources({"en"}));
  if (!call) FAIL(call.error().reason);
  CHECK(call->proposal == subject);
  CHECK(call->instructions == Texts{"walk out"});
  CHECK(call->targets.size() == 1);
  CHECK(wire::decode_signed<Call>(wire::encode(*call)));
}

TEST_CASE(
    "a mistake in one of a draft's targets is told with that line, a long text with its bound") {
  const auto told = [](const std::string& from, const std::string& to) {
    std::string text = proposal_text;
    text.replace(text.find(from), from.size(), to);
    const auto refused = cli::proposal_from_toml(text, sources());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().remedy.find("tocsin man tocsin-drafts") != std::string::npos);
    return refused.error().reason;
  };
  CHECK(told("\"plumbers:public/metro\", ", "\n\n\"plumbers\", ").starts_with("line 5: a target"));
  CHECK(told("origin = \"contract\"", "origin = \"law\"") ==
        "line 17: `origin` is one of contract, community");
  CHECK(told("action = \"stoppage\"\n", "") == "`action` is missing");
  CHECK(told("met_when = { en = \"m\", es = \"m\" }", "") ==
        "line 14: `met_when` is missing in `demands`");
  CHECK(told(", es = \"Un dia\"", "") == "line 4: `es` is missing in `title`");
  CHECK(told("One day", std::string(121, 'x')) ==
        "line 4: `en` is longer than 120 bytes: it has 121");
}

TEST_CASE("who is not known is said with the line of the draft") {
  const std::string known = proposal_text;
  const std::size_t at = known.find("plumbers:");
  const std::string text = known.substr(0, at) + "nobodies" + known.substr(at + 8);
  const auto refused = cli::proposal_from_toml(text, sources());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().reason.find("no organization nobodies") != std::string::npos);
  CHECK_FALSE(cli::call_from_toml("proposal = \"ffff\"\n", sources()));
}

TEST_CASE("a manifest takes its devices from cards and its delegates' ids from them") {
  tests::SeededRandom random{3};
  std::map<std::string, DeviceKeys> cards;
  for (const char* name : {"ana.card", "ana-2.card", "bo.card", "chi.card"})
    cards.emplace(name, tests::make_device(random).keys);
  const cli::ManifestSources from{[&](const std::string& name) -> Reply<DeviceKeys> {
                                    if (!cards.contains(name))
                                      return refuse(Exit::usage, "E_NOT_FOUND", "no card " + name);
                                    return cards.at(name);
                                  },
                                  wall_from_ms(1'000'000)};
  const auto manifest = cli::manifest_from_toml(R"(
name = "River Plumbers"
k = 2
life = "90d"
delegates = [
  { handle = "ana", devices = ["ana.card", "ana-2.card"] },
  { handle = "bo", devices = ["bo.card"] },
]
stewards = [{ handle = "chi", devices = ["chi.card"], lists = ["yard 4"] }]
)",
                                                from);
  if (!manifest) FAIL(manifest.error().reason);
  CHECK(manifest->k == 2);
  CHECK(manifest->delegates.size() == 2);
  CHECK(manifest->stewards[0].devices[0] == device_id(cards.at("chi.card")));
  CHECK(manifest->valid_until == wall_from_ms(1'000'000) + Seconds{90 * 86'400});
  CHECK_FALSE(manifest->delegates[0].id == manifest->delegates[1].id);
  CHECK(wire::decode_signed<Manifest>(wire::encode(*manifest)));
  CHECK_FALSE(cli::manifest_from_toml(
      "name = \"x\"\nk = 1\ndelegates = [{ handle = \"ana\", devices = [\"eve.card\"] }]", from));
  CHECK_FALSE(cli::manifest_from_toml(
      "name = \"x\"\nk = 1\ndelegates = [{ handle = \"ana\", devices = [] }]", from));
}

TEST_CASE("a report is read with every list") {
  const auto report = cli::report_from_toml(R"(
period = 31
as_of = 2027-05-01T00:00:00Z
cells = [{ cell = "public/metro", eligible = 100, pledged = 80 }, { cell = "public/valley", eligible = 50, topped = true }]
tests = [{ cell = "public/metro", kind = "button", day = 2027-04-20, took_part = 40 }]
vote = { day = 2027-04-01, valid_until = 2027-08-01, turnout_bp = 8000, yes_bp = 9100, method = "paper" }
contracts = [{ cell = "public/metro", ends = 2027-09-01, sure = true }]
fund_days_band = 2
)");
  if (!report) FAIL(report.error().reason);
  CHECK(report->cells.size() == 2);
  CHECK(report->cells[1].is_topped);
  CHECK(report->vote.yes_bp == 9100);
  CHECK(report->tests[0].took_part == 40);
  CHECK(wire::decode_signed<Report>(wire::encode(*report)));
}

}  // namespace tocsin
