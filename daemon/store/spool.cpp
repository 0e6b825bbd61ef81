#include "daemon/store/spool.h"

#include <tuple>

#include "core/base/checked.h"
#include "core/crypto/sealed_box.h"
#include "core/crypto/short_hash.h"

namespace tocsin::store {
namespace {

constexpr std::uint8_t spool_version = 1;
constexpr std::size_t stamp_size = StampKey::size + std::tuple_size_v<crypto::Signature>;
constexpr std::size_t envelope_bytes_max = std::size_t{512} << envelope_layout::bucket_max;
constexpr std::size_t sealed_bytes_max =
    crypto::sealed_box_overhead + 1 + stamp_size + envelope_bytes_max;

std::uint64_t check_of(const crypto::AgreePublicKey& key, ByteView sealed) {
  return crypto::short_hash(ByteView{key}.first(16), sealed);
}

}  // namespace

Bytes spool_header(const crypto::AgreePublicKey& key) {
  return Writer{}.u8(spool_version).bytes(key).take();
}

std::optional<crypto::AgreePublicKey> spool_key_of(ByteView file) {
  Reader reader{file};
  const bool is_ours = reader.u8() == spool_version;
  const auto key = reader.array<std::tuple_size_v<crypto::AgreePublicKey>>();
  if (!is_ours || reader.failed()) return std::nullopt;
  return key;
}

Result<Bytes> spool_entry(Random& random,
                          const crypto::AgreePublicKey& key,
                          const Envelope& envelope,
                          const std::optional<Stamp>& stamp) {
  Writer plain;
  plain.u8(stamp ? 1 : 0);
  if (stamp) plain.bytes(stamp->key.view()).bytes(stamp->signature);
  plain.bytes(envelope.bytes());
  TRY(const Bytes sealed, crypto::sealed_box_seal(random, key, plain.view()));
  Writer entry;
  entry.u32(narrow<std::uint32_t>(sealed.size())).u64(check_of(key, sealed)).bytes(sealed);
  return entry.take();
}

std::optional<ByteView> take_spool_entry(ByteView& rest, const crypto::AgreePublicKey& key) {
  Reader reader{rest};
  const std::size_t size = reader.u32();
  const std::uint64_t check = reader.u64();
  if (reader.failed() || size <= crypto::sealed_box_overhead || size > sealed_bytes_max)
    return std::nullopt;
  const ByteView sealed = reader.take(size);
  if (reader.failed() || check != check_of(key, sealed)) return std::nullopt;
  rest = reader.rest();
  return sealed;
}

Result<SpooledEnvelope> open_spool_entry(ByteView secret, ByteView sealed) {
  TRY(const Bytes plain, crypto::sealed_box_open(secret, sealed));
  Reader reader{plain};
  const std::uint8_t is_stamped = reader.u8();
  if (is_stamped > 1) return fail(Errc::malformed, "a spooled envelope is stamped or not");
  std::optional<Stamp> stamp;
  if (is_stamped == 1) {
    const StampKey stamp_key{reader.array<StampKey::size>()};
    stamp = Stamp{stamp_key, reader.array<std::tuple_size_v<crypto::Signature>>()};
  }
  if (reader.failed()) return fail(Errc::malformed, "a spooled envelope is cut short");
  TRY(Envelope envelope, Envelope::from(to_bytes(reader.rest())));
  return SpooledEnvelope{std::move(envelope), stamp};
}

}  // namespace tocsin::store
