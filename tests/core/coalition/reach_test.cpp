#include "core/coalition/reach.h"

#include <set>

#include "core/coalition/statements.h"
#include "core/wire/statement_codec.h"
#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

std::set<StatementType> types_kept_by(const CoalitionNet::Device& device) {
  std::set<StatementType> types;
  for (const StoredRow& row : kept_by(device))
    types.insert(wire::decode<Statement>(row.value)->type);
  return types;
}

}  // namespace

TEST_CASE("role by object matrix: a delegate holds every object, a member those sent to all") {
  CoalitionNet net;
  CoalitionNet::Device& member = net.admit_member("drivers", "dana");
  net.deliver();
  CoalitionStory story{net};
  story.mandate();
  const std::set<StatementType> authority{
      StatementType::charter, StatementType::manifest, StatementType::roll, StatementType::signoff};
  CHECK(types_kept_by(member).contains(StatementType::charter));
  for (const StatementType type : {StatementType::report, StatementType::relay_cert})
    CHECK_FALSE(types_kept_by(member).contains(type));
  // What a drill certified came as its parts; the live proposal has not.
  const coalition::Statements before{member.store->snapshot()};
  CHECK(before.find(story.proposal) == nullptr);
  net.pass(Seconds{6});
  story.must_draft_call();
  story.all_sign_call();
  Row reason;
  reason.set("reason", "agreed");
  REQUIRE(net.stop(net.of("choir"), "abort", story.call, reason).has_value());
  net.deliver();
  const std::set<StatementType> held = types_kept_by(member);
  for (const StatementType type : authority) CHECK(held.contains(type));
  CHECK(held.contains(StatementType::call));
  CHECK(held.contains(StatementType::stop));
  CHECK_FALSE(held.contains(StatementType::report));
  const std::set<StatementType> all = types_kept_by(net.of("tenants"));
  for (const StatementType type : held) CHECK(all.contains(type));
  CHECK(all.contains(StatementType::report));
  CHECK(all.contains(StatementType::ack));
}

TEST_CASE("where a statement goes is said by its bytes: sign-offs go with their subject") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.certify();
  for (const StoredRow& row : kept_by(net.of("choir"))) {
    const Statement statement = wire::decode<Statement>(row.value).value();
    const auto body = coalition::decode_body(statement).value();
    const coalition::Reach reach = coalition::reach_of(statement);
    if (const Signoff* signoff = std::get_if<Signoff>(&body)) {
      const bool is_authority = signoff->subject_type == StatementType::charter ||
                                signoff->subject_type == StatementType::manifest;
      CHECK(reach == (is_authority ? coalition::Reach::all : coalition::Reach::delegates));
      CHECK(coalition::is_urgent(statement) == (signoff->subject_type == StatementType::call));
    }
    if (statement.type == StatementType::proposal) CHECK(reach == coalition::Reach::delegates);
    if (statement.type == StatementType::call) CHECK(coalition::is_urgent(statement));
    if (statement.type == StatementType::manifest) CHECK(reach == coalition::Reach::all);
  }
}

}  // namespace tocsin::tests
