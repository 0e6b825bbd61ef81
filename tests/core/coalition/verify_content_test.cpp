// Step 4 of a verification: authors, signatures, bodies.
#include "core/coalition/verify_steps.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using coalition::Authors;
using coalition::Complaint;
using coalition::Content;
using coalition::Scanned;
using tests::founding;
using tests::TestCoalition;

struct ContentReader {
  TestCoalition test;
  Content content{};

  Complaint read(const std::vector<Statement>& statements) {
    Authors authors;
    for (const auto& org : test.orgs())
      coalition::add_listed(authors, {StatementId{org.id.array()}, Mode::actual, org.manifest});
    Scanned scanned{ProofKind::call, {}, statements, {}, Mode::actual, Mode::actual};
    for (const Statement& statement : statements) scanned.ids.push_back(statement.id());
    content = {};
    return coalition::read_content(scanned, authors, content);
  }

  Statement stop_by(const Head& head, const DeviceId& author) {
    Stop stop;
    stop.head = head;
    stop.subject = StatementId{{1}};
    Statement statement = test.sign(stop, Mode::actual);
    statement.author = author;
    return statement;
  }
};

}  // namespace

TEST_CASE("an author nobody knows comes before a signature nobody made") {
  ContentReader stage;
  const Head head = stage.test.head(stage.test.orgs()[0], 0, founding());
  const Statement good = stage.stop_by(head, head.author);
  CHECK_FALSE(stage.read({good}));
  CHECK(stage.content.signatures == 1);
  CHECK(stage.content.stops.size() == 1);
  CHECK(stage.read({stage.stop_by(head, DeviceId{{1}})}) == Reason::delegate);
  CHECK(stage.read({stage.stop_by(head, stage.test.orgs()[0].people[1].devices[0].id)}) ==
        Reason::sig);
  Statement bad = good;
  bad.signature[0] ^= 1;
  CHECK(stage.read({bad, stage.stop_by(head, DeviceId{{1}})}) == Reason::delegate);
}

TEST_CASE("the author inside must be the author outside, and speak for the own org") {
  ContentReader stage;
  const auto& org = stage.test.orgs()[0];
  Stop stop;
  stop.subject = StatementId{{1}};
  stop.head = stage.test.head(org, 0, founding());
  stop.head.author = org.people[1].devices[0].id;
  const Statement inner_other = sign_statement(stage.test.domain(Mode::actual),
                                               StatementType::stop,
                                               org.people[0].devices[0].id,
                                               wire::encode(stop),
                                               org.people[0].devices[0].seed);
  CHECK(stage.read({inner_other}) == Reason::decode);
  stop.head = stage.test.head(org, 0, founding());
  stop.head.org = stage.test.orgs()[1].id;
  CHECK(stage.read({stage.test.sign(stop, Mode::actual)}) == Reason::delegate);
  stop.head.org = OrgId::zero();
  CHECK(stage.read({stage.test.sign(stop, Mode::actual)}) == Reason::delegate);
}

TEST_CASE("a body that is signed but not canonical is E_DECODE") {
  ContentReader stage;
  const Head head = stage.test.head(stage.test.orgs()[0], 0, founding());
  Stop stop;
  stop.head = head;
  stop.subject = StatementId{{1}};
  Bytes body = wire::encode(stop);
  body.insert(body.end(), {0x68, 0x01});  // field 13, a number
  const Statement statement =
      stage.test.sign(StatementType::stop, head, body, stage.test.domain(Mode::actual));
  CHECK(stage.read({statement}) == Reason::decode);
}

}  // namespace tocsin
