#include "core/base/bytes.h"

namespace tocsin {

ByteView Reader::take(std::size_t count) {
  if (failed_ || count > rest_.size()) {
    failed_ = true;
    rest_ = {};
    return {};
  }
  const ByteView taken = rest_.first(count);
  rest_ = rest_.subspan(count);
  return taken;
}

std::uint64_t Reader::integer(std::size_t width) {
  std::uint64_t value = 0;
  const ByteView from = take(width);
  for (std::size_t i = from.size(); i > 0; --i) value = (value << 8) | from[i - 1];
  return value;
}

Writer& Writer::integer(std::uint64_t value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) {
    out_.push_back(static_cast<std::uint8_t>(value & 0xff));
    value >>= 8;
  }
  return *this;
}

Writer& Writer::bytes(ByteView value) {
  out_.insert(out_.end(), value.begin(), value.end());
  return *this;
}

Writer& Writer::zeros(std::size_t count) {
  out_.resize(out_.size() + count);
  return *this;
}

}  // namespace tocsin
