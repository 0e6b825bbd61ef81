// A small coalition with seeded keys, and valid statements of every kind in it, for tests that need
// something true to break. Everything is a function of the seed and the options.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/coalition/assess.h"
#include "core/coalition/compile.h"
#include "core/coalition/electorate.h"
#include "core/coalition/verify.h"
#include "core/crypto/agree.h"
#include "core/crypto/sign.h"
#include "core/model/charter.h"
#include "core/model/decision.h"
#include "core/model/manifest.h"
#include "core/model/proof.h"
#include "core/model/report.h"
#include "core/model/statement.h"
#include "core/wire/charter_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/readiness_codec.h"

namespace tocsin::tests {

inline constexpr std::int64_t founding_ms = 1'810'000'000'000;  // 2027-05-11

struct TestDevice {
  Bytes seed;  // of idk
  Bytes ltk;   // X25519 secret
  DeviceKeys keys;
  DeviceId id;
};

TestDevice make_device(Random& random);

struct TestPerson {
  std::string handle;
  DelegateId id;
  std::vector<TestDevice> devices;  // the first signs
};

struct TestOrg {
  std::string slug;
  std::string kind;
  std::vector<Cell> claims;
  std::vector<TestPerson> people;  // delegates
  Manifest manifest;
  Statement manifest_statement;
  OrgId id;
};

StatementType type_of(const Proposal& value);
StatementType type_of(const Signoff& value);
StatementType type_of(const Call& value);
StatementType type_of(const Stop& value);
StatementType type_of(const Ack& value);
StatementType type_of(const Report& value);

struct CoalitionOptions {
  std::uint64_t seed = 1;
  bool is_rehearsal = false;
  std::size_t orgs = 5;  // the five of the example charter, then union-0, union-1 ...
  std::size_t delegates = 3;
  std::size_t devices = 1;  // per delegate
  std::uint32_t k = 2;
};

// A founded coalition with the charter of packaging/share/charters/example.toml.
class TestCoalition {
 public:
  explicit TestCoalition(const CoalitionOptions& options = {});

  const std::vector<TestOrg>& orgs() const { return orgs_; }

  const TestOrg& org(std::string_view slug) const;

  const Charter& charter() const { return charter_; }

  const Statement& charter_statement() const { return charter_statement_; }

  CoalitionId id() const { return id_; }

  Mode mode() const;  // actual or rehearsal
  Mode drill_mode() const;

  Domain domain(Mode mode) const { return Domain{id_, mode}; }

  coalition::Electorate electorate() const;
  coalition::Anchor anchor() const;

  // A statement by a person's first device (or the one given); its seq is the next of that device.
  Head head(const TestOrg& org, std::size_t person, WallTime at, std::size_t device = 0);

  template <class T>
  Statement sign(const T& value, Mode mode) const {
    return sign(type_of(value), value.head, wire::encode(value), domain(mode));
  }

  Statement sign(StatementType type, const Head& head, Bytes body, const Domain& domain) const;

  // The sign-offs of founding: k of each org on the charter, all devices on their manifest.
  std::vector<Statement> founding_signoffs();
  // Charter and manifests.
  std::vector<Statement> authority() const;
  // The proof of the charter, and one org's card.
  Proof charter_proof();
  Proof card(const TestOrg& org);

  Proposal proposal(
      WallTime at);  // a stoppage at transport/metro and public/metro; author: plumbers
  Call call(const StatementId& proposal, const ProofId& mandate, WallTime at);
  Report report(const TestOrg& org, WallTime as_of);  // 80 % pledged in each claim, three tests
  Signoff signoff(const TestOrg& org,
                  std::size_t person,
                  const Statement& subject,
                  WallTime at,
                  std::size_t device = 0);

 private:
  std::vector<TestOrg> orgs_;
  Charter charter_;
  Statement charter_statement_;
  CoalitionId id_;
  std::map<DeviceId, std::uint64_t> seq_;
};

// The charter of the example, with these orgs.
Charter example_charter(const std::vector<TestOrg>& orgs, bool is_rehearsal);

// A whole story: drill, reports, proposal, sign-offs, mandate, call, joins, certificate.
struct Story {
  Statement proposal;
  Statement call;
  std::vector<Statement> statements;  // all of it, charter and manifests too
  coalition::Mandate mandate_set;
  coalition::Certificate certificate_set;
  Proof mandate;
  Proof certificate;       // reports left out
  Proof full_certificate;  // with them
};

// In the coalition's live mode, or as a drill.
Story tell(TestCoalition& coalition, Mode mode);

// What a machine would have: decoded and checked. Calls and acks of a drill mode are facts.
coalition::Ballots ballots_of(const std::vector<Statement>& statements);
// Of a founding: the charter among them is the anchor.
coalition::Papers papers_of(const std::vector<Statement>& statements);
coalition::Lookup lookup_in(const std::vector<Statement>& statements);

template <class T>
coalition::Signed<T> signed_of(const Statement& statement) {
  return {statement.id(), statement.domain.mode, wire::decode<T>(statement.body).value()};
}

// A coalition with its story told, live or as a drill: all that a verdict on it is made of.
struct ToldStory {
  explicit ToldStory(const CoalitionOptions& options = {}, bool is_drill = false)
      : test{options}, story{tell(test, is_drill ? test.drill_mode() : test.mode())} {}

  TestCoalition test;
  Story story;
  coalition::Electorate electorate = test.electorate();
  coalition::Signed<Proposal> proposal = signed_of<Proposal>(story.proposal);
  coalition::Signed<Call> call = signed_of<Call>(story.call);
  coalition::Ballots ballots = ballots_of(story.statements);
};

// A proof with one statement changed, put in order again.
Proof with_changed(const Proof& proof, std::size_t at, const Statement& changed);

inline constexpr Millis hour_ms{3'600'000};
inline constexpr Millis day_ms = 24 * hour_ms;

inline WallTime founding() {
  return wall_from_ms(founding_ms);
}

}  // namespace tocsin::tests
