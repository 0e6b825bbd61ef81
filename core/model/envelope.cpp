#include "core/model/envelope.h"

#include "core/model/labels.h"
#include "core/model/statement.h"

namespace tocsin {
namespace {

namespace layout = envelope_layout;

}  // namespace

Route route_of(const crypto::SignPublicKey& apk) {
  const crypto::Hash hash = crypto::hash(labels::route, {apk});
  Route::Array first{};
  std::copy_n(hash.begin(), first.size(), first.begin());
  return Route{first};
}

EnvelopeId envelope_id(ByteView start, ByteView rest) {
  return EnvelopeId{crypto::hash(labels::envelope, {start, rest})};
}

Envelope::Envelope(Bytes bytes, EnvelopeId id, tocsin::Route route)
    : bytes_{std::move(bytes)}, id_{id}, route_{route} {}

Result<Envelope> Envelope::from(Bytes bytes) {
  if (bytes.size() < 512) return fail(Errc::malformed, "an envelope is at least 512 bytes");
  if (bytes[layout::suite] != suite_1) return fail(Errc::malformed, "an unknown suite");
  const std::uint8_t bucket = bytes[layout::bucket];
  if (bucket > layout::bucket_max || bytes.size() != std::size_t{512} << bucket)
    return fail(Errc::malformed, "an envelope's length differs from its bucket");
  const EnvelopeId id =
      envelope_id(ByteView{bytes}.first(layout::asig), ByteView{bytes}.subspan(layout::nonce));
  const tocsin::Route route =
      route_of(Reader{ByteView{bytes}.subspan(layout::apk, 32)}.array<32>());
  return Envelope{std::move(bytes), id, route};
}

std::uint32_t Envelope::expiry_hour() const {
  return Reader{ByteView{bytes_}.subspan(layout::expiry_hour, 4)}.u32();
}

crypto::SignPublicKey Envelope::apk() const {
  return Reader{ByteView{bytes_}.subspan(layout::apk, 32)}.array<32>();
}

std::array<std::uint8_t, 24> Envelope::nonce() const {
  return Reader{ByteView{bytes_}.subspan(layout::nonce, 24)}.array<24>();
}

ByteView Envelope::header() const {
  return ByteView{bytes_}.subspan(layout::header, layout::header_bytes);
}

ByteView Envelope::body() const {
  return ByteView{bytes_}.subspan(layout::body);
}

bool Envelope::is_admitted(const CoalitionId& coalition) const {
  const auto signature = Reader{ByteView{bytes_}.subspan(layout::asig, 64)}.array<64>();
  const Domain domain{coalition, Mode::none};
  return crypto::verify(
      apk(), signature_input(domain, layout::admission_type, id_.view()), signature);
}

}  // namespace tocsin
