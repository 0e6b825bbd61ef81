// Machines of connections stepped against each other under virtual time: byte pipes that cut what
// is sent at places drawn from a seed, hold it back, change or swallow it. Two parties mostly; a
// ticket needs a third.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "core/link/links.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {

struct Party {
  Party(std::uint64_t seed, link::Role its_role) : random{seed}, role{its_role} { restart(); }

  // As after kill -9: what was kept is all there is.
  void restart();
  Snapshot snapshot() const;
  LinkKey key() const;

  std::vector<LinkUp> ups() const { return all<LinkUp>(); }

  std::vector<LinkDown> downs() const { return all<LinkDown>(); }

  std::vector<DialEnded> ended() const { return all<DialEnded>(); }

  // Frames heard, without those of the link's own.
  std::vector<Frame> frames() const;

  SeededRandom random;
  link::Role role;
  std::unique_ptr<link::Links> links;
  std::map<Bytes, Bytes> rows;  // Table::link_keys
  std::vector<link::Happened> happened;
  std::uint64_t bytes_sent = 0;
  bool is_deaf = false;  // its pipes swallow what is sent to it

 private:
  template <class Event>
  std::vector<Event> all() const {
    std::vector<Event> found;
    for (const link::Happened& event : happened)
      if (const Event* it = std::get_if<Event>(&event)) found.push_back(*it);
    return found;
  }
};

class Pair {
 public:
  explicit Pair(std::uint64_t seed = 1);

  // Party 0 and 1 are a and b, members who hold the same mesh key and have pinned each other.
  Party& a() { return *parties_[0]; }

  Party& b() { return *parties_[1]; }

  Party& add(link::Role role);
  void give_mesh_key(Party& party, std::uint8_t which = 1);

  Party& add_relay(std::uint8_t which_key = 1);  // with its grant
  RelayGrant grant_for(const Party& relay, std::uint8_t which_key = 1);
  // Signed by the authority of the grants.
  MeshList list_of(const std::vector<const Party*>& relays, std::uint8_t which_key = 1);
  void take_list(Party& party, const MeshList& list);

  // Whom `party` would dial; `is_relay` by its role.
  Destination to(const Party& party) const;
  void dial(Party& from, const Party& target, std::optional<InviteTicket> ticket = {});
  // A stream from nowhere: what somebody without keys can do. Answers what came back so far.
  LinkId connect_stranger(Party& target, NetPrefix prefix = {1});
  void stranger_sends(Party& target, LinkId link, Bytes bytes);
  const Bytes& answered(LinkId link) const;
  bool is_closed(LinkId link) const;

  bool send(Party& from, LinkId link, Frame frame);
  bool send(Party& from, LinkId link, Queue queue, Frame frame);
  void close(Party& party, LinkId link, ByeReason reason);
  void drop_ticket(Party& party, const InviteTicket& ticket);

  // Runs what is due in the next while.
  void run(Millis time = Millis{2'000});

  Now now() const { return now_; }

  // Every write, before it is cut: the hook may change or empty it.
  std::function<void(const Party& from, Bytes& bytes)> on_write;
  // One piece for each write, as a fast network does.
  bool is_cutting = true;
  // Time that bytes stay in the sender's buffers.
  Millis held_back{0};

  CoalitionId coalition;

 private:
  using Act = std::function<void()>;
  void at(Instant when, Act act);
  void after_call(Party& party, Outbox& outbox);
  void take(Party& party, link::Out out);
  void perform(Party& party, Release release);
  void perform_send(Party& party, LinkId link, Bytes bytes);
  void perform_dial(Party& party, const Dial& dial);
  void perform_close(LinkId link);
  void deliver(LinkId to, Bytes bytes);
  Party* owner(LinkId link);
  bool step(Instant until);

  std::uint64_t seed_;
  SeededRandom chance_;
  Now now_;
  std::vector<std::unique_ptr<Party>> parties_;
  std::map<LinkId, LinkId> other_;     // the ends of one stream
  std::map<LinkId, Party*> owners_;    // null: the stranger's
  std::map<LinkId, Instant> next_in_;  // nothing overtakes
  std::map<LinkId, Bytes> strangers_;
  std::map<LinkId, bool> is_closed_;
  std::uint64_t next_link_ = 1;
  std::uint64_t next_act_ = 0;
  std::uint32_t next_seq_ = 0;
  std::map<std::pair<Instant, std::uint64_t>, Act> due_;
};

}  // namespace tocsin::tests
