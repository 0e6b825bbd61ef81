#include "daemon/control/remembered.h"

#include "core/model/limits/control.h"
#include "tests/support/catch.hpp"

namespace tocsin::control {
namespace {

const Bytes key{1, 2, 3};
const Answer done{Exit::ok, "ok", "", "", {Row{"sent"}}};

TEST_CASE("the answer to an act is remembered under its key and verb") {
  Remembered remembered;
  remembered.keep(key, "send", done, 100);
  CHECK(remembered.find(key, "send") == done);
  CHECK(!remembered.find(key, "confirm"));
  CHECK(!remembered.find(Bytes{9}, "send"));
}

TEST_CASE("what was refused, has no key or is large is not remembered") {
  Remembered remembered;
  remembered.keep(key, "send", Answer{Exit::permission, "E_LOCKED", "", "", {}}, 100);
  remembered.keep(Bytes{}, "send", done, 100);
  remembered.keep(key, "send", done, limits::remembered_bytes_max + 1);
  CHECK(!remembered.find(key, "send"));
  CHECK(!remembered.find(Bytes{}, "send"));
}

TEST_CASE("one answer above the maximum drives out the oldest") {
  Remembered remembered;
  for (std::size_t i = 0; i <= limits::remembered_answers_max; ++i) {
    remembered.keep(Bytes{static_cast<std::uint8_t>(i), 1}, "send", done, 100);
  }
  CHECK(!remembered.find(Bytes{0, 1}, "send"));
  CHECK(remembered.find(Bytes{1, 1}, "send"));
}

}  // namespace
}  // namespace tocsin::control
