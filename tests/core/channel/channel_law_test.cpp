// Laws of trees, chains and epochs under any input (K7, K9, K22, K23).
#include <algorithm>
#include <set>

#include "core/channel/epoch.h"
#include "core/channel/ratchet.h"
#include "core/channel/slots.h"
#include "tests/support/channel_devices.h"
#include "tests/support/channel_epochs.h"
#include "tests/support/law.hpp"

namespace tocsin::channel {
namespace {

using tests::fingerprint;
using tests::law;

std::vector<std::uint32_t> some_order(const std::vector<std::uint8_t>& keys) {
  std::vector<std::uint32_t> order(keys.size());
  for (std::uint32_t at = 0; at < order.size(); ++at) order[at] = at;
  std::ranges::stable_sort(order, {}, [&](std::uint32_t at) { return keys[at]; });
  return order;
}

}  // namespace

TEST_CASE("K22 any order of arrival gives every key once") {
  law("chains", [](const std::vector<std::uint8_t>& keys) {
    Chain sender{StepKey{Bytes(32, 1)}, 2};
    std::vector<Bytes> sent;
    for (std::uint32_t ctr = 0; ctr < keys.size(); ++ctr)
      sent.push_back(to_bytes(sender.take(ctr)->reveal()));
    Chain reader{StepKey{Bytes(32, 1)}, 2};
    for (const std::uint32_t ctr : some_order(keys)) {
      const auto key = reader.take(ctr);
      RC_ASSERT(key.has_value());
      RC_ASSERT(same_bytes(key->reveal(), sent[ctr]));
      RC_ASSERT(!reader.take(ctr).has_value());
    }
    RC_ASSERT(reader.skipped() == 0);
  });
}

TEST_CASE("K23 a copy that was moved far ahead and thrown away does not stop the next record") {
  law("chains", [](std::uint16_t forged) {
    Chain reader{StepKey{Bytes(32, 1)}, 0};
    RC_ASSERT(reader.take(0).has_value());
    Chain copy = reader;
    static_cast<void>(copy.take(forged));
    RC_ASSERT(reader.take(1).has_value());
  });
}

TEST_CASE("K9 whatever was popped is gone and the rest gives what a fresh tree gives") {
  law("trees", [](const std::set<std::uint8_t>& popped, std::uint8_t asked) {
    Puncture tree{8, Bytes(32, 5)};
    for (const std::uint8_t rank : popped) RC_ASSERT(tree.pop(rank_point(rank, 8)).has_value());
    Puncture fresh{8, Bytes(32, 5)};
    const auto leaf = tree.pop(rank_point(asked, 8));
    RC_ASSERT(leaf.has_value() != popped.contains(asked));
    if (leaf) RC_ASSERT(same_bytes(leaf->reveal(), fresh.pop(rank_point(asked, 8))->reveal()));
  });
}

TEST_CASE("K7 whoever is meant takes the author's key and whoever is not takes none") {
  tests::ChannelDevices devices{3, 6};
  law("epochs", [&](std::uint8_t who_before, std::uint8_t who_after) {
    // Device 0 makes both; one bit each for the others.
    std::vector<std::size_t> not_before;
    std::vector<std::size_t> not_after;
    for (std::size_t at = 1; at < 6; ++at) {
      if ((who_before >> at & 1U) != 0) not_before.push_back(at);
      if ((who_after >> at & 1U) != 0) not_after.push_back(at);
    }
    const Audience before = devices.audience(not_before);
    const Audience after = devices.audience(not_after);
    const MadeEpoch root = tests::make_epoch(devices, before, nullptr);
    const ParentEpoch parent{root.announcement.id(), before, root.secrets.fwd};
    const MadeEpoch child = tests::make_epoch(devices, after, &parent);
    const tests::Offered offered{child};
    for (std::size_t at = 1; at < 6; ++at) {
      const bool had_parent = std::ranges::find(not_before, at) == not_before.end();
      const bool is_meant = std::ranges::find(not_after, at) == not_after.end();
      const auto taken = accept_epoch(offered.offer(),
                                      devices.domain,
                                      after,
                                      had_parent ? &parent : nullptr,
                                      devices[at].keys,
                                      devices[at].prekeys.own());
      RC_ASSERT(taken.has_value() == is_meant);
      if (!taken) continue;
      RC_ASSERT(fingerprint(taken->secrets) == fingerprint(child.secrets));
      RC_ASSERT(taken->is_by_join != had_parent);
    }
  });
}

}  // namespace tocsin::channel
