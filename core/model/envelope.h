// A sealed, padded record as the mesh carries it: offsets of the fixed layout, read in place
// (channel.md §5).
//   0 suite u8 | 1 bucket u8 <= 7, total = 512 << b | 2 expiry_hour u32 | 6 apk[32] | 38 asig[64] |
//   102 nonce[24] | 126 header[32] | 158 body
// The id covers every byte but asig: H("envelope", bytes[0..38), bytes[102..)).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/sign.h"
#include "core/model/ids.h"

namespace tocsin {

namespace envelope_layout {
inline constexpr std::size_t suite = 0, bucket = 1, expiry_hour = 2, apk = 6, asig = 38,
                             nonce = 102, header = 126, body = 158;
inline constexpr std::size_t header_bytes = 32;
inline constexpr std::uint8_t bucket_max = 7;
inline constexpr std::string_view admission_type = "admission";  // in the signature input
inline constexpr std::size_t overhead = 178;                     // content <= total - overhead
}  // namespace envelope_layout

// H("route", apk)[0..16).
Route route_of(const crypto::SignPublicKey& apk);
// `start`: the bytes before asig; `rest`: those behind it.
EnvelopeId envelope_id(ByteView start, ByteView rest);

class Envelope {
 public:
  // malformed: suite, bucket or length. Checks no signature, no expiry.
  static Result<Envelope> from(Bytes bytes);

  const EnvelopeId& id() const { return id_; }

  const tocsin::Route& route() const { return route_; }  // H("route", apk)[0..16)

  std::uint8_t bucket() const { return bytes_[envelope_layout::bucket]; }

  std::uint32_t expiry_hour() const;
  crypto::SignPublicKey apk() const;
  std::array<std::uint8_t, 24> nonce() const;
  ByteView header() const;
  ByteView body() const;

  ByteView bytes() const { return bytes_; }

  // One signature check under the admission key it names: SIG(ask, input("admission", id)), mode 0.
  bool is_admitted(const CoalitionId& coalition) const;

  friend bool operator==(const Envelope& a, const Envelope& b) { return a.bytes_ == b.bytes_; }

 private:
  Envelope(Bytes bytes, EnvelopeId id, tocsin::Route route);
  Bytes bytes_;
  EnvelopeId id_;
  tocsin::Route route_;
};

// A delegate's mark by which an envelope travels as a call (gossip.md §1):
// SIG(stamp key, input("stamp", envelope id)), mode 0.
struct Stamp {
  StampKey key = StampKey::zero();
  crypto::Signature signature{};
  friend auto operator<=>(const Stamp&, const Stamp&) = default;
};

}  // namespace tocsin
