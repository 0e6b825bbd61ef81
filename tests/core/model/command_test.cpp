#include "core/model/command.h"

#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

TEST_CASE("an error of the core has the exit and code that its kind has everywhere") {
  const auto seen = [](Errc code) { return refuse(Error{code, "words"}).value(); };
  CHECK(seen(Errc::malformed).exit == Exit::invalid);
  CHECK(seen(Errc::malformed).code == "E_DECODE");
  CHECK(seen(Errc::unauthenticated).code == "E_SIG");
  CHECK(seen(Errc::replayed).exit == Exit::invalid);
  CHECK(seen(Errc::limit_exceeded).code == "E_SIZE");
  CHECK(seen(Errc::not_allowed).exit == Exit::permission);
  CHECK(seen(Errc::not_found).exit == Exit::usage);
  CHECK(seen(Errc::conflict).exit == Exit::held);
  CHECK(seen(Errc::storage).exit == Exit::io);
  CHECK(seen(Errc::unavailable).exit == Exit::later);
  CHECK(seen(Errc::unavailable).reason == "words");
}

TEST_CASE("a refusal becomes an answer with all it says") {
  Refusal refusal{Exit::not_met, "E_COUNT", "not yet", "tocsin matrix", {Row{"lack"}}};
  const Answer answer = answer_of(refusal);
  CHECK(answer == Answer{Exit::not_met, "E_COUNT", "not yet", "tocsin matrix", {Row{"lack"}}});
  CHECK(answer_of(std::vector<Row>{Row{"sent"}}).code == "ok");
}

TEST_CASE("a reason has its code in a refusal") {
  CHECK(refuse(Reason::sig, Exit::invalid, "no").value().code == "E_SIG");
}

}  // namespace
}  // namespace tocsin
