#include "cli/card_files.h"

#include <string>

#include "core/wire/proof_codec.h"
#include "tests/cli/scripted.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("a folder is what stands before the last slash") {
  CHECK(folder_of("a/b/manifest.toml") == "a/b/");
  CHECK(folder_of("manifest.toml").empty());
  CHECK(folder_of("/manifest.toml") == "/");
}

TEST_CASE("a file that is no card is refused, however it is cut") {
  for (const Bytes& bytes :
       {Bytes{}, Bytes{1, 0}, Bytes{0, 0}, Bytes{1, 0, 0xff, 0xff, 0xff, 0xff}, Bytes(500, 3)})
    CHECK(keys_in_card(bytes).error().exit == Exit::invalid);
  CHECK(manifest_in_card(Bytes(500, 3)).error().exit == Exit::invalid);
}

TEST_CASE("a manifest card names its organization by the id of its first manifest") {
  tests::TestCoalition test{{.seed = 1}};
  const auto& org = test.orgs()[0];
  const auto carded = manifest_in_card(wire::encode(test.card(org)));
  REQUIRE(carded);
  CHECK(carded->org == org.id);
  CHECK(carded->manifest.delegates.size() == org.people.size());
}

TEST_CASE("manifest cards are found by short name, and a short name is never a path") {
  tests::TestCoalition test{{.seed = 1}};
  Folder folder;
  const std::string file =
      folder.write("cards/choir.card", to_text(wire::encode(test.card(test.orgs()[0]))));
  ManifestCards cards{folder_of(folder_of(file).substr(0, folder_of(file).size() - 1))};
  const auto card = cards.take("choir");
  REQUIRE(card);
  CHECK(card->delegates == test.orgs()[0].people.size());
  CHECK(cards.taken().size() == 1);
  CHECK_FALSE(cards.take("../choir"));
  CHECK_FALSE(cards.take("tenants"));
}

}  // namespace tocsin::cli
