// roster share, and what comes of it: changes are told to the devices that share the list, theirs
// become ours, and who begins to share is told all of it once (readiness.md §9).
#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "core/crypto/hash.h"
#include "core/model/labels.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/campaign.h"
#include "core/readiness/sharing.h"
#include "core/readiness/state.h"
#include "core/readiness/tests.h"
#include "core/wire/readiness_codec.h"

namespace tocsin::readiness {
namespace {

// Rows merged one after the other: what was kept of one is not in the store yet when the next is
// looked at, so it is remembered here.
class Merger {
 public:
  Merger(const Archive& archive, Random& random, Now now, Outbox& outbox)
      : archive_{archive}, random_{random}, now_{now}, outbox_{outbox}, campaigns_{archive} {
    for (SharedVote& vote : read_dated_votes(archive)) votes_.emplace(vote.vote.day, vote);
    for (SharedContract& each : read_dated_contracts(archive))
      contracts_.emplace(each.contract.cell, each);
  }

  void take(const ListRows& rows);

  std::size_t changed() const { return changed_; }

 private:
  void take(const Worker& came);
  void take(const SharedPledge& came);
  void take(const StructureTest& came);
  void take(const SharedVote& came);
  void take(const SharedContract& came);

  const RowKey& list_key() { return campaigns_.open_list(day_of(now_.wall), random_, outbox_); }

  const Archive& archive_;
  Random& random_;
  Now now_;
  Outbox& outbox_;
  Campaigns campaigns_;
  std::map<std::string, Worker> workers_;
  std::map<std::pair<std::string, std::string>, Pledge> pledges_;
  std::map<std::tuple<Cell, std::string, std::uint32_t>, StructureTest> tests_;
  std::map<std::uint32_t, SharedVote> votes_;
  std::map<Cell, SharedContract> contracts_;
  std::optional<std::size_t> count_;
  std::size_t changed_ = 0;
};

// A list that was destroyed here does not come back from who still has it.
void Merger::take(const Worker& came) {
  if (day_of(came.edited_at) <= campaigns_.list_shredded_day()) return;
  const auto earlier = workers_.find(came.ref);
  const auto known = earlier != workers_.end()
                         ? std::optional{earlier->second}
                         : find_worker(archive_, campaigns_.list_key(), came.ref);
  if (!known) {
    if (!count_) count_ = read_roster(archive_, campaigns_.list_key()).size();
    if (*count_ >= limits::roster_rows_max) return;
    ++*count_;
  }
  const auto out = merged(known, came, now_.wall);
  if (!out) return;
  keep_worker(outbox_, list_key(), *out);
  workers_.insert_or_assign(out->ref, *out);
  ++changed_;
}

// A campaign whose names were destroyed here does not come back.
void Merger::take(const SharedPledge& came) {
  const std::string& name = came.pledge.campaign;
  const Campaign* campaign = campaigns_.find(name);
  if (campaign != nullptr && came.opened_day <= campaign->destroyed_day()) return;
  const std::pair place{name, came.pledge.worker};
  const auto earlier = pledges_.find(place);
  const auto known = earlier != pledges_.end()
                         ? std::optional{earlier->second}
                         : find_pledge(archive_, campaigns_.key(name), came.pledge.worker);
  const auto out = merged(known, came.pledge);
  if (!out) return;
  const std::uint32_t opened = std::min(came.opened_day, day_of(now_.wall));
  keep_pledge(outbox_, campaigns_.open(name, opened, random_, outbox_), *out);
  pledges_.insert_or_assign(place, *out);
  ++changed_;
}

void Merger::take(const StructureTest& came) {
  if (came.day <= campaigns_.list_shredded_day()) return;
  const std::tuple place{came.cell, came.kind, came.day};
  const auto earlier = tests_.find(place);
  const StructureTest known =
      earlier != tests_.end()
          ? earlier->second
          : find_test(archive_, campaigns_.list_key(), came.cell, came.kind, came.day);
  const auto out = merged(known, came);
  if (!out || !keep_test(outbox_, list_key(), *out)) return;
  tests_.insert_or_assign(place, *out);
  ++changed_;
}

void Merger::take(const SharedVote& came) {
  const auto known = votes_.find(came.vote.day);
  const auto out =
      merged(known == votes_.end() ? std::nullopt : std::optional{known->second}, came, now_.wall);
  if (!out) return;
  keep_vote(outbox_, *out);
  votes_.insert_or_assign(out->vote.day, *out);
  ++changed_;
}

void Merger::take(const SharedContract& came) {
  const auto known = contracts_.find(came.contract.cell);
  const auto out = merged(
      known == contracts_.end() ? std::nullopt : std::optional{known->second}, came, now_.wall);
  if (!out) return;
  keep_contract(outbox_, *out);
  contracts_.insert_or_assign(out->contract.cell, *out);
  ++changed_;
}

void Merger::take(const ListRows& rows) {
  for (const Worker& worker : rows.workers) take(worker);
  for (const SharedPledge& pledge : rows.pledges) take(pledge);
  for (const StructureTest& test : rows.tests) take(test);
  for (const SharedVote& vote : rows.votes) take(vote);
  for (const SharedContract& contract : rows.contracts) take(contract);
}

}  // namespace

void Readiness::State::keep(const RowKey& key, Worker worker, const Wish& wish) {
  // Later than what it replaces, whatever that one's clock said.
  worker.edited_at = std::max(wish.now.wall, worker.edited_at + Millis{1});
  keep_worker(wish.outbox, key, worker);
  touched.workers.push_back(std::move(worker));
}

void Readiness::State::keep(const RowKey& key,
                            const Pledge& pledge,
                            std::uint32_t opened_day,
                            const Wish& wish) {
  keep_pledge(wish.outbox, key, pledge);
  touched.pledges.push_back(SharedPledge{pledge, opened_day});
}

ListRows Readiness::State::whole_list() const {
  const Campaigns campaigns{archive};
  ListRows rows;
  for (auto& [ref, worker] : read_roster(archive, campaigns.list_key()))
    rows.workers.push_back(worker);
  for (const Campaign& campaign : campaigns.all()) {
    for (auto& [worker, pledge] : read_pledges(archive, campaigns.key(campaign.name)))
      rows.pledges.push_back(SharedPledge{pledge, campaign.opened_day});
  }
  rows.tests = read_tests(archive, campaigns.list_key());
  rows.votes = read_dated_votes(archive);
  rows.contracts = read_dated_contracts(archive);
  return rows;
}

Reply<Done> Readiness::State::roster_share(const Wish& wish) {
  Row row{"shared"};
  if (wish.arguments.flag("off")) {
    if (!shared_channel(archive))
      return refuse(Exit::usage, "E_NOT_FOUND", "this device shares no list");
    forget_shared_channel(wish.outbox);
    answer_at.reset();
    return Done{{row.set("off", true)}, {}};
  }
  const auto channel = ChannelId::from(wish.arguments.bytes("channel").value_or(Bytes{}));
  if (!channel) return refuse(Exit::usage, "E_NOT_FOUND", "no such channel", "tocsin channel list");
  keep_shared_channel(*channel, wish.outbox);
  ListRows asking;
  asking.is_asking = true;
  SharedList list{*channel, {wire::encode(asking)}};
  const ListRows all = whole_list();
  std::ranges::move(packed(all), std::back_inserter(list.bodies));
  row.set("channel", Value{channel->bytes()});
  row.set("workers", all.workers.size()).set("pledges", all.pledges.size());
  Done done{{std::move(row)}, {}};
  done.shared = std::move(list);
  return done;
}

void Readiness::State::tell_changes(Done& done) {
  const ListRows rows = std::exchange(touched, {});
  const auto channel = shared_channel(archive);
  if (!channel || rows.is_empty() || done.shared) return;
  done.shared = SharedList{*channel, packed(rows)};
}

// Only of devices that share it in the same channel. It is laid aside first: within one event the
// store does not show yet what was kept, and two records would each begin from the old list.
void Readiness::State::lay_aside(const Received& record, Now now, Outbox& outbox) {
  if (shared_channel(archive) != record.channel) return;
  const auto rows = wire::decode_signed<ListRows>(record.body);
  if (!rows) return;
  lay_aside_rows(record.id, record.body, outbox);
  next_look = now.instant;
  if (!rows->is_asking) return;
  // By chance among those who share it: who comes first spares the others' words.
  const crypto::Hash turn =
      crypto::hash(labels::share, {record.id.view(), identity.keys->id.view()});
  answer_at = now.instant + limits::share_step * (turn[0] % limits::share_turns);
}

// Alone in its event. True: there was something.
bool Readiness::State::merge_laid_aside(std::vector<Row>& events, Now now, Outbox& outbox) {
  const auto bodies = take_laid_aside(archive, outbox);
  if (bodies.empty()) return false;
  Merger merger{archive, random, now, outbox};
  for (const Bytes& body : bodies) {
    const auto rows = wire::decode_signed<ListRows>(body);
    ENSURE(rows);
    merger.take(*rows);
  }
  if (merger.changed() > 0) {
    Row event{"event"};
    event.set("event", "list.changed").set("rows", merger.changed());
    events.push_back(std::move(event));
  }
  return true;
}

std::optional<SharedList> Readiness::State::answer_due(Now now) {
  if (!answer_at || now.instant < *answer_at) return std::nullopt;
  answer_at.reset();
  const auto channel = shared_channel(archive);
  if (!channel) return std::nullopt;
  SharedList list{*channel, packed(whole_list())};
  if (list.bodies.empty()) return std::nullopt;
  return list;
}

}  // namespace tocsin::readiness
