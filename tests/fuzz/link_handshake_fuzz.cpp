// Two machines; the input changes, cuts, repeats or swallows what passes between them before a link
// is up. Whatever it does, nobody comes up but with the other, and nothing crashes.
#include "core/base/ensure.h"
#include "tests/support/pair.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 256) return 0;
  tocsin::Reader input{{data, size}};
  tocsin::tests::Pair pair{input.u8()};
  pair.on_write = [&](const tocsin::tests::Party&, tocsin::Bytes& bytes) {
    const std::uint8_t op = input.u8();
    const std::size_t at = input.u16() % bytes.size();
    const std::uint8_t value = input.u8();
    switch (op % 5) {
      case 0:
        break;
      case 1:
        bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ value);
        break;
      case 2:
        bytes.resize(at);
        break;
      case 3:
        bytes.insert(bytes.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      default:
        bytes.assign(bytes.size(), value);
    }
  };
  pair.dial(pair.a(), pair.b());
  const auto stranger = pair.connect_stranger(pair.b());
  pair.stranger_sends(pair.b(), stranger, {data, data + size});
  pair.run(tocsin::Millis{13'000});
  for (const auto& up : pair.a().ups()) ENSURE(up.key == pair.b().key());
  for (const auto& up : pair.b().ups()) ENSURE(up.key == pair.a().key());
  ENSURE(pair.answered(stranger).empty());
  ENSURE(pair.a().ups().size() + pair.a().ended().size() >= 1);
  return 0;
}
