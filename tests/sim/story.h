// Who does what in a simulated coalition: founding by file, members by invite, talk, a proposal,
// its sign-offs, the call, its stops and its end, a freeze and its thaw. All through the verbs a
// user has; every wish is repeated while the machine is down, as a person would.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/model/manifest.h"
#include "tests/sim/world.h"

namespace tocsin::sim {

inline constexpr Millis review_wait{10'500};  // a little longer than a review must be read
inline constexpr std::chrono::hours hour{1};

struct Person {
  NodeIndex node;
  std::size_t org;
  std::string handle;
};

struct Cast {
  std::vector<NodeIndex> relays;
  std::vector<std::string> slugs;  // by org
  std::vector<Person> delegates;   // org by org
  std::vector<Person> members;
  std::vector<NodeIndex> everyone() const;  // delegates and members
  std::vector<Person> delegates_of(std::size_t org) const;
};

// A founded rehearsal coalition with all members admitted, no faults on. ENSUREs that it stands.
Cast found(World& world);

// What was done and answered: the oracle of the invariants.
struct Deeds {
  struct Said {
    NodeIndex by;
    std::string channel;  // "assembly" or "org"
    std::size_t org;
    std::string text;
  };

  std::vector<Said> said;                 // acknowledged by the daemon
  std::set<NodeIndex> approved_proposal;  // delegates whose confirm was answered, or may have been
  std::set<NodeIndex> approved_call;
  std::map<std::string, std::set<NodeIndex>> stopped;  // by verb: whose stop may have been signed
  std::string proposal;                                // hex ids
  std::string call;
  WallTime t0{};
  std::set<Bytes> liars;  // devices that have signed two contents in one slot
};

class Story {
 public:
  Story(World& world, const Cast& cast) : world_{world}, cast_{cast} {}

  const Deeds& deeds() const { return deeds_; }

  void talk(std::size_t messages);
  void propose();
  void sign_proposal(std::size_t orgs);
  void call(Seconds lead);
  void sign_call(std::size_t orgs);
  // Both delegates of each of these orgs, drafted by the first: the arguments are the verb's.
  void stop(const std::string& verb, const std::vector<std::size_t>& orgs, const Row& arguments);
  // One person holds for their own org, at once, alone.
  void hold_own(NodeIndex who);
  // A delegate of that org freezes the other one, and lifts it again. The freeze's id.
  std::string freeze(std::size_t org);
  void thaw(std::size_t org, const std::string& freeze);
  // A thief signs with a copy of that machine's disk what it has signed otherwise since, and the
  // file comes to `finder`.
  void contradict(NodeIndex who, NodeIndex finder);

  // Repeats a wish until a machine that is up answers anything but "later".
  Answer insist(NodeIndex who, const std::string& verb, const Row& arguments);
  void confirm(NodeIndex who, const std::string& subject, bool has_join);

 private:
  // What a live act is typed with, once its subject is here and was looked at long enough.
  Row reviewed(NodeIndex who, const std::string& subject);
  // Repeated, reviews and all, until it is done.
  Answer live(NodeIndex who,
              const std::string& verb,
              const std::string& subject,
              const Row& arguments);

  World& world_;
  const Cast& cast_;
  Deeds deeds_;
};

std::string state_of(World& world, NodeIndex who, const std::string& subject);
// Of the target of that org.
std::string target_state(World& world,
                         NodeIndex who,
                         const std::string& call,
                         const std::string& slug);

}  // namespace tocsin::sim
