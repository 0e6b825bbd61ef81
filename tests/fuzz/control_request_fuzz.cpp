// What a local program sends to the daemon: frames and requests.
#include <cstddef>
#include <cstdint>

#include "core/base/ensure.h"
#include "core/model/limits/control.h"
#include "core/wire/control_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const tocsin::ByteView bytes{data, size};
  if (const auto request = tocsin::wire::decode_control_request(bytes)) {
    const auto again = tocsin::wire::decode_control_request(tocsin::wire::encode(*request));
    ENSURE(again && *again == *request);
  }
  tocsin::wire::ControlFrames frames{tocsin::limits::request_bytes_max};
  frames.feed(bytes);
  for (auto next = frames.next(); next && *next; next = frames.next()) {
    const auto decoded = tocsin::wire::decode_control_request(**next);
    static_cast<void>(decoded);
  }
  return 0;
}
