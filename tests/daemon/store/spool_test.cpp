#include "daemon/store/spool.h"

#include <vector>

#include "core/crypto/init.h"
#include "core/crypto/sealed_box.h"
#include "tests/daemon/store/spooled.h"
#include "tests/support/catch.hpp"

namespace tocsin::store {
namespace {

std::vector<Bytes> whole_entries(ByteView bytes, const crypto::AgreePublicKey& key) {
  std::vector<Bytes> found;
  while (const auto sealed = take_spool_entry(bytes, key)) found.push_back(to_bytes(*sealed));
  return found;
}

}  // namespace

TEST_CASE("a spooled envelope comes back as it went in, with its stamp if it had one") {
  SpoolKeys keys;
  const Envelope envelope = keys.envelope();
  const auto stamp = GENERATE(false, true)
                         ? std::optional{tests::make_stamp(CoalitionId::zero(), envelope.id())}
                         : std::nullopt;
  const Bytes entry = spool_entry(keys.random, keys.key, envelope, stamp).value();
  ByteView rest{entry};
  const auto sealed = take_spool_entry(rest, keys.key);
  REQUIRE(sealed);
  CHECK(rest.empty());
  const auto opened = open_spool_entry(keys.secret.reveal(), *sealed);
  REQUIRE(opened);
  CHECK(opened->envelope == envelope);
  CHECK(opened->stamp == stamp);
}

TEST_CASE(
    "what lies in a spool shows nothing of an envelope, and another profile's key opens none") {
  SpoolKeys keys;
  const Envelope envelope = keys.envelope();
  const Bytes entry = spool_entry(keys.random, keys.key, envelope, std::nullopt).value();
  const ByteView some = envelope.bytes().subspan(envelope_layout::apk, 16);
  CHECK(std::ranges::search(entry, some).empty());
  ByteView rest{entry};
  const auto sealed = take_spool_entry(rest, keys.key);
  REQUIRE(sealed);
  const auto other = crypto::make_agree_key(keys.random);
  CHECK(open_spool_entry(other.reveal(), *sealed).error().code == Errc::unauthenticated);
}

TEST_CASE("wherever a crash cut a spool, the entries before are whole and the rest is none") {
  SpoolKeys keys;
  Bytes all;
  std::vector<std::size_t> ends;
  for (int i = 0; i < 3; ++i) {
    const Bytes entry = spool_entry(keys.random, keys.key, keys.envelope(), std::nullopt).value();
    all.insert(all.end(), entry.begin(), entry.end());
    ends.push_back(all.size());
  }
  for (std::size_t cut = 0; cut <= all.size(); ++cut) {
    const auto whole = std::ranges::count_if(ends, [&](std::size_t end) { return end <= cut; });
    CAPTURE(cut);
    REQUIRE(std::cmp_equal(whole_entries(ByteView{all}.first(cut), keys.key).size(), whole));
  }
  // The file was made longer, and its bytes never came.
  Bytes zeros = all;
  zeros.resize(zeros.size() + 4096);
  CHECK(whole_entries(zeros, keys.key).size() == 3);
}

TEST_CASE("an entry with one other byte is no entry") {
  SpoolKeys keys;
  const Bytes entry = spool_entry(keys.random, keys.key, keys.envelope(), std::nullopt).value();
  for (std::size_t at = 0; at < entry.size(); ++at) {
    Bytes other = entry;
    other[at] = static_cast<std::uint8_t>(other[at] ^ 0x40U);
    ByteView rest{other};
    CAPTURE(at);
    REQUIRE_FALSE(take_spool_entry(rest, keys.key));
    REQUIRE(rest.size() == other.size());
  }
}

TEST_CASE("who knows only the public key can seal nonsense, and it is refused") {
  SpoolKeys keys;
  const Bytes nonsense = GENERATE(Bytes{}, Bytes{0}, Bytes{2, 1}, Bytes(40, 1), Bytes(98, 1));
  const Bytes sealed = crypto::sealed_box_seal(keys.random, keys.key, nonsense).value();
  CHECK(open_spool_entry(keys.secret.reveal(), sealed).error().code == Errc::malformed);
}

TEST_CASE("a spool's header is known by its version, and a part of one is none") {
  const SpoolKeys keys;
  Bytes header = spool_header(keys.key);
  CHECK(spool_key_of(header) == keys.key);
  CHECK_FALSE(spool_key_of(ByteView{header}.first(header.size() - 1)));
  header.front() = 2;
  CHECK_FALSE(spool_key_of(header));
}

}  // namespace tocsin::store
