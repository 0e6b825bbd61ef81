// A spool's keys, and envelopes to put into it.
#pragma once

#include "core/crypto/agree.h"
#include "core/crypto/init.h"
#include "daemon/store/spool.h"
#include "tests/support/catch.hpp"
#include "tests/support/envelopes.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_directory.h"

namespace tocsin::store {

struct SpoolKeys {
  SpoolKeys() { REQUIRE(crypto::init()); }

  Envelope envelope(std::uint8_t bucket = 0) {
    tests::EnvelopeOptions options;
    options.bucket = bucket;
    return tests::make_envelope(options, random);
  }

  Bytes entry(std::uint8_t bucket = 0) {
    return spool_entry(random, key, envelope(bucket), std::nullopt).value();
  }

  tests::SeededRandom random{6};
  crypto::AgreeKey secret = crypto::make_agree_key(random);
  crypto::AgreePublicKey key = crypto::agree_public_key(secret.reveal());
  tests::TemporaryDirectory directory;
};

}  // namespace tocsin::store
