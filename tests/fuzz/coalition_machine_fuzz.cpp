// Whatever bytes come as a statement, a proof, a draft or a body: the machine neither dies nor
// forgets, and what is refused leaves nothing behind.
#include <cstddef>
#include <cstdint>

#include "core/base/ensure.h"
#include "tests/support/coalition_liars.h"
#include "tests/support/coalition_story.h"

namespace tocsin::tests {
namespace {

struct Ground {
  CoalitionNet net;
  CoalitionStory story{net};

  // With a frozen person and a device that contradicted itself, so that theirs are among what is
  // changed.
  Ground() {
    story.certify();
    freeze(net, net.of("tenants"), "bo");
    const auto [one, other] = contradiction(net, net.of("bakers", 1), 900);
    for (const Statement& each : {one, other})
      ENSURE(net.accept(net.of("plumbers"), wire::encode(each)).has_value());
    net.deliver();
  }
};

Row with(std::string_view name, ByteView bytes) {
  Row row;
  row.set(name, Value{to_bytes(bytes)});
  return row;
}

void feed(Ground& ground, std::uint8_t kind, ByteView bytes) {
  CoalitionNet& net = ground.net;
  CoalitionNet::Device& device = net.of("choir");
  constexpr std::uint8_t kinds = 8;
  switch (kind % kinds) {
    case 0:
      static_cast<void>(net.accept(device, bytes));
      break;
    case 1:
      static_cast<void>(net.act(device, "import", with("bytes", bytes)));
      break;
    case 2:
      static_cast<void>(net.act(device, "review", with("draft", bytes)));
      break;
    case 3:
      static_cast<void>(net.act(device, "confirm", with("draft", bytes)));
      break;
    case 4:
      static_cast<void>(net.act(device, "draft proposal", with("body", bytes)));
      break;
    case 5:
      static_cast<void>(net.act(device, "draft call", with("body", bytes)));
      break;
    case 6:
      static_cast<void>(net.act(device, "charter lint", with("draft", bytes)));
      break;
    default: {
      // A statement that was good, with some bytes changed.
      std::vector<StoredRow> kept = kept_by(net.of("plumbers"));
      if (bytes.size() < 4) return;
      Bytes statement = kept[bytes[0] % kept.size()].value;
      const std::size_t at = (bytes[1] * 256U + bytes[2]) % statement.size();
      statement[at] ^= static_cast<std::uint8_t>(bytes[3] | 1U);
      static_cast<void>(net.accept(device, statement));
    }
  }
  net.parcels().clear();
}

}  // namespace
}  // namespace tocsin::tests

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static tocsin::tests::Ground ground;
  if (size == 0) return 0;
  const tocsin::ByteView bytes{data, size};
  tocsin::tests::feed(ground, bytes.front(), bytes.subspan(1));
  ENSURE(ground.story.state("choir", ground.story.call) == "CALLED");
  return 0;
}
