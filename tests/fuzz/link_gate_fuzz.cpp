// A stranger's first block, also one that was made with the key at hand and then changed: no curve
// arithmetic, no crash, and only the unchanged one passes.
#include <algorithm>

#include "core/base/ensure.h"
#include "core/link/admission.h"
#include "tests/support/seeded_random.h"

namespace {

using tocsin::Bytes;
using tocsin::ByteView;
namespace link = tocsin::link;
namespace limits = tocsin::limits;

constexpr std::int64_t some_time_ms = 1'790'000'000'000;

struct Door {
  tocsin::tests::SeededRandom random{1};
  link::Rows rows;
  link::OwnKeys keys{random, true, tocsin::Snapshot{}, rows};
  link::Standing standing{true, keys, tocsin::Snapshot{}};
  Bytes material = Bytes(32, 1);
  Bytes honest;

  Door() {
    std::vector<tocsin::LinkCredential> held;
    held.push_back({1, tocsin::LinkMaterial::copy_of(material)});
    standing.set_keys(std::move(held), keys);
    tocsin::crypto::ScratchKey<32> gate;
    link::gate_key(gate.fill(), material, keys.key());
    link::FirstMessage first;
    first.nonce = random.array<24>();
    first.noise = Bytes(48);
    first.hints[0] = tocsin::mesh_tag(material);
    honest = link::seal_first(first, keys.mask(), {gate.reveal()}, random);
  }
};

bool passes(const Door& door, ByteView block) {
  link::Admission admission{true};
  const tocsin::Now now{tocsin::Instant{tocsin::Seconds{9}}, tocsin::wall_from_ms(some_time_ms)};
  return admission.check(block, {1}, door.standing, door.keys, now).has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Door door;
  Bytes block{data, data + std::min(size, limits::handshake_bytes)};
  block.resize(limits::handshake_bytes);
  ENSURE(!passes(door, block) || block == door.honest);
  // The input as changes to a block that passes.
  Bytes changed = door.honest;
  constexpr std::size_t maced_bytes = 464;
  for (std::size_t i = 0; i < std::min(size, maced_bytes); ++i)
    changed[i] = static_cast<std::uint8_t>(changed[i] ^ data[i]);
  ENSURE(passes(door, changed) == (changed == door.honest));
  return 0;
}
