#include "cli/founding_file.h"

#include <string>

#include "core/model/words.h"
#include "core/wire/proof_codec.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin::cli {
namespace {

Bytes of_charter() {
  return wire::encode(tests::TestCoalition{{.seed = 1}}.charter_proof());
}

}  // namespace

TEST_CASE("the words of a founding draft are those of its statement, from the drill list") {
  tests::TestCoalition test{{.seed = 1}};
  const auto row = founding_words(of_charter());
  REQUIRE(row);
  CHECK(row->text("words").value() ==
        six_words_text(WordList::drill, test.electorate().charter().id.view()));
}

TEST_CASE("a founding draft is read whole from its file") {
  const auto row = founding_text(of_charter());
  REQUIRE(row);
  CHECK(row->text("type").value() == "charter");
  CHECK(row->text("text").value().find("To amend needs:\n") != std::string::npos);
  CHECK(row->text("words").value() == founding_words(of_charter())->text("words").value());
}

TEST_CASE("what is no draft, or holds no charter and no manifest, is refused with what to do") {
  for (const Bytes& file :
       {Bytes{}, Bytes{1, 2, 3}, wire::encode(Proof{ProofKind::call, {}, {}})}) {
    const auto row = founding_text(file);
    REQUIRE_FALSE(row);
    CHECK(row.error().code == "E_DECODE");
    CHECK_FALSE(row.error().remedy.empty());
  }
}

TEST_CASE("a name with blanks or quotes is one word to a shell") {
  CHECK(shell_name("files/river-2.draft") == "files/river-2.draft");
  CHECK(shell_name("our draft") == "'our draft'");
  CHECK(shell_name("ana's") == "'ana'\\''s'");
}

}  // namespace tocsin::cli
