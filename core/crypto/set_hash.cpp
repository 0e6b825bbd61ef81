#include "core/crypto/set_hash.h"

#include <algorithm>

#include "core/crypto/stream.h"

namespace tocsin::crypto {
namespace {

using Counters = std::array<std::uint16_t, 1024>;

Counters stream_counters(ByteView stream_key) {
  Counters out{};
  const Bytes stream = chacha20_stream(stream_key, out.size() * 2);
  Reader reader{stream};
  for (std::uint16_t& counter : out) counter = reader.u16();
  return out;
}

}  // namespace

void SetHash::add(ByteView stream_key) {
  const Counters more = stream_counters(stream_key);
  for (std::size_t i = 0; i < counters_.size(); ++i)
    counters_[i] = static_cast<std::uint16_t>(counters_[i] + more[i]);
}

void SetHash::remove(ByteView stream_key) {
  const Counters less = stream_counters(stream_key);
  for (std::size_t i = 0; i < counters_.size(); ++i)
    counters_[i] = static_cast<std::uint16_t>(counters_[i] - less[i]);
}

void SetHash::add(const SetHash& other) {
  for (std::size_t i = 0; i < counters_.size(); ++i)
    counters_[i] = static_cast<std::uint16_t>(counters_[i] + other.counters_[i]);
}

std::array<std::uint8_t, 16> SetHash::digest() const {
  Writer writer;
  for (const std::uint16_t counter : counters_) writer.u16(counter);
  const Hash whole = blake2b_256(writer.view());
  std::array<std::uint8_t, 16> out{};
  std::copy_n(whole.begin(), out.size(), out.begin());
  return out;
}

}  // namespace tocsin::crypto
