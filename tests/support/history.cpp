#include "tests/support/history.h"

#include <algorithm>
#include <memory>
#include <set>

#include "core/base/ensure.h"
#include "core/base/match.h"
#include "core/coalition/verify.h"
#include "core/wire/statement_codec.h"

namespace tocsin::tests {
namespace {

using Lines = std::vector<std::string>;

std::string text_of(const Row& row);

std::string text_of(const Value& value) {
  return match(
      value,
      [](bool flag) { return std::string{flag ? "yes" : "no"}; },
      [](std::int64_t number) { return std::to_string(number); },
      [](const std::string& text) { return text; },
      [](const Bytes& bytes) { return hex_encode(bytes); },
      [](WallTime at) { return std::to_string(wall_ms(at)); },
      [](const std::vector<Row>& rows) {
        std::string out;
        for (const Row& row : rows) out += "{" + text_of(row) + "}";
        return out;
      },
      [](const std::vector<std::string>& texts) {
        std::string out;
        for (const std::string& text : texts) out += text + ",";
        return out;
      });
}

std::string text_of(const Row& row) {
  std::string out;
  for (const auto& [name, value] : row.fields()) out += name + "=" + text_of(value) + " ";
  return out;
}

template <class Id>
std::string text_of(const std::vector<Id>& ids) {
  std::string out;
  for (const Id& id : ids) out += id.short_hex() + ",";
  return out;
}

std::string text_of(const View& view) {
  std::string out =
      "charter " + text_of(view.charter.ids) + (view.charter.is_forked ? "forked" : "");
  for (const OrgView& org : view.orgs) {
    out += " org " + org.org.short_hex() + " manifest " + text_of(org.manifest.ids);
    out += org.manifest.is_forked ? "forked" : "";
    for (const RollLog& log : org.logs)
      out += " log " + log.steward.short_hex() + ":" + log.head.short_hex() + ":" +
             std::to_string(log.fork) + ":" + text_of(log.strays);
    out += " marks " + text_of(org.marks) + " evidenced " + text_of(org.evidenced);
  }
  return out;
}

// A device at which things arrive, one after the other.
class Ear {
 public:
  explicit Ear(const Beginning& beginning)
      : identity_{*beginning.identity}, store_{beginning.store}, now_{beginning.now} {
    start();
  }

  void pass(Millis time) { now_ = Now{now_.instant + time, now_.wall + time}; }

  // A refusal is an answer too: the statement is lost here, as it would be.
  void hear(const Bytes& statement) {
    Outbox outbox;
    static_cast<void>(machine_->accept(statement, DeviceId::zero(), now_, outbox));
    keep(outbox);
  }

  // The batch that took it in was never committed.
  void hear_in_vain(const Bytes& statement) {
    Outbox outbox;
    static_cast<void>(machine_->accept(statement, DeviceId::zero(), now_, outbox));
    ENSURE(store_.stage(outbox.take().writes).has_value());
    die();
  }

  void die() {
    store_.crash();
    start();
  }

  void wake() {
    Outbox outbox;
    static_cast<void>(machine_->wake(now_, outbox));
    keep(outbox);
  }

  void sync() {
    Outbox outbox;
    static_cast<void>(machine_->synced(now_, outbox));
    keep(outbox);
  }

  Lines says(const std::set<StatementId>& of_history, const Devices& devices, bool has_doubts);

  const MemoryStore& store() const { return store_; }

  Now now() const { return now_; }

 private:
  void start() {
    machine_ =
        std::make_unique<coalition::Coalition>(random_, store_, identity_, store_.snapshot());
  }

  void keep(Outbox& outbox) {
    ENSURE(store_.stage(outbox.take().writes).has_value());
    ENSURE(store_.commit().has_value());
  }

  std::string asked(std::string_view verb, const Row& arguments) {
    Outbox outbox;
    const auto rows =
        machine_->command(Command{std::string{verb}, arguments, Level::read}, now_, outbox);
    keep(outbox);
    std::string out{verb};
    out += " " + text_of(arguments) + ": ";
    if (!rows) return out + rows.error().code + " " + rows.error().reason;
    for (const Row& row : rows->rows) out += "\n  " + text_of(row);
    return out;
  }

  void tell_kept(Lines& out, const std::set<StatementId>& of_history) const;
  void tell_channels(Lines& out) const;
  void tell_subjects(Lines& out, const std::set<StatementId>& of_history, bool has_doubts);
  std::string certificate_of(const Row& call);

  const Identity& identity_;
  MemoryStore store_;
  Now now_;
  SeededRandom random_{1};
  std::unique_ptr<coalition::Coalition> machine_;
};

// A device's own receipts say when it heard, and are no part of what it heard.
void Ear::tell_kept(Lines& out, const std::set<StatementId>& of_history) const {
  const Snapshot kept = store_.snapshot();
  for (const StoredRow& row : kept.of(Table::statements)) {
    const bool is_waiting = row.key.size() != StatementId::size;
    const StatementId id = wire::decode<Statement>(row.value).value().id();
    if (of_history.contains(id)) out.push_back((is_waiting ? "waits " : "keeps ") + id.short_hex());
  }
}

void Ear::tell_channels(Lines& out) const {
  const auto charter = machine_->charter();
  if (!charter) return;
  const CoalitionId id = identity_.coalition;
  std::vector<ChannelPolicy> channels{{assembly_channel(id), ChannelKind::assembly, OrgId::zero()}};
  for (const CharterOrg& org : charter->orgs)
    channels.push_back({org_channel(id, org.id), ChannelKind::org, org.id});
  for (const ChannelPolicy& channel : channels) {
    const View view = machine_->current(channel);
    out.push_back("view " + text_of(view));
    const auto audience = machine_->audience(channel, view);
    std::string read_by = "audience ";
    if (const Audience* members = std::get_if<Audience>(&audience)) {
      for (const Member& member : *members)
        read_by +=
            member.device.short_hex() + " " + member.person + (member.is_delegate ? "* " : " ");
    }
    out.push_back(read_by);
  }
}

// That there is a proof, and what it is worth to strangers.
std::string Ear::certificate_of(const Row& call) {
  Outbox outbox;
  const auto rows = machine_->command(Command{"export", call, Level::read}, now_, outbox);
  keep(outbox);
  if (!rows) return "no certificate: " + rows.error().code;
  const Bytes proof = rows->rows.front().bytes("bytes").value();
  const coalition::Anchor anchor{identity_.coalition, identity_.mode};
  return coalition::verify(proof, anchor).is_valid() ? "certificate" : "an invalid certificate";
}

void Ear::tell_subjects(Lines& out, const std::set<StatementId>& of_history, bool has_doubts) {
  const Snapshot kept = store_.snapshot();
  for (const StoredRow& row : kept.of(Table::statements)) {
    if (row.key.size() != StatementId::size) continue;
    const StatementId id = *StatementId::from(row.key);
    if (!of_history.contains(id)) continue;
    const Row about = Row{}.set("subject", id.hex());
    const auto ask_all = [&](const std::vector<std::string_view>& verbs) {
      for (const std::string_view verb : verbs) out.push_back(asked(verb, about));
    };
    switch (wire::decode<Statement>(row.value)->type) {
      case StatementType::proposal:
        ask_all({"status", "matrix", "export"});
        break;
      case StatementType::call:
        ask_all({"status", "debrief summary"});
        // Which of the sign-offs it holds is what was here when the call was first proved; once
        // there are doubts that one is kept, and any is as good.
        if (has_doubts)
          out.push_back(certificate_of(about));
        else
          ask_all({"export"});
        break;
      case StatementType::charter:
      case StatementType::manifest:
      case StatementType::stop:
      case StatementType::freeze:
        ask_all({"status", "export"});
        break;
      case StatementType::report:
      case StatementType::debrief:
        ask_all({"status"});
        break;
      default:
        break;
    }
  }
}

Lines Ear::says(const std::set<StatementId>& of_history, const Devices& devices, bool has_doubts) {
  Lines out;
  tell_kept(out, of_history);
  const auto charter = machine_->charter_id();
  out.push_back("charter " + (charter ? charter->short_hex() : "none"));
  tell_channels(out);
  for (const DeviceId& device : devices)
    out.push_back("device " + device.short_hex() + " " + machine_->org_of(device).short_hex() +
                  (machine_->is_delegate(device) ? " delegate" : ""));
  for (const RelayCert& cert : machine_->relays())
    out.push_back("relay " + cert.link_key.short_hex());
  for (const LinkKey& key : machine_->dropped_relays()) out.push_back("dropped " + key.short_hex());
  for (const coalition::PublishedReport& report : machine_->reports())
    out.push_back("report " + report.slug + " " + std::to_string(wall_ms(report.org_time)));
  out.push_back(machine_->has_pending_target(now_.wall) ? "pending" : "nothing pending");
  for (const coalition::OwnAction& own : machine_->own_actions(now_.wall))
    out.push_back("own action " + own.proposal.short_hex() + " " +
                  std::to_string(wall_ms(own.first_t0)));
  for (const std::string_view verb : {"status", "charter show", "evidence", "relay list"})
    out.push_back(asked(verb, Row{}));
  tell_subjects(out, of_history, has_doubts);
  return out;
}

// Some come twice, at once or much later.
std::vector<Bytes> deliveries_of(const std::vector<Bytes>& statements, Random& chance) {
  std::vector<Bytes> out = statements;
  for (const Bytes& statement : statements) {
    if (chance.below(4) == 0) out.push_back(statement);
  }
  shuffle(out, chance);
  return out;
}

}  // namespace

Lines told(const Beginning& beginning,
           const std::vector<std::vector<Bytes>>& waves,
           const Devices& devices,
           Random& chance) {
  Ear ear{beginning};
  std::set<StatementId> of_history;
  std::vector<Bytes> deliveries;
  for (const std::vector<Bytes>& wave : waves) {
    for (const Bytes& statement : wave) of_history.insert(wire::decode<Statement>(statement)->id());
    std::ranges::move(deliveries_of(wave, chance), std::back_inserter(deliveries));
  }
  constexpr std::uint64_t crash_once_in = 60;
  Millis left = beginning.told_within;
  for (const Bytes& statement : deliveries) {
    const Millis step{
        static_cast<std::int64_t>(chance.below(static_cast<std::uint64_t>(left.count() / 4 + 1)))};
    left -= step;
    ear.pass(step);
    const std::uint64_t fate = chance.below(crash_once_in);
    if (fate == 0) ear.hear_in_vain(statement);
    ear.hear(statement);
    if (fate == 1) ear.die();
  }
  Millis passed = beginning.told_within - left;
  for (const Millis look : beginning.looks) {
    ear.pass(look - std::exchange(passed, look));
    ear.wake();
    if (beginning.is_new && look == beginning.looks.front()) ear.sync();
  }
  const bool has_doubts = waves.size() > 1 && !waves.back().empty();
  return ear.says(of_history, devices, has_doubts);
}

Beginning after(Beginning beginning, const std::vector<Bytes>& statements) {
  Ear ear{beginning};
  ear.wake();
  for (const Bytes& statement : statements) ear.hear(statement);
  Millis passed{0};
  for (const Millis look : beginning.looks) {
    ear.pass(look - std::exchange(passed, look));
    ear.wake();
  }
  beginning.store = ear.store();
  beginning.now = ear.now();
  return beginning;
}

}  // namespace tocsin::tests
