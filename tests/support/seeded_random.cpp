#include "tests/support/seeded_random.h"

#include "core/crypto/stream.h"

namespace tocsin::tests {
namespace {

constexpr std::size_t block_bytes = 1024;

// One key per block: the key is seed, then block number, then zeros.
Bytes block_of(std::uint64_t seed, std::uint64_t number) {
  Writer key;
  key.u64(seed).u64(number).zeros(16);
  return crypto::chacha20_stream(key.view(), block_bytes);
}

}  // namespace

void SeededRandom::fill(std::span<std::uint8_t> out) {
  for (std::uint8_t& byte : out) {
    if (used_ == stream_.size()) {
      stream_ = block_of(seed_, block_++);
      used_ = 0;
    }
    byte = stream_[used_++];
  }
}

}  // namespace tocsin::tests
