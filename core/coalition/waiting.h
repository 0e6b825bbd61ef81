// Statements that wait for their author, for what they name, or for their time. A member can bring
// any number of them, and what finds no room is lost: so no org takes another's share of it, and in
// an org no device another's.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/crypto/hash.h"
#include "core/model/ids.h"
#include "core/seam/outbox.h"
#include "core/seam/snapshot.h"

namespace tocsin::coalition {

// Whose record it came in. Zero: it came in a Welcome or a file.
struct Bearer {
  OrgId org = OrgId::zero();
  DeviceId device = DeviceId::zero();
  friend bool operator==(const Bearer&, const Bearer&) = default;
};

class Waiting {
 public:
  // An id says nothing of author and signature: the same content with others waits beside it, so
  // that a false copy which comes first keeps no true one out.
  struct Key {
    StatementId id;
    crypto::Hash bytes;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  explicit Waiting(const Snapshot& restored);

  // Where there is no room what weighs most goes: of the org with the most, of its device with the
  // most. limit_exceeded: that would be this one. Brought again, it weighs on who has less here.
  Result<void> add(const StatementId& id, Bytes statement, const Bearer& bearer, Outbox& outbox);

  bool contains(const Key& key) const { return entries_.contains(key); }

  bool contains(const StatementId& id) const;
  std::vector<std::pair<Key, Bytes>> all() const;
  void forget(const Key& key, Outbox& outbox);
  void forget(const StatementId& id, Outbox& outbox);  // with all its copies

 private:
  struct Entry {
    Bytes statement;
    Bearer bearer;
  };

  // How much of the room is whose, in bytes.
  struct Loads {
    std::map<OrgId, std::map<DeviceId, std::size_t>> orgs;
    std::size_t total = 0;

    void add(const Bearer& bearer, std::size_t weight);
    void remove(const Bearer& bearer, std::size_t weight);
    std::size_t of(const OrgId& org) const;
    std::size_t of(const Bearer& bearer) const;
    // Also with so much more. Between orgs the orgs are weighed, in one its devices.
    bool has_less(const Bearer& one, const Bearer& other, std::size_t more = 0) const;
    Bearer heaviest() const;
  };

  Result<std::set<Key>> giving_way_to(const Bearer& bearer, std::size_t weight) const;
  void insert(const Key& key, Entry entry);

  std::map<Key, Entry> entries_;
  Loads loads_;
};

}  // namespace tocsin::coalition
