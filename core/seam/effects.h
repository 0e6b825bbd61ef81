// What a node wants done: writes first, all of them durable, then releases. Two lists, so their
// order cannot be mixed up.
#pragma once

#include <cstddef>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/model/address.h"
#include "core/model/command.h"
#include "core/model/ids.h"
#include "core/model/write.h"

namespace tocsin {

struct SendBytes {
  LinkId link;
  Bytes bytes;
};

struct Dial {
  DialId dial;
  Address address;
};

struct CloseLink {
  LinkId link;
};

struct Respond {
  RequestId request;
  Answer answer;
};

struct Notify {
  Notice notice;
};

using Release = std::variant<SendBytes, Dial, CloseLink, Respond, Notify>;
using Releases = std::vector<Release>;

struct Effects {
  std::vector<Write> writes;
  Releases releases;
  std::size_t bytes = 0;  // of writes and sends: what a batch is measured by
};

}  // namespace tocsin
