#include "core/coalition/charter_diff.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "core/base/joined.h"
#include "core/coalition/lint_rules.h"
#include "core/coalition/moment.h"
#include "core/coalition/param_table.h"
#include "core/coalition/rows.h"
#include "core/coalition/rule.h"

namespace tocsin::coalition {
namespace {

using Texts = std::vector<std::string>;

Texts lines_of(const Rule& rule, Votes votes = Votes::approvals) {
  const std::string text = rule_text(rule, votes);
  Texts out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// How many lines from (i, j) on are common to both; row-major.
std::vector<std::uint32_t> common_lines(const Texts& before, const Texts& after) {
  const std::size_t width = after.size() + 1;
  std::vector<std::uint32_t> common((before.size() + 1) * width);
  for (std::size_t i = before.size(); i > 0; --i) {
    for (std::size_t j = after.size(); j > 0; --j) {
      common[(i - 1) * width + j - 1] =
          before[i - 1] == after[j - 1]
              ? common[i * width + j] + 1
              : std::max(common[i * width + j - 1], common[(i - 1) * width + j]);
    }
  }
  return common;
}

// Rules have at most 200 nodes (L10, and the codec before it), so the table is small.
std::vector<RuleLine> compared(const Texts& before, const Texts& after) {
  const std::vector<std::uint32_t> common = common_lines(before, after);
  const std::size_t width = after.size() + 1;
  std::vector<RuleLine> out;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < before.size() || j < after.size()) {
    if (i < before.size() && j < after.size() && before[i] == after[j]) {
      out.push_back({Fate::stays, before[i++]});
      ++j;
    } else if (j == after.size() ||
               (i < before.size() && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      out.push_back({Fate::goes, before[i++]});
    } else {
      out.push_back({Fate::comes, after[j++]});
    }
  }
  return out;
}

bool asks_those_named(const Rule& rule) {
  return std::ranges::any_of(rule, [](const RuleNode& node) {
    return node.selector.kind == SelectorKind::bearing ||
           node.selector.kind == SelectorKind::called;
  });
}

// A rule of the same words asks for other numbers once the organizations are others.
std::string asked_of(const Rule& rule, const Charter& charter) {
  if (!check_rule(rule)) return "not a rule";
  return "at least " + std::to_string(least_orgs(rule, charter)) + " of " +
         std::to_string(full_orgs(charter).size()) + " full organizations" +
         (asks_those_named(rule) ? ", and it depends on the targets" : "");
}

class Comparison {
 public:
  Comparison(const Charter& before, const Charter& after) : before_{before}, after_{after} {}

  std::vector<Difference> run() {
    rules();
    actions();
    orgs();
    params();
    text("assumed to lie at once",
         std::to_string(before_.assumed_faulty),
         std::to_string(after_.assumed_faulty));
    lists();
    text("name", before_.name, after_.name);
    text("rehearsal", before_.is_rehearsal ? "yes" : "no", after_.is_rehearsal ? "yes" : "no");
    text("in force from", moment(before_.effective_at), moment(after_.effective_at));
    text("to be reviewed by", moment(before_.review_by), moment(after_.review_by));
    return std::move(found_);
  }

 private:
  void text(std::string part, std::string before, std::string after) {
    if (before != after) found_.push_back({std::move(part), std::move(before), std::move(after)});
  }

  void list(const std::string& part, const Texts& before, const Texts& after) {
    const std::set<std::string> old{before.begin(), before.end()};
    const std::set<std::string> fresh{after.begin(), after.end()};
    Texts gone;
    Texts come;
    std::ranges::set_difference(old, fresh, std::back_inserter(gone));
    std::ranges::set_difference(fresh, old, std::back_inserter(come));
    text(part, joined(gone, ", "), "");
    text(part, "", joined(come, ", "));
  }

  void rule(std::string part,
            const Rule& before,
            const Rule& after,
            Votes votes = Votes::approvals) {
    Difference out{std::move(part), asked_of(before, before_), asked_of(after, after_)};
    if (before != after) out.rule = compared(lines_of(before, votes), lines_of(after, votes));
    if (!out.rule.empty() || out.before != out.after) found_.push_back(std::move(out));
  }

  void rules() {
    const CharterRules& before = before_.rules;
    const CharterRules& after = after_.rules;
    rule("rule amend", before.amend, after.amend);
    rule("rule block", before.block, after.block, Votes::objections);
    rule("rule abort", before.abort, after.abort);
    rule("rule pause", before.pause, after.pause);
    rule("rule end", before.end, after.end);
    rule("rule drill", before.drill, after.drill);
  }

  static Texts asks_of(const Action& action) {
    Texts out;
    for (const Ask& ask : action.asks) out.push_back(ask.kind + "=" + ask.ask);
    return out;
  }

  void action(const Action& before, const Action& after) {
    const std::string name = "action " + after.name;
    rule(name + ": mandate", before.mandate, after.mandate);
    rule(name + ": call", before.call, after.call);
    text(name + ": stops work", before.stops_work ? "yes" : "no", after.stops_work ? "yes" : "no");
    list(name + ": asks", asks_of(before), asks_of(after));
  }

  // An action that comes or goes is shown with its rules, as if one of none had been changed.
  void whole_action(const Action& action, Fate fate) {
    const std::string name = "action " + action.name;
    const std::string said =
        (action.stops_work ? "stops work; asks " : "asks ") + joined(asks_of(action), ", ");
    const bool is_new = fate == Fate::comes;
    text(name, is_new ? "" : said, is_new ? said : "");
    for (const auto& [part, rule] :
         {std::pair{": mandate", &action.mandate}, std::pair{": call", &action.call}}) {
      const std::string asked = asked_of(*rule, is_new ? after_ : before_);
      Difference out{name + part, is_new ? "" : asked, is_new ? asked : ""};
      for (std::string& line : lines_of(*rule)) out.rule.push_back({fate, std::move(line)});
      found_.push_back(std::move(out));
    }
  }

  void actions() {
    std::map<std::string, std::pair<const Action*, const Action*>> all;
    for (const Action& action : before_.actions) all[action.name].first = &action;
    for (const Action& action : after_.actions) all[action.name].second = &action;
    for (const auto& [name, both] : all) {
      if (both.first == nullptr)
        whole_action(*both.second, Fate::comes);
      else if (both.second == nullptr)
        whole_action(*both.first, Fate::goes);
      else
        action(*both.first, *both.second);
    }
  }

  static Texts claims_of(const CharterOrg& org) {
    Texts out;
    for (const Cell& claim : org.claims) out.push_back(cell_text(claim));
    return out;
  }

  static Texts ids_of(const std::vector<OrgId>& ids) {
    Texts out;
    for (const OrgId& id : ids) out.push_back(id.short_hex());
    return out;
  }

  // With its id: another organization may come under the same short name.
  static std::string whole(const CharterOrg& org) {
    std::string out = org.name + ", " + org.kind + ", " + std::string{word(org.standing)};
    if (!org.claims.empty()) out += ", claims " + joined(claims_of(org), ", ");
    if (org.is_solo) out += ", one delegate alone";
    return out + ", id " + org.id.short_hex();
  }

  void org(const CharterOrg& before, const CharterOrg& after) {
    const std::string name = "organization " + before.slug;
    text(
        name + ": standing", std::string{word(before.standing)}, std::string{word(after.standing)});
    text(name + ": short name", before.slug, after.slug);
    text(name + ": name", before.name, after.name);
    text(name + ": kind", before.kind, after.kind);
    text(
        name + ": one delegate alone", before.is_solo ? "yes" : "no", after.is_solo ? "yes" : "no");
    list(name + ": claims", claims_of(before), claims_of(after));
    list(name + ": checklists", before.checklists, after.checklists);
    list(name + ": sponsors", ids_of(before.sponsors), ids_of(after.sponsors));
    text(name + ": since", moment(before.since), moment(after.since));
  }

  void orgs() {
    std::map<OrgId, std::pair<const CharterOrg*, const CharterOrg*>> all;
    for (const CharterOrg& each : before_.orgs) all[each.id].first = &each;
    for (const CharterOrg& each : after_.orgs) all[each.id].second = &each;
    for (const auto& [id, both] : all) {
      if (both.first == nullptr)
        text("organization " + both.second->slug, "", whole(*both.second));
      else if (both.second == nullptr)
        text("organization " + both.first->slug, whole(*both.first), "");
      else
        org(*both.first, *both.second);
    }
  }

  void params() {
    const auto old_spans = span_params(before_.params);
    const auto new_spans = span_params(after_.params);
    for (std::size_t i = 0; i < old_spans.size(); ++i)
      text("parameter " + std::string{old_spans[i].name},
           duration(old_spans[i].value),
           duration(new_spans[i].value));
    const auto old_numbers = number_params(before_.params);
    const auto new_numbers = number_params(after_.params);
    for (std::size_t i = 0; i < old_numbers.size(); ++i)
      text("parameter " + std::string{old_numbers[i].name},
           std::to_string(old_numbers[i].value),
           std::to_string(new_numbers[i].value));
  }

  void lists() {
    list("languages", before_.languages, after_.languages);
    list("regions", before_.regions, after_.regions);
    list("sectors", before_.sectors, after_.sectors);
    list("kinds", before_.kinds, after_.kinds);
    list("checklists", before_.checklists, after_.checklists);
    list("features", before_.features, after_.features);
    Texts carried;
    for (const StatementId& id : after_.carry) carried.push_back(id.short_hex());
    // What the older version carried over is past.
    if (before_.carry != after_.carry) text("carries over", "", joined(carried, ", "));
  }

  const Charter& before_;
  const Charter& after_;
  std::vector<Difference> found_;
};

std::string_view lead(Fate fate) {
  switch (fate) {
    case Fate::stays:
      return "stays  ";
    case Fate::goes:
      return "goes   ";
    case Fate::comes:
      return "comes  ";
  }
  return "";
}

}  // namespace

std::vector<Difference> differences(const Charter& before, const Charter& after) {
  return Comparison{before, after}.run();
}

std::vector<std::string> in_words(const Difference& difference) {
  std::string first = difference.part + ": ";
  if (difference.before.empty())
    first += "new: " + difference.after;
  else if (difference.after.empty())
    first += "no longer: " + difference.before;
  else if (difference.before == difference.after)
    first += "as before " + difference.after + ", but by another rule";
  else
    first += "now " + difference.after + "; before " + difference.before;
  std::vector<std::string> out{std::move(first)};
  for (const RuleLine& line : difference.rule)
    out.push_back(std::string{lead(line.fate)} + line.text);
  return out;
}

}  // namespace tocsin::coalition
