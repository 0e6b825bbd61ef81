#include "core/model/bundle.h"

#include <algorithm>
#include <utility>

#include "core/base/ensure.h"
#include "core/crypto/aead.h"
#include "core/crypto/kdf.h"
#include "core/model/labels.h"
#include "core/model/limits/gossip.h"

namespace tocsin {
namespace {

constexpr std::size_t salt_bytes = 32;
constexpr std::size_t sealed_chunk_bytes = limits::bundle_chunk_bytes + crypto::aead_tag_bytes;
constexpr std::size_t file_bytes_max =
    salt_bytes + (limits::bundle_heap_bytes_max / limits::bundle_chunk_bytes) * sealed_chunk_bytes;

// `last` is in the nonce, so a file cut at a chunk's end does not open.
std::array<std::uint8_t, 24> chunk_nonce(std::uint64_t index, bool is_last) {
  Writer writer;
  writer.u64(index).u8(is_last ? 1 : 0).zeros(15);
  return Reader{writer.view()}.array<24>();
}

}  // namespace

FileKey bundle_file_key(ByteView source, const BundleSalt& salt) {
  return FileKey::make(
      [&](std::span<std::uint8_t, 32> out) { crypto::kdf(out, source, labels::bundle, {salt}); });
}

Result<FileKey> bundle_file_key_of_words(ByteView words, const BundleSalt& salt) {
  std::array<std::uint8_t, 16> first{};
  std::copy_n(salt.begin(), first.size(), first.begin());
  TRY(const crypto::UnlockKey stretched, crypto::argon2id(words, first, bundle_words_cost));
  return bundle_file_key(stretched.reveal(), salt);
}

Result<BundleSalt> bundle_salt(ByteView file) {
  if (file.size() < salt_bytes + crypto::aead_tag_bytes)
    return fail(Errc::malformed, "too short for a bundle");
  return Reader{file}.array<salt_bytes>();
}

Bytes seal_chunks(ByteView file_key, const BundleSalt& salt, ByteView plain) {
  ENSURE(plain.size() <= limits::bundle_heap_bytes_max);
  Bytes file{salt.begin(), salt.end()};
  std::uint64_t index = 0;
  do {
    const ByteView chunk = plain.first(std::min(plain.size(), limits::bundle_chunk_bytes));
    plain = plain.subspan(chunk.size());
    crypto::Nonce nonce = crypto::Nonce::of(chunk_nonce(index++, plain.empty()));
    const Bytes sealed = crypto::xchacha_seal(file_key, std::move(nonce), {}, chunk);
    file.insert(file.end(), sealed.begin(), sealed.end());
  } while (!plain.empty());
  return file;
}

Result<Bytes> open_chunks(ByteView file_key, ByteView file) {
  TRY_VOID(bundle_salt(file));
  if (file.size() > file_bytes_max)
    return fail(Errc::limit_exceeded, "a bundle too large to open at once");
  ByteView rest = file.subspan(salt_bytes);
  Bytes plain;
  std::uint64_t index = 0;
  do {
    const ByteView sealed = rest.first(std::min(rest.size(), sealed_chunk_bytes));
    rest = rest.subspan(sealed.size());
    TRY(const Bytes chunk,
        crypto::xchacha_open(file_key, chunk_nonce(index++, rest.empty()), {}, sealed));
    plain.insert(plain.end(), chunk.begin(), chunk.end());
  } while (!rest.empty());
  return plain;
}

}  // namespace tocsin
