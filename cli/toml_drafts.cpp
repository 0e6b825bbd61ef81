#include "cli/toml_drafts.h"

#include <algorithm>
#include <utility>

#include "cli/charter_toml.h"
#include "core/base/codes.h"
#include "core/model/device.h"
#include "core/model/limits/coalition.h"

namespace tocsin::cli {
namespace {

void must_have(TomlTable& from, std::string_view name) {
  if (!from.has(name)) from.need(name);
}

std::string text_within(TomlTable& from, std::string_view name, std::size_t bytes_max) {
  std::string out = from.text(name);
  if (out.size() > bytes_max)
    from.mistakes().add(from.line_of(name),
                        "`" + std::string{name} + "` is longer than " + std::to_string(bytes_max) +
                            " bytes: it has " + std::to_string(out.size()));
  return out;
}

// One string per language of the charter, in the charter's order.
Texts texts_of(TomlTable& from,
               std::string_view name,
               const std::vector<std::string>& languages,
               std::size_t bytes_max) {
  const TomlNode* node = from.need(name);
  if (node == nullptr) return {};
  if (node->kind == TomlNode::Kind::text && languages.size() == 1)
    return {text_within(from, name, bytes_max)};
  if (node->kind != TomlNode::Kind::table) {
    std::string pattern;
    for (const std::string& language : languages)
      pattern += (pattern.empty() ? "" : ", ") + language + " = \"...\"";
    from.mistakes().add(
        node->line,
        "`" + std::string{name} + "` must be one text per language: { " + pattern + " }");
    return {};
  }
  TomlTable table{*node, from.mistakes(), std::string{name}};
  Texts out;
  for (const std::string& language : languages)
    out.push_back(text_within(table, language, bytes_max));
  table.finish();
  return out;
}

// "slug:sector/region[/code]"
Target target_from(TomlTable& from,
                   std::uint32_t line,
                   const std::string& text,
                   const DecisionSources& sources) {
  const std::size_t colon = text.find(':');
  const auto cell = colon == std::string::npos
                        ? std::nullopt
                        : cell_from(std::string_view{text}.substr(colon + 1));
  if (!cell) {
    from.mistakes().add(line, "a target is written \"slug:sector/region\" or with /code");
    return Target{OrgId::zero(), {}};
  }
  const auto org = sources.org(text.substr(0, colon));
  if (!org) from.mistakes().add(line, org.error());
  return Target{org ? *org : OrgId::zero(), *cell};
}

template <class Enum>
Enum choice(TomlTable& from,
            std::string_view name,
            const std::vector<std::pair<const char*, Enum>>& known) {
  const std::string text = from.text(name);
  std::string list;
  for (const auto& [word, value] : known) {
    if (text == word) return value;
    list += (list.empty() ? "" : ", ") + std::string{word};
  }
  from.mistakes().add(from.line_of(name), "`" + std::string{name} + "` is one of " + list);
  return known.front().second;
}

Demand demand_from(TomlTable& from, const DecisionSources& sources) {
  Demand out;
  out.kind =
      choice<DemandKind>(from, "kind", {{"win", DemandKind::win}, {"stop", DemandKind::stop}});
  out.addressee = text_within(from, "addressee", limits::addressee_bytes_max);
  out.origin = choice<DemandOrigin>(
      from,
      "origin",
      {{"contract", DemandOrigin::contract}, {"community", DemandOrigin::community}});
  out.text = texts_of(from, "text", sources.languages, limits::demand_bytes_max);
  out.met_when = texts_of(from, "met_when", sources.languages, limits::demand_bytes_max);
  from.finish();
  return out;
}

StatementId subject_of(TomlTable& from, std::string_view name, const DecisionSources& sources) {
  const std::string text = from.text(name);
  if (text.empty()) return StatementId::zero();
  const auto id = sources.subject(text);
  if (!id) from.mistakes().add(from.line_of(name), id.error());
  return id ? *id : StatementId::zero();
}

std::vector<DeviceKeys> devices_of(TomlTable& from, const ManifestSources& sources) {
  std::vector<DeviceKeys> out;
  for (const TomlNode* node : from.text_nodes("devices")) {
    const auto keys = sources.device(node->text);
    if (keys) out.push_back(*keys);
    if (!keys) from.mistakes().add(node->line, keys.error());
  }
  std::ranges::sort(out);
  return out;
}

std::vector<DeviceId> ids_of(const std::vector<DeviceKeys>& devices) {
  std::vector<DeviceId> out;
  for (const DeviceKeys& keys : devices) out.push_back(device_id(keys));
  std::ranges::sort(out);
  return out;
}

Delegate delegate_from(TomlTable& from, const ManifestSources& sources) {
  must_have(from, "devices");
  Delegate out{DelegateId::zero(),
               text_within(from, "handle", limits::handle_bytes_max),
               devices_of(from, sources)};
  if (out.devices.empty()) {
    from.mistakes().add(from.line(), "a delegate needs a device");
    return out;
  }
  out.id = DelegateId::from(ids_of(out.devices).front().view().first(DelegateId::size)).value();
  from.finish();
  return out;
}

Steward steward_from(TomlTable& from, const ManifestSources& sources) {
  Steward out{text_within(from, "handle", limits::handle_bytes_max),
              ids_of(devices_of(from, sources)),
              from.texts("lists")};
  std::ranges::sort(out.lists);
  from.finish();
  return out;
}

template <class Read>
auto each(TomlTable& from, std::string_view name, Read&& read) {
  std::vector<decltype(read(std::declval<TomlTable&>()))> out;
  for (const TomlNode* node : from.list(name)) {
    TomlTable entry{*node, from.mistakes(), std::string{name}};
    out.push_back(read(entry));
  }
  return out;
}

CellCount count_from(TomlTable& from) {
  CellCount out{from.cell("cell"),
                from.number("eligible"),
                from.number_or("pledged", 0),
                from.truth_or("topped", false)};
  from.finish();
  return out;
}

TestCount test_from(TomlTable& from) {
  TestCount out{from.cell("cell"), from.text("kind"), from.day("day"), from.number("took_part")};
  from.finish();
  return out;
}

ContractDate contract_from(TomlTable& from) {
  ContractDate out{from.cell("cell"),
                   from.day("ends"),
                   from.has("notice_by") ? from.day("notice_by") : 0,
                   from.truth_or("sure", false)};
  from.finish();
  return out;
}

VoteResult vote_from(TomlTable& from) {
  const TomlNode* node = from.take("vote");
  if (node == nullptr) return {};
  TomlTable table{*node, from.mistakes(), "vote"};
  VoteResult out{table.day("day"),
                 table.day("valid_until"),
                 table.number("turnout_bp"),
                 table.number("yes_bp"),
                 table.text_or("method", "")};
  table.finish();
  return out;
}

void read_successor(TomlTable& from, const ManifestSources& sources, Manifest& out) {
  out.is_closed = from.truth_or("closed", false);
  for (const TomlNode* node : from.text_nodes("skips")) {
    const auto id = sources.subject(node->text);
    if (!id) from.mistakes().add(node->line, id.error());
    if (id) out.skips.push_back(*id);
  }
  std::ranges::sort(out.skips);
}

DemandOutcome outcome_from(const TomlNode& node, TomlMistakes& mistakes) {
  if (node.text == "met") return DemandOutcome::met;
  if (node.text == "part") return DemandOutcome::part;
  if (node.text != "unmet") mistakes.add(node.line, "an outcome is met, part or unmet");
  return DemandOutcome::unmet;
}

Turnout turnout_from(TomlTable& from) {
  Turnout out;
  out.cell = from.cell("cell");
  std::vector<std::pair<const char*, TurnoutBand>> known;
  for (const auto& [text, band] : turnout_words) known.emplace_back(text.data(), band);
  out.band = choice<TurnoutBand>(from, "band", known);
  from.finish();
  return out;
}

NextStep step_from(TomlTable& from, const DecisionSources& sources) {
  NextStep out{OrgId::zero(), ""};
  const auto org = sources.org(from.text("org"));
  if (!org) from.mistakes().add(from.line_of("org"), org.error());
  out.org = org ? *org : OrgId::zero();
  out.text = text_within(from, "text", limits::next_step_bytes_max);
  from.finish();
  return out;
}

crypto::Hash root_from(TomlTable& from) {
  crypto::Hash out{};
  if (!from.has("root")) return out;
  const auto bytes = hex_decode(from.text("root"));
  if (bytes && bytes->size() == out.size())
    std::ranges::copy(*bytes, out.begin());
  else
    from.mistakes().add(from.line_of("root"), "`root` is 64 hex digits");
  return out;
}

}  // namespace

Reply<Manifest> manifest_from_toml(std::string_view text, const ManifestSources& sources) {
  const auto root = parse_toml(text);
  if (!root) return tl::unexpected{root.error()};
  TomlMistakes mistakes;
  TomlTable from{*root, mistakes};
  Manifest out;
  out.name = text_within(from, "name", limits::name_bytes_max);
  out.k = from.number("k");
  must_have(from, "delegates");
  out.delegates =
      each(from, "delegates", [&](TomlTable& entry) { return delegate_from(entry, sources); });
  std::ranges::sort(out.delegates, {}, &Delegate::id);
  out.stewards =
      each(from, "stewards", [&](TomlTable& entry) { return steward_from(entry, sources); });
  std::ranges::sort(out.stewards, {}, &Steward::handle);
  constexpr Seconds half_a_year{180 * 86'400};
  out.valid_until = from.has("valid_until") ? from.moment("valid_until")
                                            : sources.now + from.duration_or("life", half_a_year);
  read_successor(from, sources, out);
  from.finish();
  return mistakes.unless(std::move(out));
}

Reply<Proposal> proposal_from_toml(std::string_view text, const DecisionSources& sources) {
  const auto root = parse_toml(text);
  if (!root) return tl::unexpected{root.error()};
  TomlMistakes mistakes;
  TomlTable from{*root, mistakes};
  Proposal out;
  out.action = from.text("action");
  must_have(from, "targets");
  for (const TomlNode* node : from.text_nodes("targets"))
    out.targets.push_back(target_from(from, node->line, node->text, sources));
  std::ranges::sort(out.targets);
  must_have(from, "demands");
  out.demands =
      each(from, "demands", [&](TomlTable& entry) { return demand_from(entry, sources); });
  out.title = texts_of(from, "title", sources.languages, limits::title_bytes_max);
  out.summary = texts_of(from, "summary", sources.languages, limits::summary_bytes_max);
  out.why_now = texts_of(from, "why_now", sources.languages, limits::passage_bytes_max);
  out.after_plan = texts_of(from, "after_plan", sources.languages, limits::passage_bytes_max);
  out.safety_cover = texts_of(from, "safety_cover", sources.languages, limits::passage_bytes_max);
  out.not_before = from.moment("not_before");
  out.not_after = from.moment("not_after");
  out.vote_by = from.moment("vote_by");
  out.max_duration = from.duration_or("max_duration", std::chrono::hours{24});
  out.max_waves = from.number_or("max_waves", 1);
  if (from.has("replaces")) out.replaces = subject_of(from, "replaces", sources);
  from.finish();
  return mistakes.unless(std::move(out));
}

Reply<Call> call_from_toml(std::string_view text, const DecisionSources& sources) {
  const auto root = parse_toml(text);
  if (!root) return tl::unexpected{root.error()};
  TomlMistakes mistakes;
  TomlTable from{*root, mistakes};
  Call out;
  out.proposal = subject_of(from, "proposal", sources);
  must_have(from, "targets");
  out.targets = each(from, "targets", [&](TomlTable& entry) {
    const Target target =
        target_from(entry, entry.line_of("target"), entry.text("target"), sources);
    const CallTarget called{target.org, target.cell, entry.moment("t0")};
    entry.finish();
    return called;
  });
  std::ranges::sort(out.targets);
  out.instructions = texts_of(from, "instructions", sources.languages, limits::passage_bytes_max);
  out.public_after = from.moment("public_after");
  from.finish();
  return mistakes.unless(std::move(out));
}

Reply<Debrief> debrief_from_toml(std::string_view text, const DecisionSources& sources) {
  const auto root = parse_toml(text);
  if (!root) return tl::unexpected{root.error()};
  TomlMistakes mistakes;
  TomlTable from{*root, mistakes};
  Debrief out;
  out.call = subject_of(from, "call", sources);
  out.planned = text_within(from, "planned", limits::debrief_text_bytes_max);
  out.happened = text_within(from, "happened", limits::debrief_text_bytes_max);
  out.why = text_within(from, "why", limits::debrief_text_bytes_max);
  out.keep = text_within(from, "keep", limits::debrief_text_bytes_max);
  out.change = text_within(from, "change", limits::debrief_text_bytes_max);
  must_have(from, "outcomes");
  for (const TomlNode* node : from.text_nodes("outcomes"))
    out.outcomes.push_back(outcome_from(*node, mistakes));
  out.turnout = each(from, "turnout", turnout_from);
  std::ranges::sort(out.turnout);
  out.next = each(from, "next", [&](TomlTable& entry) { return step_from(entry, sources); });
  from.finish();
  return mistakes.unless(std::move(out));
}

Reply<Report> report_from_toml(std::string_view text) {
  const auto root = parse_toml(text);
  if (!root) return tl::unexpected{root.error()};
  TomlMistakes mistakes;
  TomlTable from{*root, mistakes};
  Report out;
  out.period = from.number("period");
  out.as_of = from.moment("as_of");
  out.cells = each(from, "cells", count_from);
  out.tests = each(from, "tests", test_from);
  out.vote = vote_from(from);
  out.contracts = each(from, "contracts", contract_from);
  out.fund_days_band = from.number_or("fund_days_band", 0);
  out.root = root_from(from);
  std::ranges::sort(out.cells);
  std::ranges::sort(out.tests);
  std::ranges::sort(out.contracts);
  from.finish();
  return mistakes.unless(std::move(out));
}

}  // namespace tocsin::cli
