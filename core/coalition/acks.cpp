// Who heard the call: received by the device itself, more by its delegate or steward. Silence is
// never shown as "no".
#include <algorithm>
#include <set>

#include "core/coalition/committed.h"
#include "core/coalition/rows.h"
#include "core/coalition/state.h"

namespace tocsin::coalition {
namespace {

std::optional<AckLevel> level_of(const std::string& text) {
  for (const AckLevel level : {AckLevel::reviewed,
                               AckLevel::cascaded,
                               AckLevel::committed,
                               AckLevel::out,
                               AckLevel::stood_down,
                               AckLevel::declined}) {
    if (text == word(level)) return level;
  }
  return std::nullopt;
}

struct OrgAcks {
  std::set<DeviceId> devices;      // received
  std::set<std::string> reviewed;  // delegates
  std::optional<Ack> cascaded;     // latest of its level
  std::optional<Ack> committed;
  bool is_out = false;
  bool is_stood_down = false;
  bool has_declined = false;
  std::optional<WallTime> last;
};

void keep_latest(std::optional<Ack>& known, const Ack& ack) {
  const auto order = [](const Ack& one) { return std::pair{one.head.at, one.head.seq}; };
  if (!known || order(*known) < order(ack)) known = ack;
}

void take(OrgAcks& org, const Ack& ack, const Resident& author) {
  org.last = std::max(org.last.value_or(ack.head.at), ack.head.at);
  org.devices.insert(ack.head.author);
  switch (ack.level) {
    case AckLevel::received:
      return;
    case AckLevel::reviewed:
      break;
    case AckLevel::cascaded:
      keep_latest(org.cascaded, ack);
      break;
    case AckLevel::committed:
      keep_latest(org.committed, ack);
      break;
    case AckLevel::out:
      org.is_out = true;
      break;
    case AckLevel::stood_down:
      org.is_stood_down = true;
      break;
    case AckLevel::declined:
      org.has_declined = true;
      break;
  }
  // Whoever answers at all has read it.
  if (author.is_delegate) org.reviewed.insert(author.person);
}

// Who has to be called by voice: silence is no answer, and no "no" either.
std::vector<std::string> to_phone(const Manifest& manifest, const OrgAcks& org) {
  std::vector<std::string> out;
  if (org.reviewed.size() >= manifest.k) return out;
  for (const Delegate& delegate : manifest.delegates)
    if (!org.reviewed.contains(delegate.handle)) out.push_back(delegate.handle);
  std::ranges::sort(out);
  return out;
}

void set_levels(Row& row, const OrgAcks& org, const PrivacyParams& privacy) {
  if (org.cascaded)
    row.set("cascaded_reached", org.cascaded->reached).set("cascaded_of", org.cascaded->of);
  if (!org.committed) return;
  const CommittedShown told = shown({org.committed->reached, org.committed->of}, privacy);
  row.set("committed_hidden", told.is_hidden).set("committed_topped", told.is_topped);
  if (told.is_topped) row.set("top_code_bp", privacy.top_code_bp);
  if (!told.is_hidden) row.set("committed", told.count);
}

Reply<void> need_call(const Accepted& subject) {
  if (subject.statement.type == StatementType::call) return {};
  return refuse(Exit::usage, "E_TYPE", "only a call is acknowledged", "tocsin status");
}

Reply<Ack> ack_in(const Row& arguments, const StatementId& call) {
  const auto level = level_of(arguments.text("level").value_or(""));
  if (!level)
    return refuse(Exit::usage,
                  "E_USAGE",
                  "a level is reviewed, cascaded, committed, out, stood_down or declined");
  const auto reached = arguments.integer("reached").value_or(0);
  const auto of = arguments.integer("of").value_or(0);
  constexpr std::int64_t people_max = 10'000'000;
  if (reached < 0 || of < 0 || reached > people_max || of > people_max || reached > of)
    return refuse(Exit::usage, "E_USAGE", "so many of so many: reached is at most of");
  Ack out;
  out.call = call;
  out.level = *level;
  out.reached = static_cast<std::uint32_t>(reached);
  out.of = static_cast<std::uint32_t>(of);
  out.reason = arguments.text("reason").value_or("");
  return out;
}

std::map<OrgId, OrgAcks> answers(const Reading& reading,
                                 const Electorate& electorate,
                                 const StatementId& call) {
  std::map<OrgId, OrgAcks> out;
  for (const OrgId& org : electorate.full()) out.emplace(org, OrgAcks{});
  for (const Accepted* accepted : reading.statements.about(call, StatementType::ack)) {
    const Ack& ack = accepted->as<Ack>();
    const Resident* author = reading.directory.find(ack.head.author, ack.head.org);
    const auto org = out.find(ack.head.org);
    if (author != nullptr && org != out.end()) take(org->second, ack, *author);
  }
  return out;
}

Row ack_row(const Electorate& electorate, const OrgId& id, const OrgAcks& org, bool is_awaited) {
  const Manifest& manifest = *electorate.manifest(id);
  std::size_t devices = 0;
  for (const Delegate& delegate : manifest.delegates) devices += delegate.devices.size();
  Row row{"ack"};
  row.set("org", Value{id.bytes()})
      .set("slug", electorate.org(id)->slug)
      .set("received", org.devices.size());
  row.set("devices", devices)
      .set("reviewed", org.reviewed.size())
      .set("delegates", manifest.delegates.size());
  set_levels(row, org, electorate.charter().value.params.privacy);
  row.set("out", org.is_out).set("stood_down", org.is_stood_down);
  if (const auto phone = to_phone(manifest, org); is_awaited && !phone.empty())
    row.set("phone", Value{phone});
  row.set("declined", org.has_declined);
  if (org.last) row.set("last", Value{*org.last});
  return row;
}

}  // namespace

void Coalition::State::acknowledge(const StatementId& call, AckLevel level, Step& step) {
  const Accepted* subject = statements.find(call);
  Ack ack;
  ack.call = call;
  ack.level = level;
  issue(StatementType::ack, subject->statement.domain.mode, Body{std::move(ack)}, step);
}

Reply<void> Coalition::State::ack(const Row& arguments, Step& step) {
  const Resident* self = own_residence();
  if (self == nullptr || !self->is_steward)
    return refuse(Reason::delegate, Exit::permission, "delegates and stewards acknowledge a call");
  if (auto may = may_sign(); !may) return may;
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  if (auto is_call = need_call(**found); !is_call) return is_call;
  const StatementId call = (*found)->id;
  if (!decisions.first_seen(call))
    return refuse(Reason::join,
                  Exit::not_met,
                  "this call is not certified yet",
                  "tocsin status " + call.short_hex());
  auto ack = ack_in(arguments, call);
  if (!ack) return tl::unexpected{ack.error()};
  // People are told of in numbers that point at nobody; stewards are counted as they are.
  if (ack->level == AckLevel::committed) {
    const Committed said =
        publishable({ack->reached, ack->of}, electorate->charter().value.params.privacy);
    ack->reached = said.reached;
    ack->of = said.of;
  }
  const AckLevel level = ack->level;
  issue(StatementType::ack, (*found)->statement.domain.mode, Body{*std::move(ack)}, step);
  Row row{"ack"};
  row.set("call", Value{call.bytes()}).set("level", word(level));
  step.rows.push_back(std::move(row));
  return {};
}

Reply<void> Reading::acks(const Row& arguments, Step& step) const {
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  if (auto is_call = need_call(**found); !is_call) return is_call;
  const CallState state = call_standing(picture(), **found, step.now.wall).state;
  const bool is_awaited = state != CallState::ended && state != CallState::closed &&
                          state != CallState::dead &&
                          decisions.first_seen((*found)->id).has_value();
  for (const auto& [id, org] : answers(*this, *electorate, (*found)->id))
    step.rows.push_back(ack_row(*electorate, id, org, is_awaited));
  return {};
}

Reply<void> Reading::drill_report(const Row& arguments, Step& step) const {
  auto found = subject(arguments);
  if (!found) return tl::unexpected<Refusal>{found.error()};
  if (auto is_call = need_call(**found); !is_call) return is_call;
  const Accepted& call = **found;
  if (!is_drill(call.statement.domain.mode))
    return refuse(Reason::mode, Exit::usage, "this is no drill", "tocsin acks");
  std::map<OrgId, WallTime> first;
  for (const Accepted* accepted : statements.about(call.id, StatementType::ack)) {
    const Ack& ack = accepted->as<Ack>();
    if (ack.level == AckLevel::received || ack.level == AckLevel::declined) continue;
    const auto [known, is_new] = first.emplace(ack.head.org, ack.head.at);
    if (!is_new) known->second = std::min(known->second, ack.head.at);
  }
  const WallTime called = call.as<Call>().head.at;
  std::vector<std::int64_t> seconds;
  std::vector<Row> rows;
  for (const OrgId& id : electorate->full()) {
    const auto at = first.find(id);
    Row row{"org"};
    row.set("org", Value{id.bytes()})
        .set("slug", electorate->org(id)->slug)
        .set("reached", at != first.end());
    if (at != first.end()) {
      seconds.push_back(std::max<std::int64_t>(0, (at->second - called).count() / 1000));
      row.set("seconds", seconds.back());
    }
    rows.push_back(std::move(row));
  }
  std::ranges::sort(seconds);
  Row row{"drill"};
  row.set("call", Value{call.id.bytes()}).set("mode", word(call.statement.domain.mode));
  row.set("reached", seconds.size()).set("orgs", electorate->full().size());
  if (!seconds.empty())
    row.set("median_s", seconds[seconds.size() / 2]).set("slowest_s", seconds.back());
  step.rows.push_back(std::move(row));
  std::ranges::move(rows, std::back_inserter(step.rows));
  return {};
}

}  // namespace tocsin::coalition
