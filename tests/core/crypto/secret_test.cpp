#include "core/crypto/secret.h"

#include <concepts>
#include <memory>
#include <type_traits>

#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace tocsin::crypto {
namespace {

struct AnaTag;
struct BoTag;
using AnaKey = Secret<AnaTag, 32>;
using BoKey = Secret<BoTag, 32>;

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };

static_assert(!std::is_copy_constructible_v<AnaKey> && !std::is_copy_assignable_v<AnaKey>);
static_assert(!std::is_default_constructible_v<AnaKey>);
static_assert(!std::equality_comparable<AnaKey>);
static_assert(!std::is_convertible_v<AnaKey, ByteView>);
static_assert(!std::is_constructible_v<AnaKey, BoKey>);
static_assert(!Printable<AnaKey>);
static_assert(std::is_nothrow_move_constructible_v<AnaKey>);
static_assert(!std::is_copy_constructible_v<ScratchKey<>> &&
              !std::is_move_constructible_v<ScratchKey<>>);
static_assert(!std::equality_comparable<ScratchKey<>>);
static_assert(!Printable<ScratchKey<>>);

TEST_CASE("a secret reveals what it was filled with") {
  const Bytes bytes(32, 0xab);
  const AnaKey copied = AnaKey::copy_of(bytes);
  CHECK(same_bytes(copied.reveal(), bytes));
  const AnaKey made = AnaKey::make([](std::span<std::uint8_t, 32> out) { out[31] = 7; });
  CHECK(made.reveal()[31] == 7);
}

TEST_CASE("a moved secret is in one place") {
  AnaKey one = AnaKey::copy_of(Bytes(32, 1));
  const std::uint8_t* const place = one.reveal().data();
  AnaKey other = std::move(one);
  CHECK(other.reveal().data() == place);
  AnaKey third = AnaKey::copy_of(Bytes(32, 3));
  third = std::move(other);
  CHECK(third.reveal().data() == place);
  CHECK(third.reveal()[0] == 1);
}

TEST_CASE("a secret of the wrong length is our bug") {
  CHECK(tests::run_in_child([] { AnaKey::copy_of(Bytes(31)); }).is_abort());
  CHECK(tests::run_in_child([] { AnaKey::copy_of(Bytes(33)); }).is_abort());
}

TEST_CASE("who writes to a secret after it was filled dies") {
  const auto write = [] {
    volatile std::uint8_t* kept = nullptr;
    const AnaKey key = AnaKey::make([&](std::span<std::uint8_t, 32> out) { kept = out.data(); });
    *kept = 1;
  };
  CHECK_FALSE(tests::run_in_child(write).is_well());
}

TEST_CASE("who reads past a secret's end dies") {
  const auto read = [] {
    const AnaKey key = AnaKey::copy_of(Bytes(32, 1));
    const volatile std::uint8_t* const bytes = key.reveal().data();
    static_cast<void>(bytes[32]);
  };
  CHECK_FALSE(tests::run_in_child(read).is_well());
}

TEST_CASE("a scratch key begins as zeros and is wiped at its end") {
  alignas(ScratchKey<>) std::array<std::uint8_t, sizeof(ScratchKey<>)> room{};
  room.fill(0xee);
  auto* const key = std::construct_at(static_cast<ScratchKey<>*>(static_cast<void*>(room.data())));
  CHECK(same_bytes(key->reveal(), Bytes(32, 0)));
  std::ranges::fill(key->fill(), std::uint8_t{0xab});
  CHECK(same_bytes(key->reveal(), Bytes(32, 0xab)));
  std::destroy_at(key);
  CHECK(std::ranges::count(room, 0xab) == 0);
}

TEST_CASE("wiping leaves zeros") {
  Bytes bytes(5, 9);
  wipe(bytes);
  CHECK(bytes == Bytes(5, 0));
  wipe({});
}

TEST_CASE("equal in constant time means equal") {
  CHECK(equal(Bytes{1, 2, 3}, Bytes{1, 2, 3}));
  CHECK_FALSE(equal(Bytes{1, 2, 3}, Bytes{1, 2, 4}));
  CHECK_FALSE(equal(Bytes{1, 2, 3}, Bytes{0, 2, 3}));
  CHECK_FALSE(equal(Bytes{1, 2, 3}, Bytes{1, 2}));
  CHECK(equal({}, {}));
}

}  // namespace
}  // namespace tocsin::crypto
