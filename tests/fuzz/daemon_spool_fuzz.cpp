// A spool file as a crash or a thief left it: read to its last whole entry and no further; an entry
// that opens comes back as the same bytes.
#include "core/base/ensure.h"
#include "core/crypto/init.h"
#include "core/crypto/sealed_box.h"
#include "daemon/store/spool.h"
#include "tests/support/seeded_random.h"

namespace {

void read_file(tocsin::ByteView file) {
  const auto key = tocsin::store::spool_key_of(file);
  if (!key) return;
  tocsin::ByteView rest = file.subspan(tocsin::store::spool_header_bytes);
  while (true) {
    const std::size_t before = rest.size();
    const auto sealed = tocsin::store::take_spool_entry(rest, *key);
    if (!sealed) {
      ENSURE(rest.size() == before);
      return;
    }
    ENSURE(before - rest.size() == sealed->size() + tocsin::store::spool_entry_head_bytes);
  }
}

// Whoever knows the public key may seal what he likes.
void open_entry(tocsin::ByteView plain) {
  static tocsin::tests::SeededRandom random{1};
  static const auto secret = tocsin::crypto::make_agree_key(random);
  static const auto key = tocsin::crypto::agree_public_key(secret.reveal());
  const auto sealed = tocsin::crypto::sealed_box_seal(random, key, plain);
  ENSURE(sealed.has_value());
  const auto opened = tocsin::store::open_spool_entry(secret.reveal(), *sealed);
  if (!opened) return;
  const auto again =
      tocsin::store::spool_entry(random, key, opened->envelope, opened->stamp).value();
  tocsin::ByteView rest{again};
  const auto box = tocsin::store::take_spool_entry(rest, key);
  ENSURE(box && rest.empty());
  const auto twice = tocsin::store::open_spool_entry(secret.reveal(), *box);
  ENSURE(twice && twice->envelope == opened->envelope && twice->stamp == opened->stamp);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ENSURE(tocsin::crypto::init());
  const tocsin::ByteView input{data, size};
  read_file(input);
  open_entry(input);
  return 0;
}
