// Whatever the order of delivery, and however often a statement arrives, all machines end with the
// same certificate.
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"
#include "tests/support/law.hpp"

namespace tocsin::tests {

TEST_CASE("order and duplication of delivery never change the certificate") {
  const auto certificate_after = [](std::uint64_t shuffle_seed) {
    CoalitionNet net;
    CoalitionStory story{net};
    SeededRandom shuffle{shuffle_seed};
    story.order = &shuffle;
    story.certify();
    const Bytes first = story.certificate("choir");
    for (const auto& device : net.devices()) {
      CAPTURE(shuffle_seed, device->slug, device->person);
      CHECK(story.export_of(*device, story.call) == first);
    }
    return first;
  };
  const Bytes reference = certificate_after(0);
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) CHECK(certificate_after(seed) == reference);
}

TEST_CASE("a machine that hears everything at once, in any order, says what the others say") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  CoalitionNet::Device& told = net.of("choir");
  std::vector<Bytes> everything;
  for (const StoredRow& row : kept_by(told)) everything.push_back(row.value);
  const Bytes certificate = story.certificate("plumbers");
  SeededRandom shuffle{7};
  for (int round = 0; round < 3; ++round) {
    CoalitionNet::Device& blank = net.of("tenants", 1);
    blank.store = std::make_unique<MemoryStore>();
    net.restart(blank);
    for (std::size_t i = everything.size(); i > 1; --i)
      std::swap(everything[i - 1], everything[shuffle.below(i)]);
    for (const Bytes& statement : everything) static_cast<void>(net.accept(blank, statement));
    for (const Bytes& statement : everything) static_cast<void>(net.accept(blank, statement));
    net.parcels().clear();
    CHECK(story.export_of(blank, story.call) == certificate);
  }
}

}  // namespace tocsin::tests
