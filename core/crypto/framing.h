// F of hash.h, fed piece by piece, so that secret parts are hashed without a copy on the heap.
// Only the .cpp files of this folder include it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "core/base/bytes.h"
#include "core/base/checked.h"
#include "core/crypto/hash.h"

namespace tocsin::crypto {

template <class Sink>  // Sink: void(ByteView)
void frame(Label label, std::initializer_list<ByteView> parts, Sink&& sink) {
  const std::array<std::uint8_t, 1> label_size{narrow<std::uint8_t>(label.view().size())};
  sink(ByteView{label_size});
  sink(as_bytes(label.view()));
  for (const ByteView part : parts) {
    Writer size;
    size.u32(narrow<std::uint32_t>(part.size()));
    sink(ByteView{size.view()});
    sink(part);
  }
}

}  // namespace tocsin::crypto
