#include "cli/sheet.h"

#include <algorithm>
#include <sstream>
#include <string>

#include "cli/verify_rows.h"
#include "core/base/text.h"
#include "core/model/limits/paper.h"
#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

coalition::Verification checked(bool is_rehearsal) {
  tests::TestCoalition test{{.seed = 1, .is_rehearsal = is_rehearsal}};
  const tests::Story story = tests::tell(test, test.mode());
  return coalition::examine(wire::encode(story.certificate), test.anchor());
}

SheetNotes notes(bool has_picture = false) {
  return SheetNotes{wall_from_ms(1'810'000'000'000), std::nullopt, has_picture};
}

std::size_t check_page(const std::string& page) {
  std::istringstream stream{page};
  std::size_t lines = 0;
  for (std::string line; std::getline(stream, line); ++lines) CHECK(columns(line) <= 80);
  CHECK(lines <= limits::page_lines);
  return lines;
}

}  // namespace

TEST_CASE("a page has counts and no person's name") {
  const std::string page = sheet(checked(false), notes());
  check_page(page);
  CHECK(page.find("of 5 full organizations") != std::string::npos);
  const tests::TestCoalition test{{.seed = 1}};
  for (const tests::TestOrg& org : test.orgs())
    for (const tests::TestPerson& person : org.people) {
      INFO(person.handle);
      CHECK(page.find(" " + person.handle + " ") == std::string::npos);
    }
}

TEST_CASE("a page of practice says so in every line") {
  const std::string page = sheet(checked(true), notes());
  std::istringstream stream{page};
  for (std::string line; std::getline(stream, line);) CHECK(line.starts_with("REHEARSAL"));
}

TEST_CASE("the page of an end says how it ended, no tally that nobody took, and no start") {
  coalition::Verification found = checked(false);
  found.verified.kind = ProofKind::stop;
  found.verified.stop = StopKind::end;
  found.verified.form = EndForm::settled;
  found.verified.outcomes = {DemandOutcome::met, DemandOutcome::part};
  const std::string page = sheet(found, notes());
  CHECK(page.find("settled") != std::string::npos);
  CHECK(page.find("1 met, 2 part") != std::string::npos);
  CHECK(page.find("full organizations") == std::string::npos);
  CHECK(page.find("starts") == std::string::npos);
  CHECK(page.find("Target") != std::string::npos);
  const Row row = verify_rows(found, ChosenAnchor{{found.verified.coalition}, false})[0];
  CHECK(row.text("form") == "settled");
  CHECK_FALSE(row.has("orgs_of"));
}

TEST_CASE("an id is never broken in two") {
  for (const bool is_rehearsal : {false, true}) {
    const coalition::Verification found = checked(is_rehearsal);
    const std::string page = sheet(found, notes());
    CHECK(page.find(hex_encode(found.verified.subject.view())) != std::string::npos);
    CHECK(page.find(hex_encode(found.verified.coalition.view())) != std::string::npos);
  }
}

TEST_CASE("many targets are counted where the page ends, and how to check it is kept") {
  coalition::Verification found = checked(false);
  const CallTarget target = found.verified.targets.front();
  found.verified.targets.assign(128, target);
  for (const bool has_picture : {false, true}) {
    const std::string page = sheet(found, notes(has_picture));
    check_page(page);
    CHECK(page.find(" more, in the file\n") != std::string::npos);
    CHECK(page.find("tocsin verify FILE --charter CHARTER\n") != std::string::npos);
  }
}

TEST_CASE("a page takes a picture where there is room") {
  const coalition::Verification found = checked(false);
  const std::string plain = sheet(found, notes());
  const std::string pictured = sheet(found, notes(true));
  CHECK(pictured.starts_with(plain));
  CHECK(check_page(pictured) > check_page(plain) + 20);
}

TEST_CASE("before a call is public its page says until when") {
  SheetNotes some = notes();
  some.public_after = wall_from_ms(1'810'200'000'000);
  CHECK(sheet(checked(false), some).find("Public    not before Thu 13 May 2027") !=
        std::string::npos);
}

TEST_CASE("a picture names a thing by kind, id and words") {
  CHECK(picture_text("call", Bytes(2, 0xab), "a b c") == "tocsin call abab a b c");
}

}  // namespace tocsin::cli
