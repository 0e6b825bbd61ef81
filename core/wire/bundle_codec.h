// What lies in a bundle (gossip.md §9): sections kind u8 | len u64 | bytes, sealed in chunks by
// core/model/bundle.h. Kinds: 1 mesh list, 3 envelopes (len u32 | PUSH body each). A reader skips
// kinds it does not know. Whole files only, at most 64 MiB.
#pragma once

#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/bundle.h"
#include "core/model/envelope.h"

namespace tocsin::wire {

enum class SectionKind : std::uint8_t { mesh_list = 1, sketch = 2, envelopes = 3 };

struct BundleSection {
  std::uint8_t kind = 0;
  Bytes bytes;
  friend bool operator==(const BundleSection&, const BundleSection&) = default;
};

Bytes seal_bundle(ByteView file_key,
                  const BundleSalt& salt,
                  const std::vector<BundleSection>& sections);
// unauthenticated: not this key; malformed: sealed by somebody who did not keep to the layout.
Result<std::vector<BundleSection>> open_bundle(ByteView file_key, ByteView file);

// What `charter finish` writes for the other founders.
struct FoundingBundle {
  Bytes list;  // encoded mesh list, not checked here
  std::vector<Envelope> envelopes;
};

// salt: 32 bytes (ENSUREd).
Bytes seal_founding_bundle(ByteView file_key,
                           ByteView salt,
                           ByteView list,
                           const std::vector<Envelope>& envelopes);
Result<FoundingBundle> open_founding_bundle(ByteView file_key, ByteView file);

}  // namespace tocsin::wire
