#include "core/crypto/stream.h"

#include "core/base/codes.h"
#include "tests/core/crypto/counting_key.h"
#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace tocsin::crypto {
namespace {

using NonceBytes = std::array<std::uint8_t, 24>;

TEST_CASE("ChaCha20 with key and nonce zero gives the stream of RFC 8439 appendix A.1") {
  CHECK(hex_encode(chacha20_stream(Bytes(32, 0), 64)) ==
        "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
        "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586");
}

TEST_CASE("a shorter stream is the beginning of a longer one") {
  const Bytes key(32, 5);
  const Bytes stream = chacha20_stream(key, 2048);
  CHECK(stream.size() == 2048);
  CHECK(same_bytes(chacha20_stream(key, 100), ByteView{stream}.first(100)));
  CHECK(chacha20_stream(key, 0).empty());
  CHECK_FALSE(same_bytes(ByteView{stream}.first(64), ByteView{stream}.subspan(64, 64)));
}

TEST_CASE("XChaCha20 masks with a known stream, and unmasks") {
  const Bytes key = counting_key();
  NonceBytes nonce{};
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<std::uint8_t>(64 + i);
  Bytes bytes(70, 0);
  xchacha20_xor(bytes, key, nonce);
  // Computed with an implementation of its own that gives draft-irtf-cfrg-xchacha section 2.2.1.
  CHECK(hex_encode(bytes) ==
        "85ee3116337d23c62215345c52264d7f3c6e8a9359304fdc8453180483ac1666"
        "3fb7048e486198e54eb811953bf0dc76a767a9d29134dae8ad692519afd7b6d8"
        "d4390570d0e0");
  xchacha20_xor(bytes, key, nonce);
  CHECK(bytes == Bytes(70, 0));
  xchacha20_xor({}, key, nonce);
}

TEST_CASE("a stream key of the wrong length is our bug") {
  CHECK(tests::run_in_child([] { chacha20_stream(Bytes(31), 1); }).is_abort());
  CHECK(tests::run_in_child([] { xchacha20_xor({}, Bytes(31), NonceBytes{}); }).is_abort());
}

}  // namespace
}  // namespace tocsin::crypto
