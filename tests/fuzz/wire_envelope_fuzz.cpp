// Bytes of an envelope from a stranger: refused, or read in place without reading past an end, with
// an id that covers every byte but the admission signature.
#include <algorithm>

#include "core/base/ensure.h"
#include "core/model/envelope.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace layout = tocsin::envelope_layout;
  tocsin::Bytes bytes{data, data + size};
  // Few inputs have a size of the layout: stretch the rest to the one their second byte names.
  if (size >= 2 && size < 512) {
    bytes.resize(std::size_t{512} << (data[1] % (layout::bucket_max + 1)), data[0]);
    bytes[layout::suite] = tocsin::suite_1;
    bytes[layout::bucket] = static_cast<std::uint8_t>(data[1] % (layout::bucket_max + 1));
  }
  const auto envelope = tocsin::Envelope::from(bytes);
  if (!envelope) return 0;
  ENSURE(envelope->bytes().size() == std::size_t{512} << envelope->bucket());
  ENSURE(tocsin::same_bytes(envelope->bytes(), bytes));
  static_cast<void>(envelope->expiry_hour());
  ENSURE(envelope->header().size() == layout::header_bytes);
  ENSURE(envelope->body().size() == bytes.size() - layout::body);
  static_cast<void>(envelope->is_admitted(tocsin::CoalitionId::zero()));

  tocsin::Bytes other = bytes;
  const std::size_t at = (size * 7) % other.size();
  other[at] = static_cast<std::uint8_t>(other[at] ^ 1U);
  const auto changed = tocsin::Envelope::from(other);
  if (!changed) return 0;
  const bool is_signature = at >= layout::asig && at < layout::nonce;
  ENSURE((changed->id() == envelope->id()) == is_signature);
  return 0;
}
