// L12: one mutant for each thing an amendment may not do.
#include <algorithm>
#include <functional>

#include "core/coalition/lint.h"
#include "tests/support/builders.h"
#include "tests/support/catch.hpp"

namespace tocsin {
namespace {

using tests::day_ms;
using tests::TestCoalition;

struct Amended {
  Charter prev;
  Charter next;
  OrgId newcomer{{7}};

  CharterOrg& org(const std::string& slug) {
    return *std::ranges::find(next.orgs, slug, &CharterOrg::slug);
  }

  bool is_refused() const {
    const auto findings = coalition::lint_successor(next, prev);
    return std::ranges::any_of(findings, [](const coalition::Finding& finding) {
      return !finding.is_note && finding.rule == "L12";
    });
  }
};

// A sixth org enters, sponsored by two of different kinds.
Amended with_newcomer() {
  const TestCoalition test;
  Amended out{test.charter(), test.charter()};
  for (CharterOrg& org : out.prev.orgs) org.since = out.prev.effective_at;
  out.next.orgs = out.prev.orgs;
  out.next.version = 2;
  out.next.prev = test.charter_statement().id();
  out.next.effective_at = out.prev.effective_at + 30 * day_ms;
  out.next.review_by = out.next.effective_at + 300 * day_ms;
  CharterOrg sixth = out.org("drivers");
  sixth.id = out.newcomer;
  sixth.slug = "nurses";
  sixth.name = "Nurses";
  sixth.standing = Standing::provisional;
  sixth.since = out.next.effective_at;
  sixth.sponsors = {test.org("choir").id, test.org("plumbers").id};
  std::ranges::sort(sixth.sponsors);
  out.next.orgs.push_back(sixth);
  std::ranges::sort(out.next.orgs);
  return out;
}

}  // namespace

TEST_CASE("a sixth org enters as provisional, with two sponsors of different kinds") {
  const Amended amended = with_newcomer();
  const auto findings = coalition::lint_successor(amended.next, amended.prev);
  for (const coalition::Finding& finding : findings) {
    INFO(finding.rule << " " << finding.text);
    CHECK(finding.is_note);
  }
}

TEST_CASE("lint mutants: what an amendment may not do, under L12") {
  const std::function<void(Amended&)> mutants[] = {
      [](Amended& it) { it.next.is_rehearsal = !it.next.is_rehearsal; },
      [](Amended& it) { it.next.effective_at = it.prev.effective_at - day_ms; },
      [](Amended& it) { it.org("nurses").standing = Standing::full; },
      [](Amended& it) { it.org("nurses").since = it.prev.effective_at; },
      [](Amended& it) { it.org("nurses").sponsors.pop_back(); },
      [](Amended& it) {
        it.org("nurses").sponsors = {it.org("drivers").id, it.org("plumbers").id};
      },
      [](Amended& it) { it.org("nurses").sponsors.back() = OrgId{{9}}; },
      [](Amended& it) { it.org("choir").since = it.next.effective_at; },
      // A provisional org that is full too early.
      [](Amended& it) {
        it.prev.orgs = it.next.orgs;
        it.org("nurses").standing = Standing::full;
        it.next.effective_at = it.prev.orgs.front().since + day_ms;
      },
      // An observer that is full at once.
      [](Amended& it) {
        std::ranges::find(it.prev.orgs, "choir", &CharterOrg::slug)->standing = Standing::observer;
      }};
  for (const auto& mutate : mutants) {
    Amended amended = with_newcomer();
    mutate(amended);
    CAPTURE(&mutate - mutants);
    CHECK(amended.is_refused());
  }
}

TEST_CASE("a provisional org is full once its probation is over") {
  Amended amended = with_newcomer();
  amended.prev.orgs = amended.next.orgs;
  amended.org("nurses").standing = Standing::full;
  amended.next.effective_at = amended.org("nurses").since + amended.prev.params.org.probation;
  amended.next.review_by = amended.next.effective_at + 300 * day_ms;
  CHECK_FALSE(amended.is_refused());
  amended.next.effective_at -= Seconds{1};
  CHECK(amended.is_refused());
}

TEST_CASE("a manifest keeps the cut-offs of the one before it, or lowers them") {
  TestCoalition test;
  Manifest prev = test.org("choir").manifest;
  prev.dropped = {Cutoff{DeviceId{{5}}, 10}};
  Manifest next = prev;
  CHECK_FALSE(coalition::has_error(coalition::lint_successor(next, prev)));
  next.dropped.front().last_seq = 9;
  CHECK_FALSE(coalition::has_error(coalition::lint_successor(next, prev)));
  next.dropped.front().last_seq = 11;
  CHECK(coalition::has_error(coalition::lint_successor(next, prev)));
  next.dropped.clear();
  CHECK(coalition::has_error(coalition::lint_successor(next, prev)));
}

}  // namespace tocsin
