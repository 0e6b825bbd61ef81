#include "core/coalition/checklist.h"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace tocsin::coalition {
namespace {

CharterOrg org_with(std::vector<std::string> packs) {
  CharterOrg org{.id = OrgId{{1}},
                 .slug = "drivers",
                 .name = "drivers",
                 .kind = "union",
                 .claims = {},
                 .checklists = std::move(packs),
                 .sponsors = {},
                 .since = {}};
  return org;
}

const std::vector<PackEntry> pack{
    {"notice-contract", true}, {"notice-members", false}, {"safety-life", true}};

std::string code(const Reply<std::vector<ChecklistEntry>>& reply) {
  return reply ? "ok" : reply.error().code;
}

}  // namespace

TEST_CASE("an item belongs to the pack whose name it begins with") {
  CHECK(is_item_of("notice-contract", "notice"));
  CHECK_FALSE(is_item_of("notice", "notice"));
  CHECK_FALSE(is_item_of("notice-", "notice"));
  CHECK_FALSE(is_item_of("noticed-contract", "notice"));
  CHECK_FALSE(is_item_of("safety-notice", "notice"));
}

TEST_CASE("a join answers every pack of its org and leaves nothing open") {
  const CharterOrg org = org_with({"notice", "safety"});
  CHECK(is_attested(org,
                    {{"notice-contract", EntryState::done}, {"safety-life", EntryState::waived}}));
  CHECK_FALSE(is_attested(org, {}));
  CHECK_FALSE(is_attested(org, {{"notice-contract", EntryState::done}}));
  CHECK_FALSE(
      is_attested(org, {{"notice-contract", EntryState::done}, {"safety-life", EntryState::open}}));
  CHECK(unanswered_packs(org, {{"notice-contract", EntryState::done}}) ==
        std::vector<std::string>{"safety"});
  CHECK(is_attested(org_with({}), {}));
}

TEST_CASE("a blocking item that is missing or open is E_CHECKLIST, and the refusal names it") {
  const CharterOrg org = org_with({"notice", "safety"});
  const auto missing = attest(org, {{"safety-life", EntryState::done}}, pack);
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == "E_CHECKLIST");
  CHECK(missing.error().exit == Exit::not_met);
  REQUIRE(missing.error().rows.size() == 1);
  CHECK(missing.error().rows.front().text("node").value() == "notice-contract");
  CHECK(code(attest(org,
                    {{"notice-contract", EntryState::open}, {"safety-life", EntryState::done}},
                    pack)) == "E_CHECKLIST");
  CHECK(code(attest(
            org,
            {{"notice-contract", EntryState::not_applicable}, {"safety-life", EntryState::done}},
            pack)) == "ok");
}

TEST_CASE("what is open and does not block is left out, what no pack has is refused") {
  const CharterOrg org = org_with({"notice", "safety"});
  const auto left = attest(org,
                           {{"notice-contract", EntryState::done},
                            {"notice-members", EntryState::open},
                            {"safety-life", EntryState::done}},
                           pack);
  REQUIRE(left.has_value());
  CHECK(std::ranges::find(*left, "notice-members", &ChecklistEntry::item) == left->end());
  CHECK(code(attest(org,
                    {{"notice-contract", EntryState::done},
                     {"notice-contrat", EntryState::done},
                     {"safety-life", EntryState::done}},
                    pack)) == "E_CHECKLIST");
  // Without the files, what a verifier asks is asked all the same.
  CHECK(code(attest(org, {{"notice-contract", EntryState::done}}, {})) == "E_CHECKLIST");
}

TEST_CASE("an item is answered once, in words that are known") {
  const auto answers = [](std::vector<Row> rows) {
    return checklist_in(Row{}.set("checklist", Value{std::move(rows)}));
  };
  const Row done = Row{}.set("item", "b-1").set("state", "done");
  const Row waived = Row{}.set("item", "a-1").set("state", "waived");
  CHECK(answers({done, waived}).value() ==
        std::vector<ChecklistEntry>{{"a-1", EntryState::waived}, {"b-1", EntryState::done}});
  CHECK_FALSE(answers({done, Row{}.set("item", "b-1").set("state", "open")}).has_value());
  CHECK_FALSE(answers({Row{}.set("item", "a-1").set("state", "maybe")}).has_value());
  CHECK_FALSE(answers({Row{}.set("state", "done")}).has_value());
  CHECK_FALSE(pack_in(Row{}.set("pack", Value{std::vector<Row>{done, done}})).has_value());
}

}  // namespace tocsin::coalition
