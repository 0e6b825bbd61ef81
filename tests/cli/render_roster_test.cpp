#include "cli/render_roster.h"

#include <string>

#include "tests/support/catch.hpp"

namespace tocsin::cli {

TEST_CASE("whoever reads of an export hears who asks, for how many, and what cannot be undone") {
  Row review{"export_review"};
  review.set("id", Value{Bytes(32, 0xab)}).set("words", "amber basket candle dune ember fjord");
  review.set("asked_by", "chi").set("workers", 812).set("cell", "public/metro");
  const std::string text = render({review}, Look{});
  CHECK(text.find("chi asks to write out 812 workers of public/metro") != std::string::npos);
  CHECK(text.find("amber basket candle dune ember fjord") != std::string::npos);
  CHECK(text.find("nothing here can take it back") != std::string::npos);
  CHECK(text.find("tocsin confirm abababab --approve") != std::string::npos);
}

TEST_CASE("who was assigned is said in a sentence, the list in columns") {
  CHECK(render({Row{"worker"}.set("ref", "w-1").set("steward", "chi")}, Look{}) ==
        "Recorded: chi keeps in touch with w-1.\n");
  const Row listed = Row{"worker"}.set("ref", "w-1").set("name", "Ana").set("steward", "chi");
  CHECK(render({listed}, Look{}).starts_with("REF  NAME  CELL  STEWARD"));
}

TEST_CASE("asks are listed with what came of them") {
  Row ask{"export_ask"};
  ask.set("id", Value{Bytes(32, 0xab)}).set("asked_by", "ana").set("workers", 12);
  CHECK(render({ask}, Look{}).find("written") == std::string::npos);
  ask.set("written", Value{wall_from_ms(1'810'000'000'000)});
  const std::string text = render({ask}, Look{});
  CHECK(text.find("\nabababab was written out at ana's laptop, as heard on ") != std::string::npos);
}

TEST_CASE("an import tells which columns it does not read, without a raw byte of them") {
  Row imported{"imported"};
  imported.set("rows", 2).set("added", 2).set("dry_run", true);
  const auto with = [&](std::vector<std::string> ignored) {
    return render({Row{imported}.set("ignored", Value{std::move(ignored)})}, Look{});
  };
  CHECK(with({"phone", "work\x1bplace"})
            .find("2 columns are not read, nothing of them is kept: phone, work\\u{1b}place\n") !=
        std::string::npos);
  CHECK(with({"phone"}).find("1 column is not read, nothing of it is kept: phone\n") !=
        std::string::npos);
  CHECK(with({}).find("not read") == std::string::npos);
}

}  // namespace tocsin::cli
