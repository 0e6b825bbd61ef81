#include <algorithm>

#include "core/coalition/compile.h"
#include "core/coalition/verify.h"
#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::tests {
namespace {

struct Accused {
  TestCoalition coalition;
  const TestOrg& org = coalition.org("plumbers");

  Statement drop(std::uint8_t key, std::uint64_t seq, std::size_t person = 0) {
    RelayDrop value;
    value.head = coalition.head(org, person, founding());
    value.head.seq = seq;
    value.key = LinkKey{LinkKey::Array{key}};
    return coalition.sign(StatementType::relay_drop,
                          value.head,
                          wire::encode(value),
                          coalition.domain(coalition.mode()));
  }

  // Signed by the first delegate's device, and by nobody else.
  template <class T>
  Statement draft(StatementType type, T value, const StatementId& prev, std::uint64_t seq) {
    value.version = 2;
    value.prev = prev;
    value.head = coalition.head(org, 0, founding());
    value.head.seq = seq;
    return coalition.sign(
        type, value.head, wire::encode(value), coalition.domain(coalition.mode()));
  }

  Proof proof(const std::vector<Statement>& of) {
    std::vector<Statement> all = coalition.authority();
    all.insert(all.end(), of.begin(), of.end());
    return coalition::assemble(ProofKind::evidence, std::move(all)).value();
  }

  coalition::Verification examined(const std::vector<Statement>& of) {
    return coalition::examine(wire::encode(proof(of)), coalition.anchor());
  }

  std::string code_of(const std::vector<Statement>& of) {
    const Verdict verdict = examined(of).verdict;
    return verdict.is_valid() ? "VALID" : std::string{code(verdict.reasons.front())};
  }
};

}  // namespace

TEST_CASE("two contents in one slot prove who contradicted itself") {
  Accused accused;
  const Statement one = accused.drop(1, 50);
  const Statement other = accused.drop(2, 50);
  const coalition::Verification found = accused.examined({one, other});
  REQUIRE(found.verdict.is_valid());
  CHECK(found.verified.device == accused.org.people[0].devices[0].id);
  CHECK(found.verified.device_org == accused.org.id);
  CHECK(found.verified.person == accused.org.people[0].handle);
  std::vector<StatementId> ids{one.id(), other.id()};
  std::ranges::sort(ids);
  std::vector<StatementId> named = found.verified.contradicting;
  std::ranges::sort(named);
  CHECK(named == ids);
  CHECK(found.verified.signatures == 2 + accused.coalition.authority().size());
}

TEST_CASE("a damaged signature is E_SIG, also of a charter that is known by its id") {
  Accused accused;
  Proof proof = accused.proof({accused.drop(1, 50), accused.drop(2, 50)});
  for (std::size_t at = 0; at < proof.statements.size(); ++at) {
    Statement damaged = proof.statements[at];
    damaged.signature[9] ^= 1U;
    const Proof changed = with_changed(proof, at, damaged);
    const Verdict verdict = coalition::verify(wire::encode(changed), accused.coalition.anchor());
    REQUIRE_FALSE(verdict.is_valid());
    CHECK(code(verdict.reasons.front()) == "E_SIG");
  }
}

TEST_CASE("what does not contradict itself is no evidence, with the exact reason") {
  Accused accused;
  const Statement one = accused.drop(1, 50);
  CHECK(accused.code_of({one}) == "E_SLOT");
  CHECK(accused.code_of({one, accused.drop(2, 51)}) == "E_SLOT");
  CHECK(accused.code_of({one, accused.drop(2, 50, 1)}) == "E_SLOT");
  Statement forged = accused.drop(2, 50);
  forged.signature[0] ^= 1U;
  CHECK(accused.code_of({one, forged}) == "E_SIG");
  TestCoalition elsewhere{CoalitionOptions{9}};
  RelayDrop foreign;
  foreign.head = elsewhere.head(elsewhere.org("plumbers"), 0, founding());
  foreign.key = LinkKey{LinkKey::Array{1}};
  const Statement stranger = elsewhere.sign(StatementType::relay_drop,
                                            foreign.head,
                                            wire::encode(foreign),
                                            accused.coalition.domain(accused.coalition.mode()));
  CHECK(accused.code_of({one, accused.drop(2, 50), stranger}) == "E_DELEGATE");
  // Somebody else's number under the own key.
  RelayDrop borrowed;
  borrowed.head = accused.coalition.head(accused.org, 1, founding());
  borrowed.head.seq = 50;
  borrowed.key = LinkKey{LinkKey::Array{3}};
  Statement lying = accused.coalition.sign(StatementType::relay_drop,
                                           accused.coalition.head(accused.org, 0, founding()),
                                           wire::encode(borrowed),
                                           accused.coalition.domain(accused.coalition.mode()));
  CHECK(accused.code_of({one, lying}) == "E_DECODE");
  CHECK(accused.code_of({}) == "E_SLOT");
}

TEST_CASE("evidence of another coalition, of a rehearsal, or without its charter proves nothing") {
  Accused accused;
  const Proof good = accused.proof({accused.drop(1, 50), accused.drop(2, 50)});
  const Bytes bytes = wire::encode(good);
  coalition::Anchor anchor = accused.coalition.anchor();
  REQUIRE(coalition::verify(bytes, anchor).is_valid());
  anchor.mode = Mode::rehearsal;
  CHECK(coalition::verify(bytes, anchor).reasons.front() == Reason::mode);
  anchor = TestCoalition{CoalitionOptions{9}}.anchor();
  CHECK_FALSE(coalition::verify(bytes, anchor).is_valid());
  Proof bare = good;
  std::erase_if(bare.statements, [](const Statement& statement) {
    return statement.type == StatementType::charter;
  });
  CHECK(coalition::verify(wire::encode(bare), accused.coalition.anchor()).reasons.front() ==
        Reason::charter_unknown);
  Proof as_stop = good;
  as_stop.kind = ProofKind::stop;
  CHECK(coalition::verify(wire::encode(as_stop), accused.coalition.anchor()).reasons.front() ==
        Reason::type);
}

TEST_CASE("two drafts of an amendment under one number are evidence") {
  Accused accused;
  const StatementId root = accused.coalition.charter_statement().id();
  Charter other = accused.coalition.charter();
  other.name = "North River Again";
  const auto draft = [&](const Charter& charter, std::uint64_t seq) {
    return accused.draft(StatementType::charter, charter, root, seq);
  };
  const Statement one = draft(accused.coalition.charter(), 50);
  CHECK(accused.code_of({one, draft(other, 50)}) == "VALID");
  CHECK(accused.code_of({one, draft(other, 51)}) == "E_SLOT");
}

TEST_CASE("a draft of a manifest makes nobody known, and frames nobody") {
  Accused accused;
  // A key of its author's, listed as somebody else's.
  TestCoalition stranger{{.seed = 9}};
  const TestDevice& forged = stranger.org("plumbers").people[0].devices[0];
  Manifest manifest = accused.org.manifest;
  manifest.delegates[1].devices = {forged.keys};
  const Statement draft =
      accused.draft(StatementType::manifest, manifest, StatementId{accused.org.id.array()}, 40);
  const auto say = [&](std::uint8_t key) {
    RelayDrop value;
    value.head = Head{forged.id, accused.org.id, founding(), 7};
    value.key = LinkKey{LinkKey::Array{key}};
    return stranger.sign(StatementType::relay_drop,
                         value.head,
                         wire::encode(value),
                         accused.coalition.domain(accused.coalition.mode()));
  };
  CHECK(accused.code_of({draft, say(1), say(2)}) == "E_DELEGATE");
}

}  // namespace tocsin::tests
