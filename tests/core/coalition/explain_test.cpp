#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

std::vector<Row> explained(CoalitionNet& net, const std::vector<std::string>& silent = {}) {
  Row asked;
  asked.set("action", "stoppage").set("silent", Value{silent});
  const auto rows = net.act(net.of("choir"), "rule explain", asked, Level::read);
  if (!rows) FAIL(rows.error().reason);
  return *rows;
}

const Row& rule(const std::vector<Row>& rows, std::string_view name) {
  for (const Row& row : rows)
    if (row.kind() == "what_if" && row.text("rule").value() == name) return row;
  FAIL("no such rule");
  return rows.front();
}

}  // namespace

TEST_CASE("without reports and drills not even everybody's approval makes a mandate") {
  CoalitionNet net;
  const auto rows = explained(net);
  const Row& mandate = rule(rows, "mandate");
  CHECK(mandate.text("basis").value() == "known");
  CHECK_FALSE(mandate.flag("can_be_met"));
  std::string codes;
  for (const Row& lack : mandate.rows("lacks")) codes += lack.text("code").value() + " ";
  CHECK(codes == "E_BEARING E_STRENGTH E_DRILL ");
  // A call needs approvals alone.
  CHECK(rule(rows, "call").flag("can_be_met"));
  CHECK(rule(rows, "call").integer("enough").value() == 3);
}

TEST_CASE("with reports and a drill known a mandate can be met, and silence is weighed") {
  CoalitionNet net;
  CoalitionStory story{net};
  story.publish_reports();
  story.drill();
  const auto all = explained(net);
  CHECK(rule(all, "mandate").flag("can_be_met"));
  CHECK(rule(all, "mandate").integer("enough").value() == 4);
  const auto rows = explained(net, {"tenants"});
  CHECK(rule(rows, "mandate").flag("can_be_met"));
  CHECK(rule(rows, "mandate").texts("indispensable").size() == 4);
  CHECK_FALSE(rule(explained(net, {"tenants", "choir"}), "mandate").flag("can_be_met"));
}

TEST_CASE("what is explained changes nothing") {
  CoalitionNet net;
  explained(net);
  CHECK(net.parcels().empty());
}

}  // namespace tocsin::tests
