#include "cli/sheet.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cli/lines.h"
#include "cli/qr.h"
#include "cli/render.h"
#include "cli/time_text.h"
#include "cli/verify_rows.h"
#include "core/base/codes.h"
#include "core/base/ensure.h"
#include "core/coalition/rows.h"
#include "core/model/limits/paper.h"
#include "core/model/words.h"

namespace tocsin::cli {
namespace {

using coalition::Verification;
using coalition::Verified;

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

std::string_view banner_of(Mode mode) {
  switch (mode) {
    case Mode::exercise:
      return "EXERCISE";
    case Mode::rehearsal:
      return "REHEARSAL";
    case Mode::rehearsal_exercise:
      return "REHEARSAL EXERCISE";
    case Mode::none:
    case Mode::actual:
      return "";
  }
  return "";
}

std::string title_of(const Verification& found) {
  const Verified& seen = found.verified;
  std::string title{proof_name(seen.kind)};
  if (seen.stop) title += fmt::format(": {}", coalition::word(*seen.stop));
  if (!seen.action.empty()) title += fmt::format(" of a {}", seen.action);
  return title;
}

// Nobody compares or copies an id that is broken in two: where it does not fit it has its own line.
void add_id(Lines& page, std::string_view label, ByteView id) {
  constexpr std::size_t caption_columns = 10;
  const std::string hex = hex_encode(id);
  if (caption_columns + hex.size() <= page.width()) {
    page.pair(label, hex);
    return;
  }
  page.line(label);
  page.line("  " + hex);
}

std::string head_of(const Verification& found, const SheetNotes& notes) {
  const Verified& seen = found.verified;
  Lines page{banner_of(seen.mode)};
  page.line(seen.name.empty() ? "A coalition" : seen.name);
  page.line(title_of(found));
  if (seen.mode != Mode::actual && seen.mode != Mode::none)
    page.line("This is practice. Nobody is called.");
  page.blank();
  page.pair("Checked",
            fmt::format(
                "valid{}",
                found.verdict.mandate_attested ? ", mandate attested: reports are left out" : ""));
  if (notes.public_after)
    page.pair("Public", fmt::format("not before {}", time_for_people(*notes.public_after)));
  if (seen.form != EndForm::none) page.pair("Form", coalition::word(seen.form));
  if (!seen.outcomes.empty()) page.pair("Demands", numbered(outcomes_of(seen)));
  if (has_tally(seen))
    page.pair("Approved", fmt::format("by {} of {} full organizations", seen.orgs, seen.orgs_of));
  page.pair("Signed", fmt::format("{} good signatures; no name is printed here", seen.signatures));
  if (seen.mandate_time) page.pair("Mandate", time_for_people(*seen.mandate_time));
  if (seen.call_time) page.pair("Called", time_for_people(*seen.call_time));
  return page.take();
}

std::string foot_of(const Verification& found, const SheetNotes& notes) {
  const Verified& seen = found.verified;
  Lines page{banner_of(seen.mode)};
  page.pair("Six words", words_of(seen));
  add_id(page, "Id", seen.subject.view());
  if (!seen.coalition.is_zero()) {
    add_id(page, "Charter", seen.coalition.view());
    page.pair("Its words", six_words_text(WordList::drill, seen.coalition.view()));
  }
  page.pair("Printed", time_for_people(notes.printed));
  page.blank();
  page.line(
      "To check: this page proves nothing by itself, the file does. Ask any delegate for it "
      "and for the charter, then on any computer with Tocsin, without a network:",
      0);
  page.line("  tocsin verify FILE --charter CHARTER");
  page.line("  tocsin words CHARTER");
  page.line(
      "The first must say VALID and show the six words above; the second must show the "
      "charter's words above.",
      0);
  return page.take();
}

std::string targets_of(const Verified& seen, std::size_t room) {
  std::string out;
  std::size_t shown = 0;
  std::vector<std::string> targets;
  for (const CallTarget& target : seen.targets)
    targets.push_back(target_text(seen, target) +
                      (seen.stop ? "" : "  starts " + time_for_people(target.t0)));
  std::ranges::sort(targets);  // by the name of the org
  for (const std::string& target : targets) {
    Lines one{banner_of(seen.mode)};
    one.pair("Target", target);
    const std::string text = one.take();
    // The line that counts the rest needs room too.
    const bool is_last = shown + 1 == seen.targets.size();
    if (lines_in(out) + lines_in(text) + (is_last ? 0 : 1) > room) break;
    out += text;
    ++shown;
  }
  if (shown == seen.targets.size()) return out;
  Lines rest{banner_of(seen.mode)};
  rest.pair("Targets", fmt::format("{} more, in the file", seen.targets.size() - shown));
  return out + rest.take();
}

}  // namespace

std::string picture_text(std::string_view kind, ByteView id, std::string_view words) {
  return fmt::format("tocsin {} {} {}", kind, hex_encode(id), words);
}

std::string sheet(const Verification& found, const SheetNotes& notes) {
  ENSURE(found.verdict.is_valid());
  const Verified& seen = found.verified;
  const std::string head = head_of(found, notes);
  const std::string foot = foot_of(found, notes);
  std::string picture;
  if (notes.has_picture)
    picture = qr_picture(picture_text(proof_name(seen.kind), seen.subject.view(), words_of(seen)),
                         Ink::paper);
  const std::size_t taken = lines_in(head) + lines_in(foot);
  // A picture is worth leaving out targets for, but not the words that say how to check.
  if (taken + lines_in(picture) + 2 > limits::page_lines) picture.clear();
  const std::size_t room =
      limits::page_lines - std::min<std::size_t>(limits::page_lines, taken + lines_in(picture));
  return head + targets_of(seen, room) + foot + picture;
}

}  // namespace tocsin::cli
