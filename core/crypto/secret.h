// Where keys live. Secret<Tag, N>: move-only, guarded pages, filled once, then read-only, wiped
// when freed. ScratchKey<N>: a key of one step, on the stack, wiped on every exit, neither copied
// nor moved. Neither has ==, <<, hex or a conversion; the bytes come out by `reveal()`, a word to
// grep for. A guarded Secret costs 20 us and a locked page: message keys are ScratchKeys.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/ensure.h"

namespace tocsin::crypto {

void wipe(std::span<std::uint8_t> bytes) noexcept;
// What functions that have returned left on the stack.
void wipe_stack() noexcept;
// Constant time for equal lengths; different lengths are unequal at once (lengths are public).
bool equal(ByteView a, ByteView b) noexcept;

namespace guarded {  // secret.cpp: sodium_malloc and friends
std::uint8_t* allocate(std::size_t size);
void make_read_only(std::uint8_t* page) noexcept;
void release(std::uint8_t* page) noexcept;
}  // namespace guarded

template <class Tag, std::size_t N>
class Secret {
 public:
  static constexpr std::size_t size = N;

  template <class Fill>  // Fill: void(std::span<std::uint8_t, N>)
  static Secret make(Fill&& fill) {
    Secret secret{guarded::allocate(N)};
    fill(std::span<std::uint8_t, N>{secret.page_, N});
    guarded::make_read_only(secret.page_);
    return secret;
  }

  // `bytes` must have N bytes (ENSUREd); the caller wipes its own copy.
  static Secret copy_of(ByteView bytes) {
    ENSURE(bytes.size() == N);
    return make([&](std::span<std::uint8_t, N> out) { std::ranges::copy(bytes, out.begin()); });
  }

  Secret(Secret&& other) noexcept : page_{std::exchange(other.page_, nullptr)} {}

  Secret& operator=(Secret&& other) noexcept {
    std::swap(page_, other.page_);
    return *this;
  }

  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  ~Secret() {
    if (page_ != nullptr) guarded::release(page_);
  }

  ByteView reveal() const { return {page_, N}; }

 private:
  explicit Secret(std::uint8_t* page) : page_{page} {}

  std::uint8_t* page_;
};

template <std::size_t N = 32>
class ScratchKey {
 public:
  ScratchKey() = default;
  ScratchKey(const ScratchKey&) = delete;
  ScratchKey& operator=(const ScratchKey&) = delete;

  ~ScratchKey() { wipe(bytes_); }

  std::span<std::uint8_t, N> fill() { return bytes_; }

  ByteView reveal() const { return bytes_; }

 private:
  std::array<std::uint8_t, N> bytes_{};
};

}  // namespace tocsin::crypto
