#include "tests/support/catch.hpp"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {
namespace {

Row with_draft(const Bytes& bytes) {
  Row row;
  row.set("draft", Value{bytes});
  return row;
}

}  // namespace

TEST_CASE(
    "a draft is confirmed after a review, with all six words, by a device that is listed in it") {
  CoalitionNet net{NetOptions{.is_founded = false}};
  const Bytes draft = net.charter_draft();
  CoalitionNet::Device& ana = net.of("choir");
  Row live = with_draft(draft);
  CHECK(net.act(ana, "confirm", live).error().code == "E_REVIEW");
  const auto reviewed = net.act(ana, "review", live, Level::act);
  REQUIRE(reviewed.has_value());
  const std::string words = row_of(*reviewed, "review").text("words").value();
  live.set("words", words.substr(words.find(' ') + 1));
  CHECK(net.act(ana, "confirm", live).error().code == "E_WORDS");
  live.set("words", words);
  const auto confirmed = net.act(ana, "confirm", live);
  REQUIRE(confirmed.has_value());
  CHECK_FALSE(row_of(*confirmed, "draft").flag("complete"));
  CHECK(row_of(*confirmed, "signed").text("stance").value() == "approve");
  CHECK(net.act(ana, "confirm", live).error().code == "E_REVIEW");

  CoalitionNet other{NetOptions{.seed = 2, .is_founded = false}};
  const auto stranger = other.act(other.of("choir"), "review", with_draft(draft), Level::act);
  REQUIRE_FALSE(stranger.has_value());
  CHECK(stranger.error().exit == Exit::permission);
}

TEST_CASE("a window in mode actual opens after ten seconds") {
  CoalitionNet net{NetOptions{.is_rehearsal = false, .orgs = 1, .is_founded = false}};
  const Bytes card = net.manifest_card("drivers");
  Row live = with_draft(card);
  const auto reviewed = net.act(net.of("drivers"), "review", live, Level::act);
  REQUIRE(reviewed.has_value());
  live.set("words", row_of(*reviewed, "review").text("words").value());
  net.pass(Millis{9'999});
  CHECK(net.act(net.of("drivers"), "confirm", live).error().code == "E_REVIEW");
  net.pass(Millis{1});
  CHECK(net.act(net.of("drivers"), "confirm", live).has_value());
}

}  // namespace tocsin::tests
