#include "core/wire/charter_codec.h"

#include "core/base/checked.h"
#include "core/wire/pb_parts.h"

namespace tocsin::wire {
namespace {

constexpr PbChild node_children[] = {{3, &leaf_shape}};
constexpr PbShape node_shape{node_children};
constexpr PbChild rule_children[] = {{1, &node_shape}};
constexpr PbShape rule_shape{rule_children};
constexpr PbChild org_children[] = {{6, &leaf_shape}};
constexpr PbShape org_shape{org_children};
constexpr PbChild action_children[] = {{3, &leaf_shape}, {4, &rule_shape}, {5, &rule_shape}};
constexpr PbShape action_shape{action_children};
constexpr PbChild rules_children[] = {{1, &rule_shape},
                                      {2, &rule_shape},
                                      {3, &rule_shape},
                                      {4, &rule_shape},
                                      {5, &rule_shape},
                                      {6, &rule_shape}};
constexpr PbShape rules_shape{rules_children};
constexpr PbChild params_children[] = {
    {1, &leaf_shape}, {2, &leaf_shape}, {3, &leaf_shape}, {4, &leaf_shape}, {5, &leaf_shape}};
constexpr PbShape params_shape{params_children};
constexpr PbChild charter_children[] = {{1, &leaf_shape},
                                        {12, &org_shape},
                                        {13, &action_shape},
                                        {14, &rules_shape},
                                        {15, &params_shape}};
constexpr PbShape charter_shape{charter_children};

// ---- reading

RuleNode read_node(PbReader& in, const pb::RuleNode& from) {
  RuleNode node;
  node.op = in.choice(from.op(), RuleOp::all, RuleOp::drill);
  node.children = from.children();
  node.selector.kind = in.choice(from.selector().kind(), SelectorKind::none, SelectorKind::called);
  node.selector.name = in.name_or_nothing(from.selector().name(), limits::word_bytes_max);
  node.is_strict = from.strict();
  node.numerator = from.numerator();
  node.denominator = from.denominator();
  node.min = from.min();
  node.min_kinds = from.min_kinds();
  node.min_bp = from.min_bp();
  node.min_cells = from.min_cells();
  node.min_sectors = from.min_sectors();
  node.tests = from.tests();
  node.span_s = from.span();
  node.turnout_bp = from.turnout_bp();
  node.yes_bp = from.yes_bp();
  return node;
}

Rule read_rule(PbReader& in, const pb::Rule& from) {
  return in.list(from.nodes(), limits::rule_nodes_max, [&](const pb::RuleNode& node) {
    return read_node(in, node);
  });
}

CharterOrg read_org(PbReader& in, const pb::CharterOrg& from) {
  CharterOrg org{.id = in.present_id<OrgId>(from.id()),
                 .slug = from.slug(),
                 .name = in.name(from.name(), limits::name_bytes_max),
                 .kind = read_word(in, from.kind()),
                 .standing = in.choice(from.standing(), Standing::full, Standing::observer),
                 .claims = {},
                 .checklists = {},
                 .sponsors = {},
                 .since = in.time(from.since()),
                 .is_solo = from.solo()};
  in.require(check_slug(from.slug()));
  const auto word = [&](const std::string& text) { return read_word(in, text); };
  org.claims = in.set(
      from.claims(), limits::claims_max, [&](const pb::Cell& cell) { return read_cell(in, cell); });
  org.checklists = in.set(from.checklists(), limits::org_checklists_max, word);
  org.sponsors = in.set(from.sponsors(), limits::sponsors_max, [&](const std::string& id) {
    return in.present_id<OrgId>(id);
  });
  return org;
}

Action read_action(PbReader& in, const pb::Action& from) {
  Action action;
  action.name = read_word(in, from.name());
  action.stops_work = from.stops_work();
  const auto ask = [&](const pb::Ask& entry) {
    return Ask{read_word(in, entry.kind()), read_word(in, entry.ask())};
  };
  const auto kind = [](const Ask& entry) { return entry.kind; };
  action.asks = in.set(from.asks(), limits::kinds_max, ask, kind);
  action.mandate = read_rule(in, from.mandate());
  action.call = read_rule(in, from.call());
  return action;
}

CharterRules read_rules(PbReader& in, const pb::CharterRules& from) {
  return CharterRules{read_rule(in, from.block()),
                      read_rule(in, from.abort()),
                      read_rule(in, from.pause()),
                      read_rule(in, from.end()),
                      read_rule(in, from.amend()),
                      read_rule(in, from.drill())};
}

CharterParams read_params(PbReader& in, const pb::CharterParams& from) {
  const auto s = [&](std::uint32_t value) { return in.seconds(value); };
  const pb::StartParams& start = from.start();
  const pb::FreshParams& fresh = from.fresh();
  const pb::PrivacyParams& privacy = from.privacy();
  return CharterParams{
      StartParams{s(start.hold()),
                  s(start.min_lead()),
                  s(start.max_lead()),
                  s(start.max_mandate()),
                  s(start.max_duration()),
                  s(start.spread())},
      FreshParams{s(fresh.signoff()), s(fresh.report()), s(fresh.manifest()), s(fresh.skew())},
      PrivacyParams{privacy.cell_min(),
                    privacy.round_to(),
                    privacy.top_code_bp(),
                    s(privacy.period()),
                    s(privacy.retention())},
      OrgParams{s(from.org().probation()), from.org().sponsors()},
      DrillParams{s(from.drill().hold()), s(from.drill().min_lead()), s(from.drill().quiet())},
  };
}

template <class From>
std::vector<StatementId> read_ids(PbReader& in, const From& from, std::size_t most) {
  return in.set(from, most, [&](const std::string& id) { return in.present_id<StatementId>(id); });
}

// ---- writing

void write_rule(pb::Rule& to, const Rule& rule) {
  for (const RuleNode& node : rule) {
    pb::RuleNode& out = *to.add_nodes();
    out.set_op(static_cast<std::uint32_t>(node.op));
    out.set_children(node.children);
    // An empty message is still written: a node without a selector has none.
    if (node.selector != Selector{}) {
      out.mutable_selector()->set_kind(static_cast<std::uint32_t>(node.selector.kind));
      out.mutable_selector()->set_name(node.selector.name);
    }
    out.set_strict(node.is_strict);
    out.set_numerator(node.numerator);
    out.set_denominator(node.denominator);
    out.set_min(node.min);
    out.set_min_kinds(node.min_kinds);
    out.set_min_bp(node.min_bp);
    out.set_min_cells(node.min_cells);
    out.set_min_sectors(node.min_sectors);
    out.set_tests(node.tests);
    out.set_span(node.span_s);
    out.set_turnout_bp(node.turnout_bp);
    out.set_yes_bp(node.yes_bp);
  }
}

void write_org(pb::CharterOrg& to, const CharterOrg& org) {
  to.set_id(id_field(org.id));
  to.set_slug(org.slug);
  to.set_name(org.name);
  to.set_kind(org.kind);
  to.set_standing(static_cast<std::uint32_t>(org.standing));
  for (const Cell& claim : org.claims) write_cell(*to.add_claims(), claim);
  for (const std::string& checklist : org.checklists) to.add_checklists(checklist);
  for (const OrgId& sponsor : org.sponsors) to.add_sponsors(id_field(sponsor));
  to.set_since(time_field(org.since));
  to.set_solo(org.is_solo);
}

void write_action(pb::Action& to, const Action& action) {
  to.set_name(action.name);
  to.set_stops_work(action.stops_work);
  for (const Ask& ask : action.asks) {
    pb::Ask& out = *to.add_asks();
    out.set_kind(ask.kind);
    out.set_ask(ask.ask);
  }
  write_rule(*to.mutable_mandate(), action.mandate);
  write_rule(*to.mutable_call(), action.call);
}

void write_rules(pb::CharterRules& to, const CharterRules& rules) {
  write_rule(*to.mutable_block(), rules.block);
  write_rule(*to.mutable_abort(), rules.abort);
  write_rule(*to.mutable_pause(), rules.pause);
  write_rule(*to.mutable_end(), rules.end);
  write_rule(*to.mutable_amend(), rules.amend);
  write_rule(*to.mutable_drill(), rules.drill);
}

void write_params(pb::CharterParams& to, const CharterParams& params) {
  pb::StartParams& start = *to.mutable_start();
  start.set_hold(seconds_field(params.start.hold));
  start.set_min_lead(seconds_field(params.start.min_lead));
  start.set_max_lead(seconds_field(params.start.max_lead));
  start.set_max_mandate(seconds_field(params.start.max_mandate));
  start.set_max_duration(seconds_field(params.start.max_duration));
  start.set_spread(seconds_field(params.start.spread));
  pb::FreshParams& fresh = *to.mutable_fresh();
  fresh.set_signoff(seconds_field(params.fresh.signoff));
  fresh.set_report(seconds_field(params.fresh.report));
  fresh.set_manifest(seconds_field(params.fresh.manifest));
  fresh.set_skew(seconds_field(params.fresh.skew));
  pb::PrivacyParams& privacy = *to.mutable_privacy();
  privacy.set_cell_min(params.privacy.cell_min);
  privacy.set_round_to(params.privacy.round_to);
  privacy.set_top_code_bp(params.privacy.top_code_bp);
  privacy.set_period(seconds_field(params.privacy.period));
  privacy.set_retention(seconds_field(params.privacy.retention));
  to.mutable_org()->set_probation(seconds_field(params.org.probation));
  to.mutable_org()->set_sponsors(params.org.sponsors);
  pb::DrillParams& drill = *to.mutable_drill();
  drill.set_hold(seconds_field(params.drill.hold));
  drill.set_min_lead(seconds_field(params.drill.min_lead));
  drill.set_quiet(seconds_field(params.drill.quiet));
}

}  // namespace

template <>
Bytes encode<Charter>(const Charter& charter) {
  pb::Charter to;
  write_head(*to.mutable_head(), charter.head);
  to.set_version(charter.version);
  to.set_prev(id_field(charter.prev));
  for (const StatementId& id : charter.skips) to.add_skips(id_field(id));
  to.set_name(charter.name);
  to.set_rehearsal(charter.is_rehearsal);
  for (const std::string& word : charter.languages) to.add_languages(word);
  for (const std::string& word : charter.regions) to.add_regions(word);
  for (const std::string& word : charter.sectors) to.add_sectors(word);
  for (const std::string& word : charter.kinds) to.add_kinds(word);
  to.set_assumed_faulty(charter.assumed_faulty);
  for (const CharterOrg& org : charter.orgs) write_org(*to.add_orgs(), org);
  for (const Action& action : charter.actions) write_action(*to.add_actions(), action);
  write_rules(*to.mutable_rules(), charter.rules);
  write_params(*to.mutable_params(), charter.params);
  for (const std::string& word : charter.checklists) to.add_checklists(word);
  for (const StatementId& id : charter.carry) to.add_carry(id_field(id));
  for (const std::string& word : charter.features) to.add_features(word);
  to.set_effective_at(time_field(charter.effective_at));
  to.set_review_by(time_field(charter.review_by));
  return serialize_message(to);
}

template <>
Result<Charter> decode<Charter>(ByteView body) {
  pb::Charter from;
  TRY_VOID(parse_message(from, body, charter_shape));
  PbReader in;
  const auto word = [&](const std::string& text) { return read_word(in, text); };
  Charter charter{.head = read_head(in, from.head()),
                  .version = from.version(),
                  .prev = in.id<StatementId>(from.prev()),
                  .skips = read_ids(in, from.skips(), limits::skips_max),
                  .name = in.name(from.name(), limits::name_bytes_max),
                  .is_rehearsal = from.rehearsal(),
                  .languages = in.set(from.languages(), limits::languages_max, word),
                  .regions = in.set(from.regions(), limits::regions_max, word),
                  .sectors = in.set(from.sectors(), limits::sectors_max, word),
                  .kinds = in.set(from.kinds(), limits::kinds_max, word),
                  .assumed_faulty = from.assumed_faulty(),
                  .orgs = {},
                  .actions = {},
                  .rules = read_rules(in, from.rules()),
                  .params = read_params(in, from.params()),
                  .checklists = in.set(from.checklists(), limits::checklists_max, word),
                  .carry = read_ids(in, from.carry(), limits::carry_max),
                  .features = in.set(from.features(), limits::features_max, word),
                  .effective_at = in.time(from.effective_at()),
                  .review_by = in.time(from.review_by())};
  const auto org = [&](const pb::CharterOrg& entry) { return read_org(in, entry); };
  const auto action = [&](const pb::Action& entry) { return read_action(in, entry); };
  charter.orgs = in.set(from.orgs(), limits::orgs_max, org, [](const auto& o) { return o.id; });
  charter.actions =
      in.set(from.actions(), limits::actions_max, action, [](const auto& a) { return a.name; });
  in.require(charter.version >= 1, Error{Errc::malformed, "a charter without a version"});
  in.require(!charter.orgs.empty() && !charter.languages.empty() && !charter.actions.empty(),
             Error{Errc::malformed, "a charter without organizations, languages or actions"});
  in.require(charter.assumed_faulty <= limits::assumed_faulty_max,
             Error{Errc::limit_exceeded, "more faulty organizations than a charter may assume"});
  return in.finish(std::move(charter));
}

}  // namespace tocsin::wire
