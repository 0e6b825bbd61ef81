#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/checklists.h"
#include "cli/errand.h"
#include "cli/founding_file.h"
#include "cli/live_act.h"
#include "cli/time_text.h"
#include "cli/verbs/verbs.h"
#include "core/model/limits/cli.h"

namespace tocsin::cli {
namespace {

constexpr Seconds watch_turn{600};  // then ask the socket again: nothing happened

std::string remedy_of_held(std::string_view code) {
  if (code == "E_JOIN") return "its start was moved: the moved org joins again, tocsin join";
  if (code == "E_UNCONFIRMED") return "wait a minute; if it stays so, ask your delegates by voice";
  return "tocsin resume, once your delegates agree";
}

// Whoever asks of one thing by a script learns from the exit code that it may not start.
Reply<void> held_back(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    if (row.text("verdict").value_or("") != "HELD" || row.texts("codes").empty()) continue;
    const std::string code = row.texts("codes").front();
    return refuse(
        Exit::held, code, "valid, but held back by what is known here", remedy_of_held(code));
  }
  return {};
}

struct Awaited {
  std::optional<std::int64_t> orgs;  // all full ones if not said
};

// "acked" or "acked=N".
Reply<std::optional<Awaited>> awaited(const Errand& errand, const Row& object) {
  if (!errand.arguments.has("--wait")) return std::optional<Awaited>{};
  const std::string text = errand.arguments.text("--wait");
  Awaited out;
  std::int64_t orgs = 0;
  const std::string_view number =
      text.starts_with("acked=") ? std::string_view{text}.substr(6) : std::string_view{};
  const auto read = std::from_chars(number.data(), number.data() + number.size(), orgs);
  const bool is_count = !number.empty() && read.ec == std::errc{} &&
                        read.ptr == number.data() + number.size() && orgs > 0;
  if (is_count) out.orgs = orgs;
  if (text != "acked" && !is_count)
    return refuse(Exit::usage, "E_USAGE", "--wait is acked or acked=N");
  if (object.text("type").value_or("") != "call")
    return refuse(Exit::usage, "E_USAGE", "only a call is acknowledged", "leave out --wait");
  return std::optional{out};
}

// Until an ack of any call has come; false: `end` came first.
Reply<bool> wait_for_ack(Errand& errand, std::chrono::steady_clock::time_point end) {
  for (;;) {
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= left.zero()) return false;
    const auto event = errand.daemon.next_notice(std::chrono::ceil<Seconds>(left));
    if (!event) return tl::unexpected{event.error()};
    if (event->has_value() && (*event)->text("event").value_or("") == "call.acked") return true;
  }
}

// Until so many orgs' devices have received the call; the act is done, whatever comes.
Reply<void> wait_for_acks(Errand& errand, const std::string& call, const Awaited& wanted) {
  const std::string typed = errand.arguments.text("--timeout");
  const Seconds wait = typed.empty() ? limits::answer_wait : *parse_span(typed);
  const auto end = std::chrono::steady_clock::now() + wait;
  // Before the first look, so that no ack falls between looking and waiting.
  if (auto watching = ask(errand, "watch", Row{}); !watching)
    return tl::unexpected{watching.error()};
  for (;;) {
    const auto answer = ask(errand, "acks", Row{}.set("subject", call));
    if (!answer) return tl::unexpected{answer.error()};
    const auto received = std::ranges::count_if(
        answer->rows, [](const Row& row) { return row.integer("received").value_or(0) > 0; });
    const auto orgs = static_cast<std::int64_t>(answer->rows.size());
    const std::int64_t needed = std::min(wanted.orgs.value_or(orgs), orgs);
    if (received >= needed) {
      show(errand, answer->rows);
      return {};
    }
    const auto has_come = wait_for_ack(errand, end);
    if (!has_come) return tl::unexpected{has_come.error()};
    if (!*has_come) {
      show(errand, answer->rows);
      return refuse(
          Exit::later,
          "E_TIMEOUT",
          fmt::format("signed; {} of {} organizations have received the call", received, needed),
          "tocsin acks " + call);
    }
  }
}

// The daemon knows a founding draft by its id, which no other verb takes: the file is named
// instead.
Refusal by_file(const Errand& errand, Refusal refusal, bool is_draft) {
  if (is_draft && refusal.code == "E_REVIEW" && refusal.remedy.starts_with("tocsin review "))
    refusal.remedy = "tocsin review " + shell_name(errand.arguments.text("X"));
  return refusal;
}

// What the own organization answers before it joins. Reading a text never fails for want of a file.
void add_checklist_lines(const Errand& errand, std::vector<Row>& rows) {
  if (rows.empty()) return;
  const Row review = rows.front();
  const auto packs = review.texts("checklists");
  if (packs.empty()) return;
  const auto lines = read_checklists(folder_of_checklists(errand), packs);
  if (!lines) {
    rows.push_back(Row{"checklist_missing"}
                       .set("packs", Value{packs})
                       .set("reason", lines.error().reason)
                       .set("remedy", lines.error().remedy));
    return;
  }
  const WallTime first = review.time("first_t0").value_or(WallTime{});
  for (Row& row : checklist_rows(*lines, first, review.text("language").value_or("")))
    rows.push_back(std::move(row));
}

// People count demands from 1, as every screen does, and sign-offs from 0.
Reply<void> add_demands(const Errand& errand, const Row& object, Row& request) {
  const std::vector<std::string> typed = errand.arguments.texts("--demand");
  if (typed.empty()) return {};
  if (object.text("type").value_or("") != "proposal" ||
      request.text("stance").value_or("") != "approve")
    return refuse(Exit::usage, "E_USAGE", "--demand goes with --approve of a proposal");
  const std::int64_t count = object.integer("demands").value_or(0);
  std::vector<std::string> indexes;
  for (const std::string& text : typed) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || number < 1 ||
        number > count)
      return refuse(Exit::usage,
                    "E_DEMAND",
                    count == 1 ? std::string{"this proposal has one demand, number 1"}
                               : fmt::format("its demands are numbered from 1 to {}", count),
                    "tocsin matrix " + request.text("subject").value_or(""));
    indexes.push_back(std::to_string(number - 1));
  }
  request.set("demands", Value{std::move(indexes)});
  return {};
}

}  // namespace

Reply<void> run_review(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (auto named = name_posted(*request); !named) return named;
  const bool is_founding = request->has("draft");
  auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  add_checklist_lines(errand, answer->rows);
  // Nothing of a founding draft is posted: only its file can be named again.
  if (is_founding && !answer->rows.empty())
    answer->rows.front().set("named", shell_name(errand.arguments.text("X")));
  show(errand, answer->rows);
  return {};
}

Reply<void> run_matrix(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (auto named = name_posted(*request); !named) return named;
  return ask_and_show(errand, *std::move(request));
}

Reply<void> run_words(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (auto named = name_posted(*request); !named) return named;
  // Of a founding draft nothing is posted: its words are in the file.
  if (const auto draft = request->bytes("draft")) {
    const auto row = founding_words(*draft);
    if (!row) return tl::unexpected{row.error()};
    show(errand, {*row});
    return {};
  }
  return ask_and_show(errand, *std::move(request));
}

Reply<void> run_confirm(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  const auto stance = chosen(
      errand, {{"--approve", "approve"}, {"--object", "object"}, {"--abstain", "abstain"}}, "");
  if (!stance) return tl::unexpected{stance.error()};
  request->set("stance", *stance);
  if (auto added = add_checklist(errand, *request); !added) return added;
  const auto object = object_of(errand, *request);
  if (!object) return tl::unexpected{object.error()};
  if (auto added = add_demands(errand, *object, *request); !added) return added;
  if (request->flag("join") && object->text("type").value_or("") == "call") {
    if (auto added = add_pack(errand, *object, *request); !added) return added;
  }
  const auto waits = awaited(errand, *object);
  if (!waits) return tl::unexpected{waits.error()};
  if (auto typed = ask_words(errand, *object, *request); !typed) return typed;
  if (auto typed = ask_reason(errand, *stance == "object", *request); !typed) return typed;
  const bool is_draft = request->has("draft");
  const std::string subject = request->text("subject").value_or("");
  auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{by_file(errand, answer.error(), is_draft)};
  std::string path = errand.arguments.text("-o");
  if (path.empty() && is_draft) path = errand.arguments.text("X");
  auto shown = save_and_show(errand, std::move(answer->rows), path);
  if (!shown || !*waits) return shown;
  return wait_for_acks(errand, subject, **waits);
}

Reply<void> run_withdraw(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  const auto object = object_of(errand, *request);
  if (!object) return tl::unexpected{object.error()};
  if (auto typed = ask_words(errand, *object, *request); !typed) return typed;
  if (auto typed = ask_reason(errand, false, *request); !typed) return typed;
  return ask_and_show(errand, *std::move(request));
}

Reply<void> run_status(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (request->fields().empty()) {
    const auto state = ask(errand, "daemon state", Row{});
    if (!state) return tl::unexpected{state.error()};
    show(errand, state->rows);
    // Locked, or not made yet: that is the status.
    if (!state->rows.empty() && state->rows.front().text("state").value_or("") != "open") return {};
  }
  const auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  show(errand, answer->rows);
  return errand.arguments.has("X") ? held_back(answer->rows) : Reply<void>{};
}

Reply<void> run_watch(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (!errand.arguments.is_json) is_rehearsal(errand);  // before the stream begins
  const auto begun = ask(errand, *std::move(request));
  if (!begun) return tl::unexpected{begun.error()};
  show(errand, begun->rows);
  for (;;) {
    const auto row = errand.daemon.next_notice(watch_turn);
    if (!row) return tl::unexpected{row.error()};
    if (row->has_value()) show(errand, {**row});
  }
}

}  // namespace tocsin::cli
