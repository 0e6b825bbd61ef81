#include "core/channel/envelope.h"

#include "core/base/checked.h"
#include "core/crypto/aead.h"
#include "core/crypto/hash.h"
#include "core/model/labels.h"

namespace tocsin::channel {
namespace {

namespace layout = envelope_layout;

constexpr std::size_t length_bytes = 4;
constexpr std::size_t ad_bytes = layout::asig;  // suite, bucket, expiry, apk
constexpr std::size_t header_plain_bytes = 16;

Bytes header_plain(const Header& header) {
  Writer out;
  out.u32(header.rank).u32(header.ctr).u8(static_cast<std::uint8_t>(header.type)).u8(0);
  return out.u16(header.gen).u32(header.day).take();
}

Bytes body_ad(ByteView start, const Header& header, const EpochId& epoch) {
  return Writer{}.bytes(start).bytes(header_plain(header)).bytes(epoch.view()).take();
}

std::uint8_t bucket_for(std::size_t content_bytes) {
  std::uint8_t bucket = 0;
  while ((std::size_t{512} << bucket) < content_bytes + layout::overhead) ++bucket;
  return bucket;
}

Bytes padded(ByteView content, std::uint8_t bucket) {
  const std::size_t room = (std::size_t{512} << bucket) - layout::overhead;
  Writer out;
  out.u32(narrow<std::uint32_t>(content.size())).bytes(content);
  return out.zeros(room - content.size()).take();
}

}  // namespace

Result<Envelope> seal(Random& random,
                      const CoalitionId& coalition,
                      const SealKeys& keys,
                      const Header& header,
                      std::uint32_t expiry_hour,
                      ByteView content) {
  if (content.size() > content_bytes_max)
    return fail(Errc::limit_exceeded, "a record larger than the largest envelope");
  const std::uint8_t bucket = bucket_for(content.size());
  const auto nonce = random.array<24>();
  Writer start;
  start.u8(suite_1).u8(bucket).u32(expiry_hour).bytes(keys.admission.apk);
  Bytes plain = padded(content, bucket);
  const Bytes body = crypto::xchacha_seal(keys.body.reveal(),
                                          crypto::Nonce::of(nonce),
                                          body_ad(start.view(), header, keys.epoch),
                                          plain);
  crypto::wipe(plain);
  const Bytes sealed_header = crypto::xchacha_seal(
      keys.header.reveal(), crypto::Nonce::of(nonce), start.view(), header_plain(header));
  Writer rest;
  rest.bytes(nonce).bytes(sealed_header).bytes(body);
  // The id covers every byte but the signature, so it is known before the signature is.
  const EnvelopeId id = envelope_id(start.view(), rest.view());
  const crypto::Signature asig = crypto::sign(
      keys.admission.seed.reveal(),
      signature_input(Domain{coalition, Mode::none}, envelope_layout::admission_type, id.view()));
  return Envelope::from(Writer{}.bytes(start.view()).bytes(asig).bytes(rest.view()).take());
}

Result<Header> open_header(const Envelope& envelope, const StepKey& key) {
  TRY(const Bytes plain,
      crypto::xchacha_open(
          key.reveal(), envelope.nonce(), envelope.bytes().first(ad_bytes), envelope.header()));
  ENSURE(plain.size() == header_plain_bytes);
  Reader in{plain};
  Header header;
  header.rank = in.u32();
  header.ctr = in.u32();
  TRY(header.type, record_type(in.u8()));
  if (in.u8() != 0) return fail(Errc::malformed, "flags that we do not know");
  header.gen = in.u16();
  header.day = in.u32();
  return header;
}

Result<Bytes> open_body(const Envelope& envelope,
                        const Header& header,
                        const EpochId& epoch,
                        const StepKey& key) {
  const Bytes ad = body_ad(envelope.bytes().first(ad_bytes), header, epoch);
  TRY(Bytes plain, crypto::xchacha_open(key.reveal(), envelope.nonce(), ad, envelope.body()));
  const std::uint32_t length = Reader{plain}.u32();
  if (length > plain.size() - length_bytes)
    return fail(Errc::malformed, "more content than its envelope holds");
  const auto padding = ByteView{plain}.subspan(length_bytes + length);
  if (std::ranges::any_of(padding, [](std::uint8_t byte) { return byte != 0; }))
    return fail(Errc::malformed, "padding that is not zero");
  if (envelope.bucket() != bucket_for(length))
    return fail(Errc::malformed, "an envelope larger than its record");
  Bytes content = to_bytes(ByteView{plain}.subspan(length_bytes, length));
  crypto::wipe(plain);
  return content;
}

Bytes record_input(const RecordPlace& place, ByteView record) {
  Writer body;
  body.bytes(place.channel.view()).bytes(place.epoch.view()).bytes(place.device.view());
  body.u32(place.ctr).u8(static_cast<std::uint8_t>(place.type));
  body.bytes(crypto::hash(labels::record, {record}));
  return signature_input(place.domain, "record", body.view());
}

RecordId record_id(ByteView input) {
  return RecordId{crypto::blake2b_256(input)};
}

}  // namespace tocsin::channel
