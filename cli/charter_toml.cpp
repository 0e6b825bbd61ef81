#include "cli/charter_toml.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <toml++/toml.h>

#include "cli/rule_toml.h"
#include "core/base/text.h"
#include "core/model/limits/toml.h"

namespace tocsin::cli {
namespace {

// ---- from the library's tree to ours

std::int64_t days_since_1970(const toml::date& date) {
  const std::chrono::year_month_day day{
      std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
  return std::chrono::sys_days{day}.time_since_epoch().count();
}

std::int64_t ms_of(const toml::date_time& time) {
  const std::int64_t minutes = days_since_1970(time.date) * 24 * 60 + time.time.hour * 60 +
                               time.time.minute - (time.offset ? time.offset->minutes : 0);
  return minutes * 60'000 + time.time.second * 1000 + time.time.nanosecond / 1'000'000;
}

struct Pending {
  const toml::node* from;
  TomlNode* to;
  std::size_t depth;
};

Reply<void> copy_leaf(const toml::node& from, TomlNode& to) {
  if (const auto* text = from.as_string()) {
    to.kind = TomlNode::Kind::text;
    to.text = text->get();
  } else if (const auto* number = from.as_integer()) {
    to.kind = TomlNode::Kind::number;
    to.number = number->get();
  } else if (const auto* truth = from.as_boolean()) {
    to.kind = TomlNode::Kind::truth;
    to.truth = truth->get();
  } else if (const auto* date = from.as_date()) {
    to.kind = TomlNode::Kind::date;
    to.number = days_since_1970(date->get()) * 86'400'000;
  } else if (const auto* time = from.as_date_time(); time != nullptr && time->get().offset) {
    to.kind = TomlNode::Kind::moment;
    to.number = ms_of(time->get());
  } else {
    return refuse_toml(to.line, "a number with a point, or a time without its zone");
  }
  return {};
}

// Makes room for the children first, so that pointers to them stay good; no recursion.
void open_branch(const toml::node& from,
                 TomlNode& to,
                 std::size_t depth,
                 std::vector<Pending>& rest) {
  if (const toml::table* table = from.as_table()) {
    to.kind = TomlNode::Kind::table;
    to.children.resize(table->size());
    std::size_t at = 0;
    for (const auto& [name, child] : *table) {
      to.names.emplace_back(name.str());
      rest.push_back(Pending{&child, &to.children[at++], depth + 1});
    }
  } else if (const toml::array* list = from.as_array()) {
    to.kind = TomlNode::Kind::list;
    to.children.resize(list->size());
    std::size_t at = 0;
    for (const toml::node& child : *list)
      rest.push_back(Pending{&child, &to.children[at++], depth + 1});
  }
}

Reply<TomlNode> copy_tree(const toml::table& root) {
  TomlNode out;
  std::vector<Pending> rest{Pending{&root, &out, 1}};
  while (!rest.empty()) {
    const Pending next = rest.back();
    rest.pop_back();
    next.to->line = next.to == &out ? 0 : next.from->source().begin.line;
    if (next.depth > limits::toml_depth_max) return refuse_toml(next.to->line, "too deep");
    if (next.from->is_table() || next.from->is_array())
      open_branch(*next.from, *next.to, next.depth, rest);
    else if (auto copied = copy_leaf(*next.from, *next.to); !copied)
      return tl::unexpected{copied.error()};
  }
  return out;
}

// ---- from our tree to a charter

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::ranges::sort(words);
  return words;
}

std::vector<Cell> claims_of(TomlTable& from) {
  std::vector<Cell> out;
  for (const TomlNode* node : from.text_nodes("claims")) {
    const auto cell = cell_from(node->text);
    if (cell) out.push_back(*cell);
    if (!cell) from.mistakes().add(node->line, "a claim must be \"sector/region\" or with /code");
  }
  std::ranges::sort(out);
  return out;
}

Standing standing_of(TomlTable& from, Standing otherwise) {
  const std::string text = from.text_or("standing", "");
  if (text.empty()) return otherwise;
  if (text == "full") return Standing::full;
  if (text == "provisional") return Standing::provisional;
  if (text == "observer") return Standing::observer;
  from.mistakes().add(from.line_of("standing"), "`standing` is full, provisional or observer");
  return otherwise;
}

// Sponsors by short name, until every org has been read.
using Sponsors = std::vector<std::pair<OrgId, std::vector<std::string>>>;

void read_org(const TomlNode& node,
              const CharterSources& sources,
              TomlMistakes& mistakes,
              Charter& charter,
              Sponsors& sponsors) {
  TomlTable from{node, mistakes, "org"};
  const std::string slug = from.text("slug");
  if (mistakes.first()) return;
  if (const auto checked = check_slug(slug); !checked) {
    mistakes.add(from.line(), std::string{checked.error().what.view()});
    return;
  }
  const auto card = sources.card(slug);
  if (!card) {
    mistakes.add(from.line(), card.error());
    return;
  }
  charter.orgs.push_back(CharterOrg{.id = card->id,
                                    .slug = slug,
                                    .name = card->name,
                                    .kind = from.text("kind"),
                                    .standing = standing_of(from, card->standing),
                                    .claims = claims_of(from),
                                    .checklists = sorted(from.texts("checklists")),
                                    .sponsors = {},
                                    .since = charter.effective_at,
                                    .is_solo = card->delegates == 1});
  sponsors.emplace_back(card->id, from.texts("sponsors"));
  from.finish();
}

void name_sponsors(const Sponsors& sponsors, TomlMistakes& mistakes, Charter& charter) {
  for (const auto& [id, slugs] : sponsors) {
    std::vector<OrgId> named;
    for (const std::string& slug : slugs) {
      const auto found = std::ranges::find(charter.orgs, slug, &CharterOrg::slug);
      if (found == charter.orgs.end())
        mistakes.add(0, "a sponsor is an organization of this file: " + slug);
      else
        named.push_back(found->id);
    }
    std::ranges::sort(named);
    std::ranges::find(charter.orgs, id, &CharterOrg::id)->sponsors = std::move(named);
  }
}

std::vector<StatementId> ids_of(TomlTable& from,
                                std::string_view name,
                                const CharterSources& sources) {
  std::vector<StatementId> out;
  for (const TomlNode* node : from.text_nodes(name)) {
    const auto id = sources.subject(node->text);
    if (!id) from.mistakes().add(node->line, id.error());
    if (id) out.push_back(*id);
  }
  std::ranges::sort(out);
  return out;
}

// What only an amendment says.
void read_amendment(TomlTable& from, const CharterSources& sources, Charter& charter) {
  charter.carry = ids_of(from, "carry", sources);
  charter.skips = ids_of(from, "skips", sources);
  charter.effective_at = from.moment("effective_at");
}

Action read_action(const std::string& name, const TomlNode& node, TomlMistakes& mistakes) {
  TomlTable from{node, mistakes, "actions." + name};
  Action action;
  action.name = name;
  action.stops_work = from.truth_or("stops_work", false);
  if (const TomlNode* asks = from.need("asks")) {
    TomlTable kinds{*asks, mistakes, "asks"};
    for (const std::string& kind : asks->names) action.asks.push_back(Ask{kind, kinds.text(kind)});
    std::ranges::sort(action.asks);
  }
  if (const TomlNode* rule = from.need("mandate")) action.mandate = rule_from(*rule, mistakes);
  if (const TomlNode* rule = from.need("call")) action.call = rule_from(*rule, mistakes);
  from.finish();
  return action;
}

void read_actions(TomlTable& from, Charter& charter) {
  const TomlNode* actions = from.need("actions");
  if (actions == nullptr) return;
  const TomlTable checked{*actions, from.mistakes()};
  for (std::size_t i = 0; i < actions->names.size(); ++i)
    charter.actions.push_back(
        read_action(actions->names[i], actions->children[i], from.mistakes()));
  std::ranges::sort(charter.actions, {}, &Action::name);
}

void read_rules(TomlTable& from, CharterRules& rules) {
  const TomlNode* node = from.need("rules");
  if (node == nullptr) return;
  TomlTable table{*node, from.mistakes(), "rules"};
  const std::pair<const char*, Rule*> named[] = {{"block", &rules.block},
                                                 {"abort", &rules.abort},
                                                 {"pause", &rules.pause},
                                                 {"end", &rules.end},
                                                 {"amend", &rules.amend},
                                                 {"drill", &rules.drill}};
  for (const auto& [name, rule] : named)
    if (const TomlNode* found = table.need(name)) *rule = rule_from(*found, from.mistakes());
  table.finish();
}

// What is left out takes the default.
struct Params {
  TomlTable table;

  void duration(const char* name, Seconds& value) { value = table.duration_or(name, value); }

  void number(const char* name, std::uint32_t& value) { value = table.number_or(name, value); }
};

void read_params(TomlTable& from, CharterParams& params) {
  const TomlNode* node = from.take("params");
  if (node == nullptr) return;
  const TomlNode nothing;
  TomlTable groups{*node, from.mistakes(), "params"};
  const auto group = [&](const char* name) {
    const TomlNode* found = groups.take(name);
    return Params{TomlTable{
        found == nullptr ? nothing : *found, from.mistakes(), std::string{"params."} + name}};
  };
  Params start = group("start");
  start.duration("hold", params.start.hold);
  start.duration("min_lead", params.start.min_lead);
  start.duration("max_lead", params.start.max_lead);
  start.duration("max_mandate", params.start.max_mandate);
  start.duration("max_duration", params.start.max_duration);
  start.duration("spread", params.start.spread);
  Params fresh = group("fresh");
  fresh.duration("signoff", params.fresh.signoff);
  fresh.duration("report", params.fresh.report);
  fresh.duration("manifest", params.fresh.manifest);
  fresh.duration("skew", params.fresh.skew);
  Params privacy = group("privacy");
  privacy.number("cell_min", params.privacy.cell_min);
  privacy.number("round_to", params.privacy.round_to);
  privacy.number("top_code_bp", params.privacy.top_code_bp);
  privacy.duration("period", params.privacy.period);
  privacy.duration("retention", params.privacy.retention);
  Params org = group("org");
  org.duration("probation", params.org.probation);
  org.number("sponsors", params.org.sponsors);
  Params drill = group("drill");
  drill.duration("hold", params.drill.hold);
  drill.duration("min_lead", params.drill.min_lead);
  drill.duration("quiet", params.drill.quiet);
  for (Params* each : {&start, &fresh, &privacy, &org, &drill}) each->table.finish();
  groups.finish();
}

}  // namespace

Reply<TomlNode> parse_toml(std::string_view text) {
  if (text.size() > limits::toml_bytes_max) return refuse_toml(1, "the file is too large");
  // The distribution's library is built with exceptions; this is where they end.
  try {
    const toml::table parsed = toml::parse(text);
    return copy_tree(parsed);
  } catch (const toml::parse_error& error) {
    return refuse_toml(error.source().begin.line, escape_for_terminal(error.description()));
  }
}

Reply<Charter> charter_from_toml(std::string_view text, const CharterSources& sources) {
  const auto root = parse_toml(text);
  if (!root) return tl::unexpected{root.error()};
  TomlMistakes mistakes;
  TomlTable from{*root, mistakes};
  if (from.number("format") != 1) mistakes.add(from.line_of("format"), "`format` must be 1");
  Charter charter;
  charter.name = from.text("name");
  charter.is_rehearsal = from.truth_or("rehearsal", false);
  charter.languages = sorted(from.texts("languages"));
  charter.regions = sorted(from.texts("regions"));
  charter.sectors = sorted(from.texts("sectors"));
  charter.kinds = sorted(from.texts("kinds"));
  charter.assumed_faulty = from.number_or("assumed_faulty", 0);
  charter.checklists = sorted(from.texts("checklists"));
  if (sources.subject)
    read_amendment(from, sources, charter);
  else
    charter.effective_at = from.has("effective_at") ? from.moment("effective_at") : sources.now;
  // The day itself still counts.
  charter.review_by = wall_from_ms((std::int64_t{from.day("review_by")} + 1) * 86'400'000);
  charter.params = default_params();
  read_params(from, charter.params);
  Sponsors sponsors;
  for (const TomlNode* org : from.list("org")) read_org(*org, sources, mistakes, charter, sponsors);
  name_sponsors(sponsors, mistakes, charter);
  std::ranges::sort(charter.orgs, {}, &CharterOrg::id);
  read_actions(from, charter);
  read_rules(from, charter.rules);
  from.finish();
  return mistakes.unless(std::move(charter));
}

}  // namespace tocsin::cli
