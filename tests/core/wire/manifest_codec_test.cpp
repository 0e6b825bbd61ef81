#include "core/wire/manifest_codec.h"

#include <functional>

#include "core/model/limits/coalition.h"
#include "tests/core/wire/strict.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin {
namespace {

using tests::SeededRandom;

bool is_taken(const std::function<void(Manifest&)>& change) {
  static const tests::TestCoalition test;
  return wire::is_taken(test.orgs()[0].manifest, change);
}

std::vector<DeviceKeys> devices(std::size_t count) {
  SeededRandom random{4};
  std::vector<DeviceKeys> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(tests::make_device(random).keys);
  std::ranges::sort(out);
  return out;
}

std::vector<Cutoff> cutoffs(std::size_t count) {
  std::vector<Cutoff> out;
  for (std::size_t i = 1; i <= count; ++i)
    out.push_back(Cutoff{DeviceId{{static_cast<std::uint8_t>(i)}}, i});
  return out;
}

}  // namespace

TEST_CASE("a manifest comes back the same") {
  const tests::TestCoalition test;
  for (const auto& org : test.orgs())
    CHECK(wire::decode<Manifest>(wire::encode(org.manifest)).value() == org.manifest);
}

TEST_CASE("every list of a manifest is taken at its limit and refused one above") {
  const auto delegates = [](Manifest& m, std::size_t n) {
    const Delegate one = m.delegates[0];
    m.delegates.assign(n, one);
    for (std::size_t i = 0; i < n; ++i)
      m.delegates[i].id = DelegateId{{static_cast<std::uint8_t>(i + 1)}};
  };
  const auto stewards = [](Manifest& m, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
      m.stewards.push_back(Steward{"s" + std::to_string(100 + i), {}, {}});
  };
  CHECK(is_taken([&](Manifest& m) { delegates(m, 16); }));
  CHECK_FALSE(is_taken([&](Manifest& m) { delegates(m, 17); }));
  CHECK(is_taken([&](Manifest& m) { stewards(m, 64); }));
  CHECK_FALSE(is_taken([&](Manifest& m) { stewards(m, 65); }));
  CHECK(is_taken([](Manifest& m) { m.delegates[0].devices = devices(4); }));
  CHECK_FALSE(is_taken([](Manifest& m) { m.delegates[0].devices = devices(5); }));
  CHECK(is_taken([](Manifest& m) { m.dropped = cutoffs(64); }));
  CHECK_FALSE(is_taken([](Manifest& m) { m.dropped = cutoffs(65); }));
}

TEST_CASE("silly_rules_are_refused: k of nobody, k above all, nobody at all") {
  CHECK_FALSE(is_taken([](Manifest& m) { m.k = 0; }));
  CHECK(is_taken([](Manifest& m) { m.k = 3; }));
  CHECK_FALSE(is_taken([](Manifest& m) { m.k = 4; }));
  CHECK_FALSE(is_taken([](Manifest& m) { m.k = 4'294'967'295; }));
  CHECK_FALSE(is_taken([](Manifest& m) { m.delegates.clear(); }));
  CHECK_FALSE(is_taken([](Manifest& m) { m.delegates[0].devices.clear(); }));
  CHECK_FALSE(is_taken([](Manifest& m) { m.delegates[0].handle = ""; }));
  CHECK_FALSE(is_taken([](Manifest& m) { m.delegates[0].handle = std::string(41, 'a'); }));
  CHECK_FALSE(is_taken([](Manifest& m) { std::swap(m.delegates[0], m.delegates[1]); }));
}

TEST_CASE("a roll entry has a change, at most 32 of a kind") {
  const Head head{DeviceId{{1}}, OrgId{{2}}, tests::founding(), 1};
  const auto taken = [&](std::size_t adds, std::size_t removes) {
    Roll roll{head, StatementId::zero(), {}, cutoffs(removes)};
    for (const DeviceKeys& keys : devices(adds)) roll.adds.push_back(RollAdd{keys, "dee", {}});
    return wire::decode_signed<Roll>(wire::encode(roll)).has_value();
  };
  CHECK_FALSE(taken(0, 0));
  CHECK(taken(1, 0));
  CHECK(taken(0, 1));
  CHECK(taken(32, 32));
  CHECK_FALSE(taken(33, 0));
  CHECK_FALSE(taken(0, 33));
}

TEST_CASE("a freeze has a reason of one line or none") {
  const Head head{DeviceId{{1}}, OrgId{{2}}, tests::founding(), 1};
  const auto taken = [&](std::string reason) {
    const Freeze freeze{head, DelegateId{{1}}, StatementId::zero(), std::move(reason)};
    return wire::decode_signed<Freeze>(wire::encode(freeze)).has_value();
  };
  CHECK(taken(""));
  CHECK(taken(std::string(200, 'a')));
  CHECK_FALSE(taken(std::string(201, 'a')));
  CHECK_FALSE(taken("two\nlines"));
}

}  // namespace tocsin
