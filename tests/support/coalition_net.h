// Real coalition machines, each with a store, that hand each other what they post: no links, no
// channels, no encryption. Delivery is by reach, in an order the test chooses. A step commits
// before anything is handed on.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/coalition/coalition.h"
#include "core/model/identity.h"
#include "tests/support/builders.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace tocsin::tests {

struct NetOptions {
  std::uint64_t seed = 1;
  bool is_rehearsal = true;
  std::size_t orgs = 5;
  std::size_t delegates = 2;
  std::size_t devices = 1;  // of each delegate
  bool is_founded = true;
  std::vector<std::string> checklists{};  // of every org
  std::function<void(Charter&)> shape{};  // the charter, before anybody signs it
};

class CoalitionNet {
 public:
  struct Device {
    std::string slug;
    std::string person;
    bool is_delegate = true;
    bool is_cut_off = false;    // no sync round ever ends
    bool is_held_back = false;  // what is under way to it is lost
    Identity identity;
    std::unique_ptr<SeededRandom> random;
    std::unique_ptr<MemoryStore> store;
    std::unique_ptr<coalition::Coalition> machine;
    Bytes card;
    std::vector<Row> events;
  };

  struct Parcel {
    Bytes statement;
    std::size_t to;
  };

  explicit CoalitionNet(const NetOptions& options = {});

  std::vector<std::unique_ptr<Device>>& devices() { return devices_; }

  // "ana of plumbers": her first device, or the one asked for.
  Device& of(std::string_view slug, std::size_t person = 0, std::size_t device = 0);

  // The orgs whose delegates have laptops, in the order in which they came.
  std::vector<std::string> slugs() const;
  // All laptops of an org are gone, with all keys on them: none is delivered to, or acts, any more.
  void lose(std::string_view slug);
  // Two new laptops of two people, for an org that no charter lists yet.
  void equip(std::string_view slug);

  OrgId org(std::string_view slug) const { return orgs_.at(std::string{slug}); }

  Now now() const { return now_; }

  const Charter& charter() const { return charter_; }

  CoalitionId id() const { return id_; }

  coalition::Anchor anchor() const;

  Domain domain() const { return Domain{id_, mode_}; }

  // Commits; what is posted goes under way. A refusal keeps nothing but what time brought.
  Reply<std::vector<Row>> act(Device& device,
                              std::string_view verb,
                              const Row& arguments,
                              Level level = Level::live);
  Reply<void> report(Device& device, const Report& counts);
  Report counts_of(std::string_view slug) const;
  Result<void> accept(Device& device,
                      ByteView statement,
                      const DeviceId& bearer = DeviceId::zero());
  Reply<void> add_to_roll(
      Device& steward,
      const RollAdd& add,
      coalition::Coalition::Entry entry = coalition::Coalition::Entry::new_person);
  void restart(Device& device);  // kill -9 and start again from what was committed
  void wake_all();               // whoever is not cut off has then heard the others
  void sync(Device& device);
  void hear_clock(Device& device, const LinkKey& peer, WallTime minute);
  void pass(Millis time);  // then wakes everybody

  // All that is under way arrives; `shuffle` draws the order and delivers every third parcel twice.
  void deliver(Random* shuffle = nullptr);

  std::deque<Parcel>& parcels() { return parcels_; }

  // Around each arrival, for who measures it; must call what it is given.
  std::function<void(const Device&, const std::function<void()>&)> on_accept{};

  // A member device of an org, admitted by its first delegate.
  Device& admit_member(std::string_view slug,
                       std::string_view person,
                       coalition::Coalition::Entry entry = coalition::Coalition::Entry::new_person);
  // Only the steward's answer: a refused device comes to nothing.
  Reply<void> try_to_admit(std::string_view slug,
                           std::string_view person,
                           coalition::Coalition::Entry entry);

  // review, then confirm with the right words. Returns what confirm returned.
  Reply<std::vector<Row>> sign(Device& device,
                               const StatementId& subject,
                               std::string_view stance = "approve",
                               bool with_join = false);
  Reply<std::vector<Row>> stop(Device& device,
                               std::string_view verb,
                               const StatementId& subject,
                               Row arguments = {});
  Row live_arguments(Device& device, const StatementId& subject);

  // The steps of founding, for tests that look closer.
  Bytes manifest_card(std::string_view slug);
  Bytes charter_draft();
  void found();

 private:
  Device& add_device(std::string_view slug, std::string_view person, bool is_delegate);
  Device& device_of(const DeviceId& id);
  void start(Device& device);
  void commit(Device& device, Outbox& outbox);
  void spread(Device& from, coalition::Out out);

  std::uint64_t seed_;
  TestCoalition pattern_;
  Mode mode_;
  Charter charter_;
  CoalitionId id_ = CoalitionId::zero();
  std::map<std::string, OrgId> orgs_;
  std::vector<std::unique_ptr<Device>> devices_;
  std::deque<Parcel> parcels_;
  Now now_;
};

// The statements a device would have after a restart.
std::vector<StoredRow> kept_by(const CoalitionNet::Device& device);
// First row of that kind; an empty row if there is none.
Row row_of(const std::vector<Row>& rows, std::string_view kind);
StatementId id_of(const std::vector<Row>& rows, std::string_view kind = "draft");
// "ok", or the code of the refusal.
std::string code_of(const Reply<std::vector<Row>>& answer);
// Arguments: of any verb with a subject, and of any stop.
Row about(const StatementId& subject);
Row with_reason();

}  // namespace tocsin::tests
