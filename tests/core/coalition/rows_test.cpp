#include "core/coalition/rows.h"

#include "core/model/words.h"
#include "tests/support/catch.hpp"

namespace tocsin::tests {

TEST_CASE("the live list serves proposals, calls and stops of mode actual and nothing else") {
  using coalition::has_live_words;
  CHECK(has_live_words(StatementType::proposal, Mode::actual));
  CHECK(has_live_words(StatementType::call, Mode::actual));
  CHECK(has_live_words(StatementType::stop, Mode::actual));
  CHECK_FALSE(has_live_words(StatementType::charter, Mode::actual));
  CHECK_FALSE(has_live_words(StatementType::report, Mode::actual));
  for (const Mode mode : {Mode::exercise, Mode::rehearsal, Mode::rehearsal_exercise})
    CHECK_FALSE(has_live_words(StatementType::call, mode));
}

TEST_CASE("the last three words do for an object, only all six for a founding draft") {
  const StatementId id{StatementId::Array{1, 2, 3, 4, 5, 6, 7, 8, 9}};
  const std::string six = coalition::words_of(id, StatementType::call, Mode::actual);
  std::size_t cut = 0;
  for (int blank = 0; blank < 3; ++blank) cut = six.find(' ', cut) + 1;
  const std::string last = six.substr(cut);
  const coalition::Spoken spoken{id, StatementType::call, Mode::actual};
  CHECK(coalition::are_words_of(six, spoken, coalition::Typed::last_three));
  CHECK(coalition::are_words_of(last, spoken, coalition::Typed::last_three));
  CHECK_FALSE(coalition::are_words_of(last, spoken, coalition::Typed::all_six));
  CHECK_FALSE(coalition::are_words_of("", spoken, coalition::Typed::last_three));
  const coalition::Spoken drill{id, StatementType::call, Mode::exercise};
  CHECK_FALSE(coalition::are_words_of(six, drill, coalition::Typed::last_three));
}

TEST_CASE("not met carries what is missing, part by part") {
  Verdict verdict{
      Outcome::not_met, {Reason::drill}, {Lack{Reason::drill, "drill", 1, 4, "run one"}}, false};
  const auto refusal = coalition::refuse_not_met(verdict, "not met", "later").value();
  CHECK(refusal.exit == Exit::not_met);
  CHECK(refusal.code == "E_DRILL");
  REQUIRE(refusal.rows.size() == 1);
  CHECK(refusal.rows.front().integer("need").value() == 4);
  verdict.outcome = Outcome::invalid;
  CHECK(coalition::refuse_not_met(verdict, "", "").value().exit == Exit::invalid);
}

}  // namespace tocsin::tests
