// Any list of nodes as a rule over any facts: no crash, and one more approval never hurts, be the
// rule a rule or not.
#include "core/base/ensure.h"
#include "core/coalition/lint.h"
#include "core/coalition/lint_rules.h"
#include "core/coalition/rule.h"

namespace {

using tocsin::Reader;

tocsin::RuleNode node_from(Reader& in) {
  tocsin::RuleNode node;
  node.op = static_cast<tocsin::RuleOp>(in.u8() % 8 + 1);
  node.children = in.u8() % 5;
  node.selector.kind = static_cast<tocsin::SelectorKind>(in.u8() % 6);
  node.is_strict = in.u8() % 2 == 0;
  node.numerator = in.u16();
  node.denominator = in.u16();
  node.min = in.u8() % 8;
  node.min_kinds = in.u8() % 4;
  node.min_bp = in.u16();
  node.min_cells = in.u8() % 4;
  node.tests = in.u8() % 4;
  node.span_s = in.u32();
  return node;
}

tocsin::coalition::Facts facts_from(Reader& in) {
  tocsin::coalition::Facts facts;
  facts.demands = in.u8() % 4;
  facts.at = tocsin::wall_from_ms(std::int64_t{in.u32()} * 1000);
  facts.needs_pledges = in.u8() % 2 == 0;
  for (std::uint8_t i = 0; i < 6; ++i) {
    tocsin::coalition::OrgFacts org;
    const std::uint8_t bits = in.u8();
    org.org = tocsin::OrgId{{static_cast<std::uint8_t>(i + 1)}};
    org.kind = std::string(1, static_cast<char>('a' + i % 3));
    org.is_approving = (bits & 1U) != 0;
    org.is_bearing = (bits & 2U) != 0;
    org.is_called = (bits & 4U) != 0;
    org.has_pledges = (bits & 8U) != 0;
    org.has_valid_vote = (bits & 16U) != 0;
    if ((bits & 32U) != 0) org.ratified = {0, 1, 2};
    facts.orgs.push_back(std::move(org));
  }
  facts.targets.push_back({"public", in.u8() % 2 == 0, in.u32(), in.u32(), {in.u16()}});
  return facts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Reader in{{data, size}};
  auto facts = facts_from(in);
  tocsin::Rule rule;
  while (in.left() > 0 && rule.size() < 300) rule.push_back(node_from(in));
  static_cast<void>(tocsin::coalition::check_rule(rule));
  static_cast<void>(tocsin::coalition::rule_text(rule));
  tocsin::Charter charter;
  charter.rules.amend = rule;
  static_cast<void>(tocsin::coalition::least_orgs(rule, charter));
  const auto before = tocsin::coalition::evaluate(rule, facts);
  ENSURE(!before.met || before.lacks.empty());
  for (auto& org : facts.orgs) {
    org.is_approving = true;
    const bool is_met = tocsin::coalition::evaluate(rule, facts).met;
    ENSURE(is_met || !before.met);
  }
  return 0;
}
