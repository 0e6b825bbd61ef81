#include "core/readiness/row_key.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/crypto/aead.h"
#include "core/crypto/kdf.h"
#include "core/model/labels.h"

namespace tocsin::readiness {
namespace {

constexpr std::size_t name_bytes = 16;
constexpr std::size_t nonce_bytes = 24;

}  // namespace

RowKey::RowKey(Key key) : key_{std::move(key)} {
  std::array<std::uint8_t, name_bytes> tag{};
  crypto::kdf(tag, key_.reveal(), labels::campaign_tag, {});
  std::copy_n(tag.begin(), tag_.size(), tag_.begin());
}

RowKey RowKey::fresh(Random& random) {
  return RowKey{Key::make([&](std::span<std::uint8_t, size> out) { random.fill(out); })};
}

RowKey RowKey::of(ByteView bytes) {
  return RowKey{Key::copy_of(bytes)};
}

Bytes RowKey::place(std::string_view name) const {
  std::array<std::uint8_t, name_bytes> made{};
  crypto::kdf(made, key_.reveal(), labels::campaign_name, {as_bytes(name)});
  return place_of(made);
}

Bytes RowKey::place_of(ByteView plain) const {
  return Writer{}.bytes(tag_).bytes(plain).take();
}

Bytes RowKey::seal(ByteView place, ByteView value) const {
  // Made of place and value, so that no two versions of a row share a nonce.
  std::array<std::uint8_t, nonce_bytes> nonce{};
  crypto::kdf(nonce, key_.reveal(), labels::campaign_nonce, {place, value});
  const Bytes sealed = crypto::xchacha_seal(key_.reveal(), crypto::Nonce::of(nonce), place, value);
  return Writer{}.bytes(nonce).bytes(sealed).take();
}

Bytes RowKey::open(ByteView place, ByteView sealed) const {
  Reader in{sealed};
  const auto nonce = in.array<nonce_bytes>();
  ENSURE(!in.failed());
  auto plain = crypto::xchacha_open(key_.reveal(), nonce, place, sealed.subspan(nonce_bytes));
  ENSURE(plain.has_value());
  return *std::move(plain);
}

}  // namespace tocsin::readiness
