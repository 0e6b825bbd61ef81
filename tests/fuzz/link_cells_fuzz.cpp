// A link that is up; the input changes what passes. A changed cell is never heard as a frame.
#include "core/base/ensure.h"
#include "tests/support/pair.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 512) return 0;
  tocsin::Reader input{{data, size}};
  tocsin::tests::Pair pair{1};
  pair.dial(pair.a(), pair.b());
  pair.run();
  ENSURE(pair.a().ups().size() == 1 && pair.b().ups().size() == 1);
  const auto link = pair.a().ups()[0].link;
  pair.on_write = [&](const tocsin::tests::Party&, tocsin::Bytes& bytes) {
    if (input.left() == 0) return;
    const std::size_t at = input.u16() % bytes.size();
    bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ input.u8());
  };
  std::vector<tocsin::Frame> sent;
  for (std::uint8_t i = 0; i < 8; ++i) {
    sent.emplace_back(tocsin::Push{{}, tocsin::Bytes(std::size_t{512} << (i % 4), i)});
    pair.send(pair.a(), link, sent.back());
  }
  pair.run(tocsin::Millis{5'000});
  const auto heard = pair.b().frames();
  ENSURE(heard.size() <= sent.size());
  ENSURE(std::equal(heard.begin(), heard.end(), sent.begin()));
  ENSURE(heard.size() == sent.size() || !pair.b().downs().empty());
  return 0;
}
