// What may happen in a coalition, as strands of signed statements for the law of order: real ones
// out of a story, and forged ones past every guard of the machines that would not sign them. Which
// of them a history takes, and in which order, is drawn by the law (history.h).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/wire/charter_codec.h"
#include "core/wire/debrief_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/readiness_codec.h"
#include "core/wire/statement_codec.h"
#include "tests/support/coalition_story.h"
#include "tests/support/history.h"

namespace tocsin::tests {

struct Who {
  std::string_view slug;
  std::size_t person = 0;
};

// Signs whatever it is told with the keys of the net's devices, each statement later than the one
// before; every device counts on from 1,000.
class Forge {
 public:
  explicit Forge(CoalitionNet& net) : net_{net}, at_{net.now().wall} {}

  struct Word {
    StatementId subject;
    StatementType type;
    Stance stance = Stance::approve;
    bool has_join = false;
    std::uint32_t number = 0;
  };

  Head head(const CoalitionNet::Device& device);
  Bytes signoff(const CoalitionNet::Device& device, const Word& word);

  Bytes signoff(Who who, const Word& word) { return signoff(device(who), word); }

  template <class T>
  Bytes sign(Who who, StatementType type, T value) {
    value.head = head(device(who));
    return sign_as(device(who), type, value);
  }

  template <class T>
  Bytes sign_as(const CoalitionNet::Device& device, StatementType type, const T& value) const {
    const IdentityKeys& keys = *device.identity.keys;
    return wire::encode(
        sign_statement(net_.domain(), type, keys.id, wire::encode(value), keys.idk.reveal()));
  }

  // The statement, and k of each of these orgs.
  Strand carried(std::string name,
                 const Bytes& statement,
                 const std::vector<std::string_view>& slugs,
                 std::uint32_t number = 0);
  // By the first of these orgs.
  Strand stop(Stop stop, const std::vector<std::string_view>& slugs);
  Strand freeze(Who by, Who whom, bool is_thawed);
  // Two contents in one slot.
  Strand contradiction(Who who);

  CoalitionNet::Device& device(Who who) { return net_.of(who.slug, who.person); }

  CoalitionNet& net() { return net_; }

  WallTime at() const { return at_; }

  void go_to(WallTime at) { at_ = at; }

 private:
  CoalitionNet& net_;
  WallTime at_;
  std::map<DeviceId, std::uint64_t> seq_;
};

StatementId id_of(const Bytes& statement);
StatementType type_of(const Bytes& statement);
// All that this device has accepted and that store has not, in the order of its dates.
std::vector<Bytes> kept_since(const CoalitionNet::Device& device, const MemoryStore& store);

// A founded coalition of three delegates an org, and who reads its histories: a member's device of
// bakers, to which no report is sent, and the third delegate's of choir, who signs nothing.
struct Stage {
  Stage();

  NetOptions options;
  CoalitionNet net;
  CoalitionStory story{net};
  Forge forge{net};
  CoalitionNet::Device& member;
  CoalitionNet::Device& delegate;
  std::vector<Beginning> readers;
  Devices devices;

  // Both readers have heard these, in order, without faults.
  void go_on(const std::vector<Bytes>& statements, const std::vector<Millis>& looks);
  void read(Millis told_within, const std::vector<Millis>& looks);
};

// Strands of which a history takes some, and parts of these; doubts come in a second wave.
struct Plot {
  std::vector<Strand> strands{};
  std::vector<Strand> doubts{};
  Strand always{};  // whole, in every history
};

// The law: whoever reads it, two machines say the same of each of so many histories. `first` is the
// seed of the first one.
void obey_order(const Stage& stage,
                const Plot& plot,
                std::uint64_t histories,
                std::uint64_t first = 1);

}  // namespace tocsin::tests
