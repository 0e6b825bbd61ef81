// Asks to write the list out in plain, as this device heard them on its org's channel, and who
// agreed (readiness.md §8). One device alone has nobody's agreement, so its program writes nothing.
// The verbs: export_verbs.cpp; the file: roster_csv.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/instant.h"
#include "core/model/command.h"
#include "core/model/ids.h"
#include "core/seam/outbox.h"
#include "core/seam/store.h"

namespace tocsin::readiness {

struct ExportAsk {
  RecordId id = RecordId::zero();
  DeviceId author = DeviceId::zero();
  std::string cell;           // "": all
  std::uint32_t workers = 0;  // at most so many
  WallTime heard_at;          // by this device's clock

  WallTime until() const;

  friend bool operator==(const ExportAsk&, const ExportAsk&) = default;
};

// When an ask may be acted on: opened by `review`.
struct ExportWindow {
  WallTime opens_at;
  WallTime closes_at;
  friend bool operator==(const ExportWindow&, const ExportWindow&) = default;
};

class Exports {
 public:
  explicit Exports(const Archive& archive) : archive_{&archive} {}

  std::vector<ExportAsk> all() const;  // by id
  // Of those whose id begins with these hex digits; E_NOT_FOUND, E_PREFIX.
  Reply<ExportAsk> find(std::string_view digits) const;
  std::vector<DeviceId> agreed(const RecordId& ask) const;
  std::optional<ExportWindow> window(const RecordId& ask) const;
  // When this device last heard that the list was written out under it.
  std::optional<WallTime> written(const RecordId& ask) const;

  // Whether this author has so many under way by now that another would not be kept.
  bool is_full(const DeviceId& author, WallTime now) const;

  // False: it is full.
  bool keep(const ExportAsk& ask, Outbox& outbox) const;
  static void keep_agreed(const RecordId& ask, const DeviceId& device, Outbox& outbox);
  static void keep_written(const RecordId& ask, WallTime heard_at, Outbox& outbox);
  static void keep_window(const RecordId& ask, const ExportWindow& window, Outbox& outbox);
  void forget_old(WallTime now, Outbox& outbox) const;

 private:
  const Archive* archive_;
};

}  // namespace tocsin::readiness
