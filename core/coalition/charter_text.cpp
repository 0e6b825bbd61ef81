#include "core/coalition/charter_text.h"

#include <algorithm>
#include <utility>

#include "core/base/joined.h"
#include "core/coalition/moment.h"
#include "core/coalition/param_table.h"
#include "core/coalition/rows.h"
#include "core/coalition/rule.h"

namespace tocsin::coalition {
namespace {

using CharterLines = std::vector<std::string>;

std::string joined_or_none(const std::vector<std::string>& texts) {
  return texts.empty() ? "none" : joined(texts, ", ");
}

// A rule of several lines stands below its name, two columns further in.
void append_rule(CharterLines& lines, const std::string& lead, const std::string& text) {
  lines.push_back(lead + ":");
  const std::string indent(lead.find_first_not_of(' ') + 2, ' ');
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(indent + text.substr(at, end - at));
    at = end + 1;
  }
}

void append_org(CharterLines& lines, const Charter& charter, const CharterOrg& org) {
  lines.push_back("Organization: " + org.slug + ", " + org.name + " (" + org.kind + ") " +
                  org.id.hex());
  lines.push_back("  " + std::string{word(org.standing)} + ", since " + moment(org.since) +
                  (org.is_solo ? ", one delegate alone" : ""));
  for (const Cell& claim : org.claims) lines.push_back("  claims " + cell_text(claim));
  if (!org.checklists.empty()) lines.push_back("  checklists " + joined_or_none(org.checklists));
  if (const auto sponsors = sponsors_of(charter, org); !sponsors.empty())
    lines.push_back("  sponsors " + joined_or_none(sponsors));
}

void append_action(CharterLines& lines, const Action& action) {
  lines.push_back("Action: " + action.name + (action.stops_work ? ", which stops work" : ""));
  for (const Ask& ask : action.asks) lines.push_back("  asks " + ask.kind + ": " + ask.ask);
  append_rule(lines, "  A mandate needs", rule_text(action.mandate));
  append_rule(lines, "  A call needs", rule_text(action.call));
}

}  // namespace

std::array<NamedRule, 6> rules_in_words(const CharterRules& rules) {
  return {NamedRule{"block", "To block needs", rule_text(rules.block, Votes::objections)},
          NamedRule{"abort", "To abort needs", rule_text(rules.abort)},
          NamedRule{"pause", "To pause needs", rule_text(rules.pause)},
          NamedRule{"end", "To end needs", rule_text(rules.end)},
          NamedRule{"amend", "To amend needs", rule_text(rules.amend)},
          NamedRule{"drill", "A drill needs", rule_text(rules.drill)}};
}

std::vector<std::string> sponsors_of(const Charter& charter, const CharterOrg& org) {
  std::vector<std::string> out;
  for (const OrgId& id : org.sponsors) {
    const auto found = std::ranges::find(charter.orgs, id, &CharterOrg::id);
    out.push_back(found == charter.orgs.end() ? id.hex() : found->slug);
  }
  std::ranges::sort(out);  // by name: whatever their ids
  return out;
}

std::vector<std::string> charter_lines(const Charter& charter) {
  CharterLines lines;
  for (const CharterOrg& org : charter.orgs) append_org(lines, charter, org);
  for (const Action& action : charter.actions) append_action(lines, action);
  for (const NamedRule& rule : rules_in_words(charter.rules))
    append_rule(lines, std::string{rule.lead}, rule.text);
  for (const Row& row : param_rows(charter.params))
    lines.push_back("Parameter " + row.text("name").value_or("") + ": " +
                    row.text("text").value_or("") + ", " + row.text("says").value_or(""));
  lines.push_back("Languages: " + joined_or_none(charter.languages));
  lines.push_back("Regions: " + joined_or_none(charter.regions));
  lines.push_back("Sectors: " + joined_or_none(charter.sectors));
  lines.push_back("Kinds: " + joined_or_none(charter.kinds));
  lines.push_back("Checklists: " + joined_or_none(charter.checklists));
  if (!charter.features.empty()) lines.push_back("Features: " + joined_or_none(charter.features));
  lines.push_back("Organizations that may lie at once: " + std::to_string(charter.assumed_faulty));
  lines.push_back("In force from: " + moment(charter.effective_at));
  lines.push_back("Review by: " + moment(charter.review_by));
  return lines;
}

std::vector<Row> rule_rows(const Charter& charter) {
  std::vector<Row> rows;
  for (const NamedRule& rule : rules_in_words(charter.rules))
    rows.push_back(
        Row{"charter_rule"}.set("rule", rule.name).set("lead", rule.lead).set("text", rule.text));
  return rows;
}

std::vector<Row> param_rows(const CharterParams& params) {
  std::vector<Row> rows;
  for (const SpanParam& param : span_params(params))
    rows.push_back(Row{"param"}
                       .set("name", param.name)
                       .set("text", duration(param.value))
                       .set("says", param.says)
                       .set("seconds", param.value.count()));
  for (const NumberParam& param : number_params(params))
    rows.push_back(Row{"param"}
                       .set("name", param.name)
                       .set("text", std::to_string(param.value))
                       .set("says", param.says)
                       .set("number", param.value));
  return rows;
}

}  // namespace tocsin::coalition
