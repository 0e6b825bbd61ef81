#include "core/channel/envelope.h"

#include <algorithm>

#include "tests/core/channel/changed.h"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.h"

namespace tocsin::channel {
namespace {

struct Sealed {
  StepKey header_key{Bytes(32, 1)};
  Admission admission = admission_of(StepKey{Bytes(32, 2)});
  StepKey body_key{Bytes(32, 3)};
  EpochId epoch{crypto::blake2b_256(as_bytes("epoch"))};
  CoalitionId coalition{crypto::blake2b_256(as_bytes("coalition"))};
  Header header{7, 9, RecordType::text, 2, 20'780};
  tests::SeededRandom random{1};

  Result<Envelope> seal(const Bytes& content) {
    return channel::seal(random,
                         coalition,
                         SealKeys{header_key, admission, body_key, epoch},
                         header,
                         500'000,
                         content);
  }

  Result<Bytes> open(const Envelope& envelope) {
    TRY(const Header read, open_header(envelope, header_key));
    return open_body(envelope, read, epoch, body_key);
  }
};

}  // namespace

TEST_CASE("an envelope of every bucket has its size and opens to what was sealed") {
  Sealed sealed;
  for (std::size_t bucket = 0; bucket <= envelope_layout::bucket_max; ++bucket) {
    const std::size_t most = (std::size_t{512} << bucket) - envelope_layout::overhead;
    for (const std::size_t size : {most, bucket == 0 ? std::size_t{0} : most / 2 + 1}) {
      const Bytes content(size, 0xAB);
      const auto envelope = sealed.seal(content);
      REQUIRE(envelope);
      CHECK(envelope->bucket() == bucket);
      CHECK(envelope->bytes().size() == std::size_t{512} << bucket);
      CHECK(envelope->route() == sealed.admission.route);
      CHECK(envelope->is_admitted(sealed.coalition));
      CHECK(open_header(*envelope, sealed.header_key).value() == sealed.header);
      CHECK(sealed.open(*envelope).value() == content);
    }
  }
  CHECK_FALSE(sealed.seal(Bytes(content_bytes_max + 1, 0)));
}

TEST_CASE("a changed byte anywhere opens nothing") {
  Sealed sealed;
  const Envelope envelope = sealed.seal(Bytes(50, 1)).value();
  for (std::size_t at = envelope_layout::expiry_hour; at < envelope.bytes().size(); ++at) {
    const Envelope other = changed(envelope, at);
    const bool is_asig = at >= envelope_layout::asig && at < envelope_layout::nonce;
    INFO(at);
    CHECK_FALSE(other.is_admitted(sealed.coalition));
    CHECK(sealed.open(other).has_value() == is_asig);
    CHECK((other.id() == envelope.id()) == is_asig);
  }
}

TEST_CASE("two envelopes of different days and epochs share no sixteen bytes") {
  Sealed first;
  Sealed second;
  second.random = tests::SeededRandom{2};
  second.header_key = StepKey{Bytes(32, 11)};
  second.admission = admission_of(StepKey{Bytes(32, 12)});
  second.body_key = StepKey{Bytes(32, 13)};
  const Envelope a = first.seal(Bytes(200, 0)).value();
  const Envelope b = second.seal(Bytes(200, 0)).value();
  for (std::size_t at = 0; at + 16 <= a.bytes().size(); ++at)
    CHECK(std::ranges::search(b.bytes(), a.bytes().subspan(at, 16)).empty());
}

TEST_CASE("no id, rank or author stands outside the ciphertext") {
  Sealed sealed;
  sealed.header.rank = 0xA1B2C3D4;
  const Envelope envelope = sealed.seal(sealed.epoch.bytes()).value();
  CHECK(std::ranges::search(envelope.bytes(), sealed.epoch.view().first(8)).empty());
  const Bytes rank = Writer{}.u32(sealed.header.rank).take();
  CHECK(std::ranges::search(envelope.bytes(), rank).empty());
}

TEST_CASE("the input of a record names its place") {
  const RecordPlace place{Domain{CoalitionId::zero(), Mode::actual},
                          ChannelId::zero(),
                          EpochId::zero(),
                          DeviceId::zero(),
                          1,
                          RecordType::text};
  RecordPlace other = place;
  other.ctr = 2;
  CHECK(record_input(place, as_bytes("x")) != record_input(other, as_bytes("x")));
  CHECK(record_input(place, as_bytes("x")) != record_input(place, as_bytes("y")));
  CHECK(record_id(record_input(place, as_bytes("x"))) !=
        record_id(record_input(other, as_bytes("x"))));
}

}  // namespace tocsin::channel
