#include "core/model/bundle.h"

#include "core/crypto/kdf.h"
#include "core/model/labels.h"
#include "tests/support/catch.hpp"

namespace tocsin {

TEST_CASE("a file key is bound to its file's salt") {
  const Bytes source(32, 1);
  const FileKey one = bundle_file_key(source, BundleSalt{1});
  const FileKey other = bundle_file_key(source, BundleSalt{2});
  CHECK(!same_bytes(one.reveal(), other.reveal()));
  CHECK(same_bytes(one.reveal(), bundle_file_key(source, BundleSalt{1}).reveal()));
  Bytes expected(32);
  crypto::kdf(expected, source, labels::bundle, {BundleSalt{1}});
  CHECK(same_bytes(one.reveal(), expected));
}

TEST_CASE("six words are stretched the same way on every machine") {
  const auto key = bundle_file_key_of_words(as_bytes("one two three four five six"), BundleSalt{1});
  REQUIRE(key);
  const auto other =
      bundle_file_key_of_words(as_bytes("one two three four five six"), BundleSalt{2});
  REQUIRE(other);
  CHECK(!same_bytes(key->reveal(), other->reveal()));
}

TEST_CASE("an empty file is one empty chunk, and opens as such") {
  const Bytes key(32, 1);
  const Bytes file = seal_chunks(key, BundleSalt{9}, {});
  CHECK(file.size() == 48);
  CHECK(open_chunks(key, file).value().empty());
  CHECK(!open_chunks(key, ByteView{file}.first(32)));
}

}  // namespace tocsin
