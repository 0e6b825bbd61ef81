#include "daemon/store/key_file.h"

#include "core/crypto/aead.h"
#include "core/crypto/kdf.h"
#include "core/model/labels.h"

namespace tocsin::store {
namespace {

constexpr std::uint8_t key_file_version = 1;
constexpr std::size_t head_bytes = 1 + 16 + 4 + 4;
constexpr std::size_t wrapped_bytes = 32 + crypto::aead_tag_bytes;

void wrap_key(std::span<std::uint8_t> out, ByteView unlock_key) {
  crypto::kdf(out, unlock_key, labels::store_wrap, {});
}

}  // namespace

Bytes make_key_file(const StoreKey& key,
                    ByteView unlock_key,
                    const KdfParameters& kdf,
                    Random& random) {
  Writer file;
  file.u8(key_file_version).bytes(kdf.salt).u32(kdf.memory_kib).u32(kdf.passes);
  const Bytes head = file.view();
  crypto::ScratchKey<32> wrap;
  wrap_key(wrap.fill(), unlock_key);
  crypto::Nonce nonce = crypto::Nonce::random(random);
  file.bytes(nonce.bytes());
  file.bytes(crypto::xchacha_seal(wrap.reveal(), std::move(nonce), head, key.reveal()));
  file.zeros(key_file_bytes - file.size());
  return file.take();
}

Result<KdfParameters> kdf_of(ByteView file) {
  Reader in{file};
  if (file.size() != key_file_bytes || in.u8() != key_file_version)
    return fail(Errc::malformed, "not a key file of this program");
  KdfParameters kdf;
  kdf.salt = in.array<16>();
  kdf.memory_kib = in.u32();
  kdf.passes = in.u32();
  return kdf;
}

Result<StoreKey> open_key_file(ByteView file, ByteView unlock_key) {
  TRY_VOID(kdf_of(file));
  Reader in{file.subspan(head_bytes)};
  const auto nonce = in.array<24>();
  crypto::ScratchKey<32> wrap;
  wrap_key(wrap.fill(), unlock_key);
  TRY(Bytes plain,
      crypto::xchacha_open(wrap.reveal(), nonce, file.first(head_bytes), in.take(wrapped_bytes)));
  StoreKey key = StoreKey::copy_of(plain);
  crypto::wipe(plain);
  return key;
}

}  // namespace tocsin::store
