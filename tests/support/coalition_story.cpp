#include "tests/support/coalition_story.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/wire/decision_codec.h"

namespace tocsin::tests {

Texts in_both(const std::string& text) {
  return Texts{text, text};
}

Proposal CoalitionStory::proposal_body() const {
  const WallTime now = net.now().wall;
  Proposal out;
  out.head = Head{net.of("plumbers").identity.keys->id, net.org("plumbers"), now, 1};
  out.charter = net.of("plumbers").machine->charter_id().value();
  out.action = "stoppage";
  out.targets = {Target{net.org("drivers"), Cell{"transport", "metro", ""}},
                 Target{net.org("plumbers"), Cell{"public", "metro", ""}}};
  std::ranges::sort(out.targets);
  Demand demand;
  demand.addressee = "the city";
  demand.text = in_both("Safe crossings.");
  demand.met_when = in_both("The crossings are built.");
  out.demands = {demand};
  out.title = in_both("One day");
  out.summary = in_both("A one-day stoppage.");
  out.why_now = in_both("The talks ended.");
  out.after_plan = in_both("Meet the next morning.");
  out.safety_cover = in_both("Emergency rooms stay open.");
  out.not_before = now;
  out.not_after = now + Seconds{20 * 24 * 3600};
  out.vote_by = now + Seconds{2 * 3600};
  out.max_duration = max_duration;
  out.replaces = replaces;
  out.max_waves = max_waves;
  return out;
}

Call CoalitionStory::call_body() const {
  Call out;
  out.head = Head{net.of("plumbers").identity.keys->id, net.org("plumbers"), net.now().wall, 1};
  out.proposal = proposal;
  const WallTime t0 = net.now().wall + Seconds{180};
  for (const Target& target : proposal_body().targets) {
    const bool is_called = std::ranges::any_of(
        called, [&](const std::string& slug) { return net.org(slug) == target.org; });
    if (is_called) out.targets.push_back(CallTarget{target.org, target.cell, t0});
  }
  out.instructions = in_both("Leave together, keep the exits free.");
  out.public_after = t0;
  return out;
}

void CoalitionStory::propose() {
  Row row;
  row.set("body", Value{wire::encode(proposal_body())});
  auto rows = net.act(net.of("plumbers"), "draft proposal", row, Level::act);
  ENSURE(rows.has_value());
  proposal = id_of(*rows);
  net.deliver(order);
}

void CoalitionStory::all_sign_proposal() {
  for (const std::string& slug : net.slugs()) {
    for (const std::size_t person : {0U, 1U})
      ENSURE(net.sign(net.of(slug, person), proposal).has_value());
  }
  net.deliver(order);
}

void CoalitionStory::publish_reports() {
  for (const std::string_view slug : {"drivers", "plumbers"}) publish(slug, net.counts_of(slug));
}

void CoalitionStory::publish(std::string_view slug, const Report& counts) {
  ENSURE(net.report(net.of(slug), counts).has_value());
  net.deliver(order);
  StatementId report = StatementId::zero();
  for (const Row& event : net.of(slug).events) {
    if (event.text("type").value_or("") == "report")
      report = StatementId::from(event.bytes("id").value()).value();
  }
  ENSURE(net.sign(net.of(slug, 1), report).has_value());
  net.deliver(order);
}

void CoalitionStory::drill(const std::vector<std::string>& reviewing) {
  Row run;
  run.set("action", "stoppage");
  auto rows = net.act(net.of("choir"), "drill run", run, Level::act);
  ENSURE(rows.has_value());
  const StatementId practice = id_of(*rows);
  net.deliver(order);
  const auto two_orgs_sign = [&](const StatementId& subject) {
    for (const std::string_view slug : {"choir", "tenants"}) {
      for (const std::size_t person : {0U, 1U})
        ENSURE(net.sign(net.of(slug, person), subject).has_value());
    }
    net.deliver(order);
  };
  two_orgs_sign(practice);
  net.pass(Millis{1});
  auto drafted = net.act(net.of("choir"), "drill run", about(practice), Level::act);
  ENSURE(drafted.has_value());
  exercise = id_of(*drafted);
  net.deliver(order);
  two_orgs_sign(exercise);
  for (const std::string& slug : reviewing) {
    Row ack = about(exercise);
    ack.set("level", "reviewed");
    ENSURE(net.act(net.of(slug), "ack", ack, Level::act).has_value());
  }
  net.deliver(order);
}

void CoalitionStory::mandate() {
  propose();
  all_sign_proposal();
  publish_reports();
  drill();
  ENSURE(state("plumbers", proposal) == "MANDATED");
}

Reply<std::vector<Row>> CoalitionStory::draft_call() {
  Row row;
  row.set("body", Value{wire::encode(call_body())});
  return net.act(net.of("plumbers"), "draft call", row, Level::act);
}

void CoalitionStory::must_draft_call() {
  auto rows = draft_call();
  ENSURE(rows.has_value());
  call = id_of(*rows);
  net.deliver(order);
}

void CoalitionStory::reach_call() {
  mandate();
  net.pass(Seconds{6});
  must_draft_call();
}

void CoalitionStory::all_sign_call() {
  for (const std::string& slug : net.slugs()) {
    const bool is_called = std::ranges::find(called, slug) != called.end();
    for (const std::size_t person : {0U, 1U})
      ENSURE(net.sign(net.of(slug, person), call, "approve", is_called).has_value());
  }
  net.deliver(order);
}

void CoalitionStory::certify() {
  reach_call();
  all_sign_call();
}

void CoalitionStory::run_to_end() {
  certify();
  net.pass(Seconds{200});
  net.pass(max_duration);
}

std::vector<Row> CoalitionStory::status(std::string_view slug, const StatementId& subject) {
  auto rows = net.act(net.of(slug), "status", about(subject), Level::read);
  ENSURE(rows.has_value());
  return *std::move(rows);
}

std::string CoalitionStory::state(std::string_view slug, const StatementId& subject) {
  return status(slug, subject).front().text("state").value();
}

Bytes CoalitionStory::export_of(CoalitionNet::Device& device, const StatementId& subject) {
  auto rows = net.act(device, "export", about(subject), Level::read);
  ENSURE(rows.has_value());
  return row_of(*rows, "proof").bytes("bytes").value();
}

Bytes CoalitionStory::certificate(std::string_view slug) {
  return export_of(net.of(slug), call);
}

StatementId CoalitionStory::stop_by(const std::vector<std::string>& slugs,
                                    std::string_view verb,
                                    const StatementId& subject,
                                    const Row& arguments) {
  auto rows = net.stop(net.of(slugs.front()), verb, subject, arguments);
  ENSURE(rows.has_value());
  const StatementId stop = id_of(*rows);
  net.deliver(order);
  for (const std::string& slug : slugs) {
    for (const std::size_t person : {0U, 1U}) {
      if (slug == slugs.front() && person == 0) continue;
      ENSURE(net.sign(net.of(slug, person), stop).has_value());
    }
  }
  net.deliver(order);
  return stop;
}

Row CoalitionStory::target(std::string_view who, std::string_view slug) {
  for (const Row& row : status(who, call)) {
    if (row.kind() == "target" && row.text("slug").value_or("") == slug) return row;
  }
  return Row{};
}

std::string CoalitionStory::target_state(std::string_view who, std::string_view slug) {
  return target(who, slug).text("state").value_or("");
}

std::vector<std::string> CoalitionStory::target_states(std::string_view who) {
  std::vector<std::string> out;
  for (const Row& row : status(who, call))
    if (row.kind() == "target") out.push_back(row.text("state").value());
  return out;
}

bool CoalitionStory::has_code(std::string_view who, std::string_view code) {
  const auto rows = status(who, call);
  return std::ranges::any_of(rows, [&](const Row& row) {
    const auto codes = row.texts("codes");
    return row.kind() == "target" && std::ranges::find(codes, code) != codes.end();
  });
}

}  // namespace tocsin::tests
