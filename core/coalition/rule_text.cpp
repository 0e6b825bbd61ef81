// The form of a rule: whether its nodes make a tree within limits, and how it reads in words.
#include <string>
#include <vector>

#include "core/base/basis_points.h"
#include "core/coalition/moment.h"
#include "core/coalition/rule.h"
#include "core/model/limits/coalition.h"

namespace tocsin::coalition {
namespace {

bool is_branch(const RuleNode& node) {
  return node.op == RuleOp::all || node.op == RuleOp::any;
}

// A node carries what its operation has and nothing else, so that two rules that mean the same are
// the same.
RuleNode own_fields(const RuleNode& node) {
  RuleNode out;
  out.op = node.op;
  out.selector = node.selector;
  switch (node.op) {
    case RuleOp::all:
    case RuleOp::any:
      out.children = node.children;
      out.selector = Selector{};
      break;
    case RuleOp::drill:
      out.span_s = node.span_s;
      [[fallthrough]];
    case RuleOp::share:
    case RuleOp::ratified:
      out.is_strict = node.is_strict;
      out.numerator = node.numerator;
      out.denominator = node.denominator;
      break;
    case RuleOp::count:
      out.min = node.min;
      out.min_kinds = node.min_kinds;
      break;
    case RuleOp::strength:
      out.selector = Selector{};
      out.min_bp = node.min_bp;
      out.min_cells = node.min_cells;
      out.min_sectors = node.min_sectors;
      out.tests = node.tests;
      out.span_s = node.span_s;
      break;
    case RuleOp::vote:
      out.turnout_bp = node.turnout_bp;
      out.yes_bp = node.yes_bp;
      break;
  }
  return out;
}

bool has_fraction(RuleOp op) {
  return op == RuleOp::share || op == RuleOp::ratified || op == RuleOp::drill;
}

Result<void> check_selector(const RuleNode& node) {
  const bool wants_none = is_branch(node) || node.op == RuleOp::strength;
  if (wants_none != (node.selector.kind == SelectorKind::none))
    return fail(Errc::malformed, "a rule node without its selector, or with one it cannot have");
  const bool wants_name =
      node.selector.kind == SelectorKind::kind || node.selector.kind == SelectorKind::sector;
  if (wants_name == node.selector.name.empty())
    return fail(Errc::malformed, "a selector without its name, or with one it cannot have");
  return {};
}

Result<void> check_numbers(const RuleNode& node) {
  if (has_fraction(node.op) && (node.numerator == 0 || node.numerator > node.denominator ||
                                node.denominator > limits::fraction_max))
    return fail(Errc::malformed, "a fraction a/b has 0 < a <= b <= 1000");
  if (node.op == RuleOp::count && node.min == 0)
    return fail(Errc::malformed, "a count needs min of at least 1");
  if (node.op == RuleOp::strength && (node.min_cells == 0 || node.min_bp == 0))
    return fail(Errc::malformed, "strength needs min_cells and min_bp of at least 1");
  if (node.min_bp > whole_bp || node.turnout_bp > whole_bp || node.yes_bp > whole_bp)
    return fail(Errc::malformed, "more than 10000 basis points");
  return {};
}

Result<void> check_node(const RuleNode& node) {
  if (is_branch(node) && node.children == 0) return fail(Errc::malformed, "an empty all or any");
  if (node != own_fields(node))
    return fail(Errc::malformed, "a rule node with fields of another kind of node");
  TRY_VOID(check_selector(node));
  return check_numbers(node);
}

std::string fraction(const RuleNode& node) {
  return (node.is_strict ? "more than " : "at least ") + std::to_string(node.numerator) + "/" +
         std::to_string(node.denominator);
}

std::string whose(const Selector& selector) {
  switch (selector.kind) {
    case SelectorKind::none:
      return "";
    case SelectorKind::full:
      return "all full organizations";
    case SelectorKind::kind:
      return "organizations of kind " + selector.name;
    case SelectorKind::sector:
      return "organizations with a claim in " + selector.name;
    case SelectorKind::bearing:
      return "organizations that would bear it";
    case SelectorKind::called:
      return "called organizations";
  }
  return "";
}

// Spans below a day are a rehearsal's.
std::string in_days(std::uint32_t seconds) {
  if (seconds == 0 || seconds % 86'400 != 0) return duration(Seconds{seconds});
  return std::to_string(seconds / 86'400) + " days";
}

std::string line_of(const RuleNode& node, Votes votes) {
  const std::string vote = votes == Votes::approvals ? " approve" : " object";
  switch (node.op) {
    case RuleOp::all:
      return "all of:";
    case RuleOp::any:
      return "any of:";
    case RuleOp::share:
      return fraction(node) + " of " + whose(node.selector) + vote;
    case RuleOp::count:
      return "at least " + std::to_string(node.min) + " of " + whose(node.selector) + vote +
             (node.min_kinds > 1 ? ", of " + std::to_string(node.min_kinds) + " kinds" : "");
    case RuleOp::ratified:
      return fraction(node) + " of " + whose(node.selector) + " ratify each demand";
    case RuleOp::strength:
      return std::to_string(node.min_cells) + " targets in " + std::to_string(node.min_sectors) +
             " sectors have " + percent(node.min_bp) + " pledged and " +
             std::to_string(node.tests) + " tests in " + in_days(node.span_s);
    case RuleOp::vote:
      return "each of " + whose(node.selector) + " voted: turnout " + percent(node.turnout_bp) +
             ", yes " + percent(node.yes_bp);
    case RuleOp::drill:
      return fraction(node) + " of " + whose(node.selector) + " reviewed one drill of the last " +
             in_days(node.span_s);
  }
  return "";
}

}  // namespace

std::string percent(std::uint32_t bp) {
  const std::string rest = std::to_string(bp % 100 + 100).substr(1);
  return std::to_string(bp / 100) + (rest == "00" ? "" : "." + rest) + " %";
}

Result<void> check_rule(const Rule& rule) {
  if (rule.empty()) return fail(Errc::malformed, "a rule that is not there");
  if (rule.size() > limits::rule_nodes_max)
    return fail(Errc::limit_exceeded, "a rule of more than 200 nodes");
  std::vector<std::uint32_t> awaited;  // children still to come, per open branch
  for (std::size_t i = 0; i < rule.size(); ++i) {
    if (i > 0) {
      while (!awaited.empty() && awaited.back() == 0) awaited.pop_back();
      if (awaited.empty()) return fail(Errc::malformed, "a rule node that hangs on nothing");
      --awaited.back();
    }
    TRY_VOID(check_node(rule[i]));
    if (is_branch(rule[i])) awaited.push_back(rule[i].children);
    if (awaited.size() + (is_branch(rule[i]) ? 0 : 1) > limits::rule_depth_max)
      return fail(Errc::limit_exceeded, "a rule deeper than 8");
  }
  for (const std::uint32_t missing : awaited)
    if (missing > 0) return fail(Errc::malformed, "a rule that breaks off");
  return {};
}

std::string rule_text(const Rule& rule, Votes votes) {
  std::string out;
  std::vector<std::uint32_t> awaited;
  for (const RuleNode& node : rule) {
    while (!awaited.empty() && awaited.back() == 0) awaited.pop_back();
    if (!awaited.empty()) --awaited.back();
    out += std::string(2 * awaited.size(), ' ') + line_of(node, votes) + "\n";
    if (is_branch(node)) awaited.push_back(node.children);
  }
  return out;
}

}  // namespace tocsin::coalition
