// Seals a record into an envelope of 512 << b bytes and opens one: header under the day's key, body
// under the record's key, padding zero and inside, one signature under the day's admission key
// (channel.md §5). Who may write what is channels' matter.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/channel/key.h"
#include "core/channel/route.h"
#include "core/model/envelope.h"
#include "core/model/record.h"
#include "core/model/statement.h"

namespace tocsin::channel {

struct Header {
  std::uint32_t rank = 0;
  std::uint32_t ctr = 0;
  RecordType type = RecordType::text;
  std::uint16_t gen = 0;  // of the author's message key
  std::uint32_t day = 0;
  friend bool operator==(const Header&, const Header&) = default;
};

struct SealKeys {
  const StepKey& header;
  const Admission& admission;
  const StepKey& body;
  EpochId epoch;  // zero on reply routes
};

// limit_exceeded: more content than the largest envelope holds.
Result<Envelope> seal(Random& random,
                      const CoalitionId& coalition,
                      const SealKeys& keys,
                      const Header& header,
                      std::uint32_t expiry_hour,
                      ByteView content);

// unauthenticated: another header key; malformed: flags or a type we do not know.
Result<Header> open_header(const Envelope& envelope, const StepKey& key);
Result<Bytes> open_body(const Envelope& envelope,
                        const Header& header,
                        const EpochId& epoch,
                        const StepKey& key);

inline constexpr std::size_t content_bytes_max =
    (std::size_t{512} << envelope_layout::bucket_max) - envelope_layout::overhead;

// What a record's author signs, and whose hash is the record's id.
struct RecordPlace {
  Domain domain;
  ChannelId channel;
  EpochId epoch;
  DeviceId device;
  std::uint32_t ctr;
  RecordType type;
};

Bytes record_input(const RecordPlace& place, ByteView record);
RecordId record_id(ByteView input);

}  // namespace tocsin::channel
