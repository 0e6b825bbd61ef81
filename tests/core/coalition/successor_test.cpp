#include "core/coalition/successor.h"

#include <algorithm>

#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::Signoffs;
using tests::day_ms;
using tests::TestCoalition;

// An amendment by value, and sign-offs of it by single persons.
struct SignedSuccessor {
  TestCoalition test;
  Charter next = test.charter();
  StatementId id{{42}};
  Signoffs signoffs;
  std::uint64_t seq = 1'000;

  SignedSuccessor() {
    next.version = 2;
    next.prev = test.charter_statement().id();
    next.effective_at = tests::founding() + 60 * day_ms;
  }

  void sign(const std::string& slug, std::size_t person, WallTime at, Stance stance) {
    const tests::TestOrg& org = test.org(slug);
    Signoff value;
    value.head = Head{org.people[person].devices[0].id, org.id, at, ++seq};
    value.subject = id;
    value.subject_type = StatementType::charter;
    value.number = 2;
    value.stance = stance;
    value.valid_until = at + 14 * day_ms;
    const auto n = static_cast<std::uint8_t>(signoffs.size() + 1);
    signoffs.push_back({StatementId{{n, 1}}, test.mode(), value});
  }

  void both_sign(const std::string& slug, WallTime at) {
    sign(slug, 0, at, Stance::approve);
    sign(slug, 1, at, Stance::approve);
  }

  std::size_t lacks(WallTime at) const {
    const coalition::Electorate before = test.electorate();
    const coalition::Electorate after{{id, test.mode(), next}, before.manifests()};
    return coalition::lacks_at({before, after}, signoffs, at).size();
  }
};

}  // namespace

TEST_CASE("an amendment is complete only while all it needs is unexpired together") {
  SignedSuccessor stage;
  const WallTime start = tests::founding() + day_ms;
  for (const char* slug : {"drivers", "plumbers", "choir"}) stage.both_sign(slug, start);
  CHECK(stage.lacks(start) > 0);
  stage.both_sign("tenants", start + 15 * day_ms);
  CHECK(stage.lacks(start + 15 * day_ms) > 0);  // the first three have run out
  stage.both_sign("tenants", start + 13 * day_ms);
  // The newest of each person counts, whenever it came.
  CHECK(stage.lacks(start + 13 * day_ms) == 0);
}

TEST_CASE("an amendment takes effect no sooner than a hold after the last sign-off it needs") {
  SignedSuccessor stage;
  const WallTime at = stage.next.effective_at - stage.test.charter().params.start.hold;
  for (const char* slug : {"drivers", "plumbers", "choir", "tenants"}) stage.both_sign(slug, at);
  CHECK(stage.lacks(at) == 0);
  CHECK(stage.lacks(at + Millis{1}) == 1);
}

TEST_CASE("an amendment must satisfy its own amend rule too") {
  SignedSuccessor stage;
  const WallTime at = tests::founding() + day_ms;
  for (const char* slug : {"drivers", "plumbers", "choir", "tenants"}) stage.both_sign(slug, at);
  CHECK(stage.lacks(at) == 0);
  stage.next.rules.amend.front().numerator = 1;
  stage.next.rules.amend.front().denominator = 1;
  CHECK(stage.lacks(at) > 0);
  stage.both_sign("bakers", at);
  CHECK(stage.lacks(at) == 0);
}

TEST_CASE("one delegate of an org does not approve an amendment for it") {
  SignedSuccessor stage;
  const WallTime at = tests::founding() + day_ms;
  for (const char* slug : {"drivers", "plumbers", "choir"}) stage.both_sign(slug, at);
  stage.sign("tenants", 0, at, Stance::approve);
  CHECK(stage.lacks(at) > 0);
  stage.sign("tenants", 1, at, Stance::abstain);
  CHECK(stage.lacks(at) > 0);
}

TEST_CASE("an amendment that was complete stays so, whoever takes back a word later") {
  SignedSuccessor stage;
  const WallTime at = tests::founding() + day_ms;
  for (const char* slug : {"drivers", "plumbers", "choir", "tenants"}) stage.both_sign(slug, at);
  stage.sign("tenants", 0, at + Millis{1}, Stance::abstain);
  CHECK(stage.lacks(at) == 0);
  CHECK(stage.lacks(at + Millis{1}) > 0);
}

TEST_CASE("a sign-off that names another version than the amendment's counts for nothing") {
  SignedSuccessor stage;
  const WallTime at = tests::founding() + day_ms;
  for (const char* slug : {"drivers", "plumbers", "choir", "tenants"}) stage.both_sign(slug, at);
  stage.signoffs.back().value.number = 3;
  CHECK(stage.lacks(at) > 0);
  stage.signoffs.back().value.number = 2;
  CHECK(stage.lacks(at) == 0);
}

TEST_CASE("an observer becomes provisional with its own word and its sponsors', as if it entered") {
  SignedSuccessor stage;
  Charter before = stage.test.charter();
  CharterOrg& observer = before.orgs.back();
  observer.standing = Standing::observer;
  stage.next.orgs = before.orgs;
  stage.next.orgs.back().standing = Standing::provisional;
  stage.next.orgs.back().sponsors = {before.orgs.front().id};
  const coalition::Electorate prev{{StatementId{{1}}, stage.test.mode(), before},
                                   stage.test.electorate().manifests()};
  const coalition::Electorate next{{stage.id, stage.test.mode(), stage.next}, prev.manifests()};
  const WallTime at = tests::founding() + day_ms;
  for (std::size_t i = 1; i < 4; ++i) stage.both_sign(before.orgs[i].slug, at);
  const auto lacks = [&] { return coalition::lacks_at({prev, next}, stage.signoffs, at).size(); };
  CHECK(lacks() == 2);
  stage.both_sign(before.orgs.front().slug, at);
  CHECK(lacks() == 1);
  stage.both_sign(observer.slug, at);
  CHECK(lacks() == 0);
}

}  // namespace tocsin
