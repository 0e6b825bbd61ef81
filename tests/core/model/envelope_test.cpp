#include "core/model/envelope.h"

#include "core/model/statement.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

Bytes blank(std::uint8_t bucket) {
  Bytes bytes(std::size_t{512} << bucket, 0);
  bytes[envelope_layout::suite] = suite_1;
  bytes[envelope_layout::bucket] = bucket;
  return bytes;
}

}  // namespace

TEST_CASE("an envelope has a known suite and the length of its bucket") {
  for (std::uint8_t bucket = 0; bucket <= envelope_layout::bucket_max; ++bucket)
    CHECK(Envelope::from(blank(bucket)));
  CHECK_FALSE(Envelope::from(blank(envelope_layout::bucket_max + 1)));
  Bytes longer = blank(0);
  longer.push_back(0);
  CHECK_FALSE(Envelope::from(longer));
  Bytes shorter = blank(0);
  shorter.pop_back();
  CHECK_FALSE(Envelope::from(shorter));
  Bytes other = blank(0);
  other[envelope_layout::suite] = 2;
  CHECK_FALSE(Envelope::from(other));
  CHECK_FALSE(Envelope::from({}));
}

TEST_CASE("every byte but the admission signature is in the id") {
  const EnvelopeId plain = Envelope::from(blank(0)).value().id();
  for (std::size_t at = envelope_layout::expiry_hour; at < 512; ++at) {
    Bytes changed = blank(0);
    changed[at] ^= 1U;
    const bool is_asig = at >= envelope_layout::asig && at < envelope_layout::nonce;
    INFO(at);
    CHECK((Envelope::from(changed).value().id() == plain) == is_asig);
  }
}

TEST_CASE("fields are read where the layout says") {
  Bytes bytes = blank(1);
  bytes[envelope_layout::expiry_hour] = 5;
  bytes[envelope_layout::apk] = 6;
  bytes[envelope_layout::nonce] = 7;
  bytes[envelope_layout::header] = 8;
  bytes[envelope_layout::body] = 9;
  const Envelope envelope = Envelope::from(bytes).value();
  CHECK(envelope.bucket() == 1);
  CHECK(envelope.expiry_hour() == 5);
  CHECK(envelope.apk()[0] == 6);
  CHECK(envelope.nonce()[0] == 7);
  CHECK(envelope.header()[0] == 8);
  CHECK(envelope.header().size() == 32);
  CHECK(envelope.body()[0] == 9);
  CHECK(envelope.body().size() == 1024 - envelope_layout::body);
  CHECK(envelope.route() == route_of(envelope.apk()));
}

TEST_CASE("admission is one signature over the id, whatever the coalition's mode") {
  const Bytes seed(32, 3);
  const CoalitionId coalition{std::array<std::uint8_t, 32>{4}};
  Bytes bytes = blank(0);
  std::ranges::copy(crypto::sign_public_key(seed), bytes.begin() + envelope_layout::apk);
  const EnvelopeId id = Envelope::from(bytes).value().id();
  const auto asig =
      crypto::sign(seed, signature_input(Domain{coalition, Mode::none}, "admission", id.view()));
  std::ranges::copy(asig, bytes.begin() + envelope_layout::asig);
  CHECK(Envelope::from(bytes).value().is_admitted(coalition));
  CHECK_FALSE(Envelope::from(bytes).value().is_admitted(CoalitionId::zero()));
  bytes[envelope_layout::body] ^= 1U;
  CHECK_FALSE(Envelope::from(bytes).value().is_admitted(coalition));
}

}  // namespace tocsin
