#include "core/channel/choice.h"

#include <algorithm>

#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/channel_devices.h"

namespace tocsin::channel {
namespace {

using tests::ChannelDevices;

// A view is its audience: its marks are the places of the devices in it.
class PlainAudiences : public Audiences {
 public:
  explicit PlainAudiences(const ChannelDevices& devices) : all_{devices.audience()} {}

  static View view_of(const std::vector<std::uint8_t>& places) {
    OrgView org{OrgId::zero(), {}, {}, {}, {}};
    for (const std::uint8_t place : places)
      org.marks.push_back(StatementId{std::array<std::uint8_t, 32>{place}});
    return View{{}, {org}};
  }

  Audience members(const View& view) const {
    Audience out;
    for (const StatementId& mark : view.orgs.front().marks) out.push_back(all_[mark.array()[0]]);
    return out;
  }

  View current(const ChannelPolicy&) const override { return {}; }

  std::variant<Audience, Missing> audience(const ChannelPolicy&, const View& view) const override {
    return members(view);
  }

  bool covers(const View&, const View&) const override { return true; }

  std::vector<Bytes> difference(const View&, const View&) const override { return {}; }

  std::vector<Bytes> wanted(const std::vector<StatementId>&) const override { return {}; }

  std::vector<Bytes> state() const override { return {}; }

  std::optional<OrgId> delegate_org(const Statement&) const override { return std::nullopt; }

 private:
  Audience all_;
};

struct Tree {
  ChannelDevices devices{51, 5};
  PlainAudiences audiences{devices};
  ChannelPolicy policy{devices.channel, ChannelKind::org, OrgId::zero()};
  Epochs epochs{Snapshot{}};
  Outbox outbox;

  HeldEpoch& add(const std::vector<std::uint8_t>& places, HeldEpoch* above) {
    const Audience audience = audiences.members(PlainAudiences::view_of(places));
    const auto keys = devices.newest_keys();
    std::optional<ParentEpoch> parent;
    if (above != nullptr)
      parent.emplace(
          ParentEpoch{above->id, *Epochs::audience(*above, audiences), above->secrets.fwd});
    const EpochWish wish{devices.domain,
                         devices.channel,
                         PlainAudiences::view_of(places),
                         audience,
                         parent ? &*parent : nullptr,
                         keys,
                         {},
                         true,
                         devices.day};
    MadeEpoch made = create_epoch(devices.random, devices[places.front()].keys, wish);
    return epochs.add(
        NewEpoch{
            policy, wire::encode(made.statement), made.announcement, std::move(made.secrets), {}},
        outbox);
  }

  Choice pick(const std::vector<std::uint8_t>& current, std::size_t me = 0) {
    return channel::pick(epochs,
                         audiences,
                         policy.id,
                         audiences.members(PlainAudiences::view_of(current)),
                         devices[me].keys.id);
  }
};

using Kind = Choice::Kind;

}  // namespace

TEST_CASE("nothing held, nobody to be: nothing is chosen") {
  Tree tree;
  CHECK(tree.pick({0, 1}).kind == Kind::nothing);
  tree.add({0, 1, 2}, nullptr);
  CHECK(tree.pick({1, 2}).kind == Kind::outside);
}

TEST_CASE("an epoch of exactly the current audience is chosen, the deepest of its line") {
  Tree tree;
  HeldEpoch& root = tree.add({0, 1, 2}, nullptr);
  CHECK(tree.pick({0, 1, 2}).epoch == &root);
  HeldEpoch& child = tree.add({0, 1, 2}, &root);
  const Choice choice = tree.pick({0, 1, 2});
  CHECK(choice.kind == Kind::ready);
  CHECK(choice.epoch == &child);
}

TEST_CASE("K1 an epoch that somebody excluded can read is never chosen to send under") {
  Tree tree;
  HeldEpoch& root = tree.add({0, 1, 2}, nullptr);
  const Choice choice = tree.pick({0, 1});
  CHECK(choice.kind == Kind::make);
  CHECK(choice.epoch == &root);
  HeldEpoch& safe = tree.add({0, 1}, &root);
  tree.add({0, 1, 3}, &safe);
  // The unsafe child does not push its safe parent out.
  CHECK(tree.pick({0, 1}).epoch == &safe);
  CHECK(tree.pick({0, 1}).kind == Kind::ready);
}

TEST_CASE("a safe epoch that lacks somebody new is grown, the one with most people first") {
  Tree tree;
  HeldEpoch& root = tree.add({0, 1}, nullptr);
  HeldEpoch& two = tree.add({0, 1, 2}, &root);
  tree.add({0, 3}, &root);
  const Choice choice = tree.pick({0, 1, 2, 3});
  CHECK(choice.kind == Kind::grow);
  CHECK(choice.epoch == &two);
}

TEST_CASE("of equals the one with more seeded epochs behind it wins, then a hash") {
  Tree tree;
  HeldEpoch& root = tree.add({0, 1, 2}, nullptr);
  tree.add({0, 1}, &root);
  HeldEpoch& longer = tree.add({0, 1, 2}, &root);
  HeldEpoch& longest = tree.add({0, 1}, &longer);
  CHECK(tree.pick({0, 1}).epoch == &longest);
  HeldEpoch& twin = tree.add({0, 1}, &longer);
  const EpochId chosen = tree.pick({0, 1}).epoch->id;
  CHECK((chosen == twin.id || chosen == longest.id));
  CHECK(tree.pick({0, 1}, 1).epoch->id == chosen);
}

TEST_CASE("when all are unsafe the parent is a leaf that shares most with the current audience") {
  Tree tree;
  HeldEpoch& root = tree.add({0, 1, 2, 3, 4}, nullptr);
  tree.add({0, 1, 4}, &root);
  HeldEpoch& more = tree.add({0, 1, 2, 4}, &root);
  const Choice choice = tree.pick({0, 1, 2, 3});
  CHECK(choice.kind == Kind::make);
  CHECK(choice.epoch == &more);
}

TEST_CASE("a device is reached in a safe epoch that it can read") {
  Tree tree;
  HeldEpoch& root = tree.add({0, 1, 2}, nullptr);
  HeldEpoch& pair = tree.add({0, 1}, &root);
  const Audience current = tree.audiences.members(PlainAudiences::view_of({0, 1, 3}));
  const auto with = [&](std::size_t who) {
    return safe_epoch_with(tree.epochs,
                           tree.audiences,
                           tree.policy.id,
                           current,
                           tree.devices[who].keys.id,
                           EpochId::zero());
  };
  CHECK(with(1) == &pair);
  CHECK(with(2) == nullptr);
  CHECK(with(3) == nullptr);
}

}  // namespace tocsin::channel
