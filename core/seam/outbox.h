// How a machine asks for effects: named pushes, no return value, nothing happens before the batch
// is committed.
#pragma once

#include <utility>

#include "core/seam/effects.h"

namespace tocsin {

class Outbox {
 public:
  void keep(Table table, Bytes key, Bytes value);
  void forget(Table table, Bytes key);
  void keep(Envelope envelope, std::optional<Stamp> stamp);
  void forget(EnvelopeId id);

  void send(LinkId link, Bytes bytes);
  void dial(DialId dial, Address address);
  void close(LinkId link);
  void respond(RequestId request, Answer answer);
  void notify(Notice notice);

  Effects take() { return std::exchange(effects_, {}); }

 private:
  Effects effects_;
};

}  // namespace tocsin
