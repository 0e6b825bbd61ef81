// Plaintext of cells from a peer that holds the key: chunks of any kind. Refused or read, and never
// more is kept than the five partial frames may hold.
#include "core/base/ensure.h"
#include "core/link/mux.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tocsin::link::Incoming incoming;
  tocsin::Reader input{{data, size}};
  while (input.left() > 0) {
    // A long length in few bytes, so that short inputs reach the caps.
    const std::size_t repeats = 1 + input.u8();
    const auto some = input.take(std::min<std::size_t>(input.left(), 1 + input.left() % 64));
    tocsin::Bytes cell = tocsin::to_bytes(some);
    cell.resize(tocsin::limits::cell_plain_bytes);
    for (std::size_t i = 0; i < repeats; ++i) {
      const auto frames = incoming.read(cell);
      ENSURE(incoming.partial_bytes() <=
             3 * tocsin::limits::frame_bytes_max + 2 * tocsin::limits::control_frame_bytes_max);
      if (!frames) return 0;
      for (const auto& frame : *frames) ENSURE(!frame.bytes.empty());
    }
  }
  return 0;
}
