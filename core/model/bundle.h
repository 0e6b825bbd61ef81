// A sealed file as bytes (gossip.md §9): salt 32 | chunks of 1 MiB + 16, each XChaCha20-Poly1305
// with the nonce index u64 | last u8 | zeros. No magic: the file looks random. What lies inside:
// core/wire/bundle_codec.h.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/password.h"
#include "core/crypto/secret.h"

namespace tocsin {

using BundleSalt = std::array<std::uint8_t, 32>;
using FileKey = crypto::Secret<struct FileKeyTag, 32>;

// What six words are worth must not depend on the machine that stretches them.
inline constexpr crypto::PasswordCost bundle_words_cost{256 * 1024, 3};

// KDF(source, "bundle", salt). source: B of a mesh key, or for people without one
// argon2id(the six words in lower case with single blanks, salt[0..16), bundle_words_cost).
FileKey bundle_file_key(ByteView source, const BundleSalt& salt);
// The same from six words; runs Argon2id, so for the command line alone. unavailable: no memory.
Result<FileKey> bundle_file_key_of_words(ByteView words, const BundleSalt& salt);

// The salt of a file that was read. malformed: too short to be a bundle.
Result<BundleSalt> bundle_salt(ByteView file);

// A key seals one file only: its nonces are counted from zero.
Bytes seal_chunks(ByteView file_key, const BundleSalt& salt, ByteView plain);
// unauthenticated: another key, or bytes changed, cut, swapped or added.
Result<Bytes> open_chunks(ByteView file_key, ByteView file);

}  // namespace tocsin
