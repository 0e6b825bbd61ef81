#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/copied_text.h"
#include "cli/errand.h"
#include "cli/verbs/verbs.h"
#include "core/base/codes.h"

namespace tocsin::cli {
namespace {

struct Asked {
  std::string_view question;
  std::string_view field;
  std::string_view explained;  // of a text that comes back
};

Asked asked_by(std::string_view verb) {
  if (verb == "relay grant") return {"The grant:", "text", ""};
  if (verb == "relay admit")
    return {"The relay's card:",
            "card",
            "Give this grant to the relay's operator: tocsin relay grant\n"};
  return {"The peer's card:", "text", ""};
}

std::string lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

}  // namespace

Reply<void> run_typed_text(Errand& errand) {
  if (errand.verb().act == Act::live) {
    if (auto refused = refuse_batch(errand); !refused) return refused;
  }
  const Asked asked = asked_by(errand.verb().words);
  const auto text = ask_copied_text(errand, asked.question);
  if (!text) return tl::unexpected{text.error()};
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  request->set(asked.field, *text);
  const auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  for (const Row& row : answer->rows) {
    if (row.has("text"))
      show_copied_text(errand, row, asked.explained);
    else
      show(errand, {row});
  }
  return {};
}

// A script asks for the exit: 0 means that one of them answers.
Reply<void> run_relay_check(Errand& errand) {
  const auto answer = ask(errand, Row{});
  if (!answer) return tl::unexpected{answer.error()};
  show(errand, answer->rows);
  if (std::ranges::any_of(answer->rows, [](const Row& row) { return row.flag("linked"); }))
    return {};
  if (answer->rows.empty())
    return refuse(Exit::later,
                  "E_RELAY",
                  "your coalition has no relay",
                  "a delegate admits one: tocsin relay admit; or link to a peer: tocsin peer add");
  return refuse(Exit::later,
                "E_RELAY",
                "no relay answers",
                "look at your network, and ask the relays' operators; without a way, by file: "
                "tocsin export");
}

// A list that is empty says so; of what was done there is always a row.
Reply<void> run_relay_block(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  show_or_nothing(errand, std::move(answer->rows));
  return {};
}

// The same card each time, until the old key is dropped.
Reply<void> run_relay_rotate_key(Errand& errand) {
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  const auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  for (const Row& row : answer->rows) {
    if (!row.has("text")) {
      show(errand, {row});
      continue;
    }
    const bool is_taken = row.text("rotation").value_or("") == "both";
    show_copied_text(errand,
                     row,
                     is_taken ? "The list has both keys, and the relay serves under both. When "
                                "all have heard of the new one (a few days), a delegate drops the "
                                "old one by the first digits of its key: tocsin relay drop KEY\n"
                              : "A delegate takes this new card: tocsin relay admit --label NAME\n"
                                "The old key serves until a delegate drops it, so nobody is cut "
                                "off; no grant is needed here.\n");
  }
  return {};
}

Reply<void> run_listed(Errand& errand) {
  const bool is_invite = errand.verb().words.starts_with("invite");
  const std::string_view field = is_invite ? "tag" : "key";
  const auto listed = ask(errand, is_invite ? "invite list" : "peer list", Row{});
  if (!listed) return tl::unexpected{listed.error()};
  const std::string typed = lower_case(errand.arguments.text(is_invite ? "TAG" : "KEY"));
  std::vector<Row> meant;
  for (const Row& row : listed->rows) {
    const auto bytes = row.bytes(field);
    if (bytes && hex_encode(*bytes).starts_with(typed)) meant.push_back(row);
  }
  if (meant.empty())
    return refuse(Exit::usage,
                  "E_NOT_FOUND",
                  "the list shows no such one",
                  is_invite ? "tocsin invite list" : "tocsin peer list");
  if (meant.size() > 1)
    return tl::unexpected{Refusal{Exit::usage,
                                  "E_PREFIX",
                                  "these digits mean more than one",
                                  "type more digits",
                                  std::move(meant)}};
  return ask_and_show(errand, Row{}.set(field, Value{*meant.front().bytes(field)}));
}

Reply<void> run_shown_text(Errand& errand) {
  const auto answer = ask(errand, Row{});
  if (!answer) return tl::unexpected{answer.error()};
  const bool is_relay = errand.verb().words.starts_with("relay");
  for (const Row& row : answer->rows)
    show_copied_text(errand,
                     row,
                     is_relay ? "A delegate takes this card: tocsin relay admit --label NAME\n"
                              : "Your peer takes this card: tocsin peer add\n");
  return {};
}

}  // namespace tocsin::cli
