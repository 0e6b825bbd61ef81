#include "cli/charter_files.h"

#include <algorithm>

#include "core/wire/charter_codec.h"
#include "core/wire/proof_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a proof of a charter holds it with the manifests of its organizations") {
  tests::TestCoalition test{{.seed = 1}};
  const auto written = charter_in(wire::encode(test.charter_proof()));
  REQUIRE(written);
  CHECK(written->charter == test.charter());
  CHECK(written->manifests.size() == test.orgs().size());
  CHECK_FALSE(charter_in(wire::encode(test.card(test.org("choir")))));
  CHECK_FALSE(charter_in({}));
}

TEST_CASE("an organization without a card is the one of that short name elsewhere") {
  tests::TestCoalition test{{.seed = 1}};
  const std::string path = "packaging/share/charters/example.toml";
  const auto written = charter_at(path, &test.charter(), WallTime{});
  REQUIRE(written);
  const auto choir = std::ranges::find(written->orgs, "choir", &CharterOrg::slug);
  REQUIRE(choir != written->orgs.end());
  CHECK(choir->id == test.org("choir").id);
  const auto alone = charter_at(path, nullptr, WallTime{});
  REQUIRE(alone);
  CHECK(std::ranges::find(alone->orgs, test.org("choir").id, &CharterOrg::id) == alone->orgs.end());
  CHECK_FALSE(charter_at("no/such/file", nullptr, WallTime{}));
}

TEST_CASE("a file that follows a signed charter is read as its successor") {
  tests::TestCoalition test{{.seed = 1}};
  Charter prev = test.charter();
  prev.head.author = DeviceId{{1}};
  prev.orgs.front().since = wall_from_ms(5);
  const std::string gone = prev.orgs.back().slug;
  const OrgId stays = prev.orgs.front().id;
  prev.orgs.pop_back();  // and comes with the file
  const auto next = successor_at("packaging/share/charters/example.toml", prev, WallTime{});
  REQUIRE(next);
  CHECK(next->version == prev.version + 1);
  const auto newcomer = std::ranges::find(next->orgs, gone, &CharterOrg::slug);
  REQUIRE(newcomer != next->orgs.end());
  CHECK(newcomer->standing == Standing::provisional);
  CHECK(std::ranges::find(next->orgs, stays, &CharterOrg::id)->since == wall_from_ms(5));
}

TEST_CASE("the charter in force is fetched as the proof that outsiders verify by") {
  Stage stage;
  stage.answer("charter show", {Row{"charter"}.set("id", Value{Bytes(32, 5)})});
  stage.answer("export", {Row{"proof"}.set("bytes", Value{Bytes{2}})});
  Folder folder;
  CHECK_FALSE(stage.run({"charter", "diff", folder.write("a.toml", "")}));
  CHECK(stage.daemon.last("export")->arguments.text("subject").value().starts_with("0505"));
  stage.answer("charter show", {});
  const auto refused = stage.run({"charter", "diff", folder.path("a.toml")});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "E_CHARTER_UNKNOWN");
}

}  // namespace tocsin::cli
