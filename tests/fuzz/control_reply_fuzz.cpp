// What the daemon sends to a local program.
#include <cstddef>
#include <cstdint>

#include "core/base/ensure.h"
#include "core/wire/control_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto reply = tocsin::wire::decode_control_reply(tocsin::ByteView{data, size})) {
    const auto again = tocsin::wire::decode_control_reply(tocsin::wire::encode(*reply));
    ENSURE(again && *again == *reply);
  }
  return 0;
}
