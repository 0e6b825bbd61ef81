// Bytes of the control socket: frames of u32 length | message, and the two messages. Both ends of
// the socket use it. Not here: who may connect and the cookie (daemon/control), what a verb means
// (core/node).
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/control.h"

namespace tocsin::wire {

// ENSUREs the row depth of limits/control.h: rows are made by our own program.
Bytes encode(const ControlRequest& request);
Bytes encode(const ControlReply& reply);
Result<ControlRequest> decode_control_request(ByteView message);
Result<ControlReply> decode_control_reply(ByteView message);

// u32 length | message.
Bytes control_frame(ByteView message);

// Cuts what arrives into messages. After an error the stream has no more meaning: close it.
class ControlFrames {
 public:
  explicit ControlFrames(std::size_t message_bytes_max) : message_bytes_max_{message_bytes_max} {}

  void feed(ByteView bytes);
  // Nothing: wait for more. limit_exceeded: a length above the maximum, known from the first 4
  // bytes.
  Result<std::optional<Bytes>> next();

  std::size_t waiting_bytes() const { return waiting_.size() - used_; }

 private:
  std::size_t message_bytes_max_;
  Bytes waiting_;
  std::size_t used_ = 0;  // cut off already: one move of memory per feed, not per message
};

}  // namespace tocsin::wire
