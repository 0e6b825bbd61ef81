// Who does what in a simulated coalition: founding by file, members by invite, talk, a proposal,
// its sign-offs, the call, its end. All through the verbs a user has; every wish is repeated while
// the machine is down, as a person would.
#pragma once

#include <string>
#include <vector>

#include "core/model/manifest.h"
#include "tests/sim/world.h"

namespace tocsin::sim {

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
  std::string proposal;  // hex ids
  std::string call;
};

class Story {
 public:
  Story(World& world, const Cast& cast) : world_{world}, cast_{cast} {}

  const Deeds& deeds() const { return deeds_; }

  void talk(std::size_t messages);
  void propose();
  void sign_proposal(std::size_t orgs);
  void call();
  void sign_call(std::size_t orgs);

  // Repeats a wish until a machine that is up answers anything but "later".
  Answer insist(NodeIndex who, const std::string& verb, const Row& arguments);
  void confirm(NodeIndex who, const std::string& subject, bool has_join);

 private:
  World& world_;
  const Cast& cast_;
  Deeds deeds_;
};

std::string state_of(World& world, NodeIndex who, const std::string& subject);

}  // namespace tocsin::sim
