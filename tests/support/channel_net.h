// Several Channels machines that exchange envelopes directly: no links, no relays, one queue.
// Governance is a set of facts (this device belongs, this one no longer does) carried as
// statements, so that who may read what is plain to see. Each call of a machine is a batch: staged,
// committed, and only then released, as in core/node.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/channel/channels.h"
#include "core/model/audience.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {

struct Fact {
  bool is_removal = false;
  Member member;
};

// Everybody's facts by statement id, whoever knows them.
using Facts = std::map<StatementId, std::pair<Fact, Bytes>>;

// Audiences over the facts one device knows. A view names facts; more facts are a later view.
class FactAudiences : public Audiences {
 public:
  explicit FactAudiences(const Facts& facts) : facts_{facts} {}

  View current(const ChannelPolicy& channel) const override;
  std::variant<Audience, Missing> audience(const ChannelPolicy& channel,
                                           const View& view) const override;
  bool covers(const View& v, const View& w) const override;
  std::vector<Bytes> difference(const View& after, const View& before) const override;
  std::vector<Bytes> wanted(const std::vector<StatementId>& missing) const override;
  std::vector<Bytes> state() const override;
  // By what it knows of the author; facts are about members, so only a delegate's is told.
  std::optional<OrgId> delegate_org(const Statement& statement) const override;

  bool learn(ByteView statement);  // true: it was new

  std::set<StatementId> known;

 private:
  const Facts& facts_;
};

class ChannelNet;

// One device and its daemon's worth of bookkeeping.
class ChannelPeer {
 public:
  ChannelPeer(ChannelNet& net, std::uint64_t seed, std::string handle);

  const DeviceId& id() const { return identity_.keys->id; }

  Member member(const OrgId& org, bool is_delegate) const;

  // One batch. `call` may return an Out to be routed. False: the crash came, nothing left.
  bool run(const std::function<channel::Out(channel::Channels&, Outbox&)>& call);

  // Shorthands, each one batch.
  bool send(const ChannelId& channel, const std::string& text);
  void receive(const Envelope& envelope);
  void wake();
  void learn(const StatementId& fact);

  bool knows(const StatementId& fact) const { return audiences_.known.contains(fact); }

  std::vector<std::string> texts(const ChannelId& channel) const;

  // Dies now and comes back with what was committed; own envelopes are offered again, as
  // core/gossip does.
  void restart();
  // The commit of the batch after `batches` more is the last thing, or did not happen; then
  // restart() by itself.
  void crash_after(std::size_t batches, bool is_committed);

  channel::Channels& channels() { return *channels_; }

  Identity& identity() { return identity_; }

  MemoryStore& store() { return store_; }

  void become(const CoalitionId& coalition, const OrgId& org);

  std::optional<DeviceId> welcomed_by;
  std::vector<Row> events;
  std::size_t batches = 0;

 private:
  friend class ChannelNet;
  void route(channel::Out out, Outbox& outbox, std::vector<Envelope>& leaving);
  void take_statement(ByteView statement, Outbox& outbox, std::vector<Envelope>& leaving);

  ChannelNet& net_;
  std::uint64_t seed_;
  std::string handle_;
  SeededRandom random_;
  Identity identity_;
  MemoryStore store_;
  FactAudiences audiences_;
  std::set<StatementId> committed_known_;
  std::pair<CoalitionId, OrgId> committed_home_{CoalitionId::zero(), OrgId::zero()};
  std::unique_ptr<channel::Channels> channels_;
  std::set<EnvelopeId> own_;
  std::optional<std::pair<std::size_t, bool>> crash_;
};

class ChannelNet {
 public:
  explicit ChannelNet(std::uint64_t seed);

  ChannelPeer& add(const std::string& handle);
  // Makes a fact; nobody knows it until somebody learns it.
  StatementId fact(bool is_removal, const Member& member);
  // Everybody in `orgs` is a delegate: founds the coalition at the first one and delivers the
  // bundle.
  void found(const std::map<OrgId, std::vector<ChannelPeer*>>& orgs);

  void publish(const ChannelPeer& from, const Envelope& envelope);
  // Delivers what is under way, in an order drawn by chance if `is_shuffled`, until nothing moves.
  void deliver(bool is_shuffled = false);

  // Loses everything under way to this peer until sync().
  void cut(const ChannelPeer& peer) { cut_.insert(peer.id()); }

  // Everybody is offered every envelope there is, as a reconciliation would.
  void sync();
  void pass(Millis time);

  Now now;
  CoalitionId coalition;
  Facts facts;
  std::deque<std::pair<ChannelPeer*, Envelope>> under_way;
  std::vector<std::unique_ptr<ChannelPeer>> peers;
  std::vector<Envelope> all;  // every envelope ever released
  Bytes file_key;

 private:
  SeededRandom random_;
  std::set<DeviceId> cut_;
};

OrgId org_named(const std::string& slug);

}  // namespace tocsin::tests
