// What we hold: the index of stored envelopes, what may come in, what must go (gossip.md §1).
// The bytes stay on disk. An envelope is counted in digests and lists until its expiry hour, and
// kept two hours more, so that clocks which differ do not fetch the same one for ever.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/base/instant.h"
#include "core/gossip/digest.h"
#include "core/model/envelope.h"
#include "core/model/frame.h"
#include "core/model/write.h"

namespace tocsin::gossip {

using IdKey = std::array<std::uint8_t, 16>;

ShortId short_id(const IdKey& key, const EnvelopeId& id);

enum class Travel : std::uint8_t { call, normal, bulk };

struct Held {
  Route route;
  std::uint32_t expiry_hour;
  std::uint8_t bucket;

  std::uint16_t day() const { return static_cast<std::uint16_t>(expiry_hour / 24); }

  std::size_t bytes() const { return std::size_t{512} << bucket; }
};

class Holdings {
 public:
  Holdings(const IdKey& id_key, const std::vector<StoredEnvelope>& restored);
  Holdings(const Holdings&) = delete;
  Holdings& operator=(const Holdings&) = delete;
  ~Holdings() = default;

  const Held* find(const EnvelopeId& id) const;
  const Stamp* stamp(const EnvelopeId& id) const;  // of a call
  Travel travel(const EnvelopeId& id) const;       // of a held one
  const EnvelopeId* find_short(ShortId id) const;

  void add(const EnvelopeId& id, const Held& held, const std::optional<Stamp>& stamp);
  void raise(const EnvelopeId& id, const Stamp& stamp);  // the stamp came late
  void remove(const EnvelopeId& id);
  // Those past expiry and slack, at most `limit`.
  std::vector<EnvelopeId> expired(std::uint32_t hour, std::size_t limit) const;

  // In (now - 2 h, now + 31 d].
  static bool is_in_window(std::uint32_t expiry_hour, std::uint32_t hour);
  bool has_route_room(const Route& route, std::size_t bytes) const;
  bool has_file_room(const Route& route) const;
  bool has_disk_room(Travel travel) const;
  void set_free_bytes(std::uint64_t bytes);
  // Nothing: the disk alone bounds what is held.
  void set_quota(std::optional<std::uint64_t> bytes);

  // Digests and lists speak of what expires after `hour`.
  void roll(std::uint32_t hour);

  const Digest& digest() const { return digest_; }

  // Of one day, ascending, from the `from`-th on.
  std::vector<ShortId> list(std::uint16_t day, std::size_t from, std::size_t limit) const;

  struct Listed {
    EnvelopeId id;
    bool is_counted;
  };

  std::vector<Listed> of_day(std::uint16_t day) const;

  std::vector<EnvelopeId> calls_newest_first() const;
  std::vector<EnvelopeId> on_route(const Route& route) const;
  std::vector<EnvelopeId> unexpired() const;

  std::size_t count() const { return all_.size(); }

  std::size_t call_count() const { return stamps_.size(); }

  std::uint64_t bytes() const { return bytes_; }

  std::size_t route_count() const { return routes_.size(); }

 private:
  struct RouteUse {
    std::uint64_t envelopes = 0;
    std::uint64_t bytes = 0;
  };

  bool is_counted(const Held& held) const { return held.expiry_hour > hour_; }

  void count_again(std::uint16_t day);

  IdKey id_key_;
  std::map<EnvelopeId, Held> all_;
  std::map<EnvelopeId, Stamp> stamps_;
  // Addresses of keys of all_. Two envelopes may have one short id; then the first is found by it.
  std::map<std::uint16_t, std::multimap<ShortId, const EnvelopeId*>> days_;
  std::map<Route, RouteUse> routes_;
  Digest digest_;
  std::uint32_t hour_ = 0;
  std::uint64_t bytes_ = 0;
  std::optional<std::uint64_t> free_bytes_;
  std::optional<std::uint64_t> quota_bytes_;
};

}  // namespace tocsin::gossip
