// What a member reads: one record of one author in one channel (channel.md §4, channel.md §5).
// Bodies are bytes here; core/wire/record_codec and channel_codec read them after the AEAD and the
// author have vouched for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/instant.h"
#include "core/model/ids.h"

namespace tocsin {

enum class RecordType : std::uint8_t {
  text = 1,
  file_chunk,
  reveal,
  keys,
  epoch,
  slots,
  repair,
  direct,
  view_ask,
  statement,
  channel,
  mesh_key,
  stamp_key,
  mesh_key_copy,
  list_row,
  list_export,
  join = 64,
  welcome = 65  // on reply routes only
};

Result<RecordType> record_type(std::uint8_t byte);

using ViewTag = std::array<std::uint8_t, 8>;

struct Record {
  RecordId prev = RecordId::zero();  // my record before, any epoch of this channel
  std::vector<RecordId> refs;        // <= 8
  ViewTag view{};
  WallTime at;
  WallTime expires;
  Bytes body;
  friend bool operator==(const Record&, const Record&) = default;
};

// A record that passed every check of channel.md §5, as the machines hear of it.
struct Received {
  ChannelId channel;
  RecordType type;
  DeviceId author;
  RecordId id;
  WallTime at;
  Bytes body;
};

// Record `view_ask`: which named statements the author lacks; whoever has them posts them.
struct ViewAsk {
  ViewTag tag{};                     // of the view it could not resolve
  std::vector<StatementId> missing;  // <= 64
  friend bool operator==(const ViewAsk&, const ViewAsk&) = default;
};

// Record `stamp_key` on the assembly: the key under which this device marks calls.
struct StampKeyRecord {
  std::uint32_t number = 0;  // of the mesh key
  StampKey key = StampKey::zero();
  friend bool operator==(const StampKeyRecord&, const StampKeyRecord&) = default;
};

// Record `list_export` on an org's channel: a delegate asks to write the org's list out in plain,
// another agrees, the first tells that it is done (readiness.md §8). Counts, never a name.
enum class ExportStep : std::uint8_t { ask = 1, agree, written };

struct ListExport {
  ExportStep step = ExportStep::ask;
  RecordId ask = RecordId::zero();  // which one; an ask is named by its own record
  std::string cell;                 // of an ask; "": all
  std::uint32_t workers = 0;        // of an ask: at most so many; of written: so many
  friend bool operator==(const ListExport&, const ListExport&) = default;
};

inline constexpr std::size_t record_bytes_max = 65'000;
inline constexpr std::size_t text_bytes_max = 16 * 1024;

}  // namespace tocsin
