#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "cli/errand.h"
#include "cli/input.h"
#include "cli/verbs/verbs.h"
#include "core/base/codes.h"

namespace tocsin::cli {
namespace {

constexpr std::chrono::milliseconds follow_gap{500};  // one question to our own daemon

// A text typed where a channel belongs must not travel further, not even to the daemon.
Reply<void> check_channels(const std::vector<std::string>& channels) {
  for (const std::string& channel : channels) {
    if (channel.size() > 64 ||
        channel.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
      return refuse(
          Exit::usage,
          "E_USAGE",
          "a channel is assembly, org, or a name of a-z, 0-9 and -; text is never an argument",
          "type or pipe the text: tocsin send assembly < message.txt");
  }
  return {};
}

std::int64_t last_cursor(const std::vector<Row>& rows, std::int64_t before) {
  std::int64_t last = before;
  for (const Row& row : rows) last = std::max(last, row.integer("cursor").value_or(last));
  return last;
}

// No cursor or limit spans channels, so without a name only what is there is read.
Reply<void> read_all_channels(Errand& errand) {
  const auto listed = ask(errand, "channel list", Row{});
  if (!listed) return tl::unexpected{listed.error()};
  for (const Row& row : listed->rows) {
    const auto id = row.bytes("channel");
    if (!id) continue;
    const auto answer = ask(errand, Row{}.set("channel", hex_encode(*id)));
    if (!answer) return tl::unexpected{answer.error()};
    show(errand, answer->rows);
  }
  return {};
}

}  // namespace

Reply<void> run_send(Errand& errand) {
  const auto channels = errand.arguments.texts("C");
  if (auto checked = check_channels(channels); !checked) return checked;
  if (errand.arguments.has("--file")) return send_file(errand, channels);
  const auto text = message_text(errand.prompt, errand.output);
  if (!text) return tl::unexpected{text.error()};
  // One that fails does not keep the others from being sent.
  std::optional<Refusal> first;
  for (const std::string& channel : channels) {
    Row request;
    request.set("channel", channel).set("text", *text);
    if (errand.arguments.has("--wait")) request.set("wait", errand.arguments.text("--wait"));
    const auto answer = ask(errand, std::move(request));
    if (answer)
      show(errand, answer->rows);
    else if (!first)
      first = answer.error();
  }
  if (first) return tl::unexpected{*first};
  return {};
}

Reply<void> run_read(Errand& errand) {
  if (errand.arguments.has("--save") || errand.arguments.has("-o")) return save_file(errand);
  if (!errand.arguments.has("C")) return read_all_channels(errand);
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  std::int64_t since = request->integer("since").value_or(0);
  for (;;) {
    const auto answer = ask(errand, *request);
    if (!answer) return tl::unexpected{answer.error()};
    show(errand, answer->rows);
    if (!errand.arguments.has("--follow")) return {};
    since = last_cursor(answer->rows, since);
    request->set("since", since);
    if (answer->rows.empty()) std::this_thread::sleep_for(follow_gap);
  }
}

}  // namespace tocsin::cli
