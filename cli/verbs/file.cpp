// Files in channels: `send --file` and `read --save`. One request or answer per chunk; what of a
// file was sent before, by whatever command was broken off, is not sent again.
#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "cli/errand.h"
#include "cli/input.h"
#include "cli/shared_file.h"
#include "cli/time_text.h"
#include "cli/verbs/verbs.h"
#include "core/model/file_chunk.h"

namespace tocsin::cli {
namespace {

bool is_sent(const Bytes& bits, std::uint32_t index) {
  return index / 8 < bits.size() && (bits[index / 8] >> index % 8 & 1U) != 0;
}

Row request_of(const std::string& channel, const FileId& id) {
  return Row{}.set("channel", channel).set("file", Value{id.bytes()});
}

Refusal broken_off(Refusal refusal, std::uint32_t sent, std::uint32_t all) {
  if (sent > 0)
    refusal.reason +=
        fmt::format(" ({} of {} parts are sent; the same command sends the rest)", sent, all);
  return refusal;
}

Reply<Row> send_to(Errand& errand,
                   const std::string& channel,
                   const SharedFile& file,
                   const FileId& id) {
  const auto own = ask(errand, "file own", request_of(channel, id));
  if (!own) return tl::unexpected{own.error()};
  Row told = own->rows.empty() ? Row{} : own->rows.front();
  const bool is_again = errand.arguments.has("--again");
  const Bytes bits = told.bytes("bits").value_or(Bytes{});
  const std::uint32_t all = chunks_of(file.content.size());
  std::uint32_t sent = 0;
  std::uint32_t sent_now = 0;
  for (std::uint32_t index = 0; index < all; ++index, ++sent) {
    if (!is_again && is_sent(bits, index)) continue;
    const ByteView data = ByteView{file.content}.subspan(std::size_t{index} * file_chunk_bytes,
                                                         chunk_bytes(file.content.size(), index));
    Row request = request_of(channel, id);
    request.set("file_name", file.name).set("size", file.content.size());
    request.set("index", index).set("data", Value{to_bytes(data)});
    if (is_again) request.set("again", true);
    const auto answer = ask(errand, "file send", std::move(request));
    if (!answer) return tl::unexpected{broken_off(answer.error(), sent, all)};
    ++sent_now;
  }
  Row row{"file_sent"};
  if (const auto bytes = told.bytes("channel")) row.set("channel", Value{*bytes});
  for (const char* const field : {"name", "absent"}) {
    if (const Value* value = told.find(field)) row.set(field, *value);
  }
  row.set("file", Value{id.bytes()}).set("file_name", file.name);
  row.set("size", file.content.size()).set("chunks", all);
  return row.set("sent_now", sent_now);
}

// Answer by answer: each tells that one more of its envelopes is stored, the last that all are.
Reply<void> wait_until_stored(Errand& errand,
                              const std::string& channel,
                              const FileId& id,
                              Row& row) {
  const auto start = std::chrono::steady_clock::now();
  for (;;) {
    const auto answer = ask(errand, "file stored", request_of(channel, id));
    if (!answer) return tl::unexpected{answer.error()};
    const Row& told = answer->rows.empty() ? Row{} : answer->rows.front();
    if (told.has("file")) {
      row.set("receipts", told.integer("receipts").value_or(0));
      row.set("relays", told.integer("relays").value_or(0));
      return {};
    }
    if (!errand.arguments.has("--timeout")) continue;
    if (std::chrono::steady_clock::now() - start >= *parse_span(errand.arguments.text("--timeout")))
      return refuse(Exit::later,
                    "E_TIMEOUT",
                    "the file is sent, and not yet stored elsewhere as a whole",
                    "the same command waits again and sends nothing twice");
  }
}

Reply<void> send_and_show(Errand& errand,
                          const std::string& channel,
                          const SharedFile& file,
                          const FileId& id) {
  auto row = send_to(errand, channel, file, id);
  if (!row) return tl::unexpected{row.error()};
  const auto stored =
      errand.arguments.has("--wait") ? wait_until_stored(errand, channel, id, *row) : Reply<void>{};
  show(errand, {*row});
  return stored;
}

}  // namespace

Reply<void> send_file(Errand& errand, const std::vector<std::string>& channels) {
  const auto file = read_shared_file(errand.arguments.text("--file"));
  if (!file) return tl::unexpected{file.error()};
  const FileId id = file_id(file->name, file->content);
  // One that fails does not keep the others from being sent.
  std::optional<Refusal> first;
  for (const std::string& channel : channels) {
    const auto sent = send_and_show(errand, channel, *file, id);
    if (!sent && !first) first = sent.error();
  }
  if (first) return tl::unexpected{*first};
  return {};
}

Reply<void> save_file(Errand& errand) {
  const std::string path = errand.arguments.text("-o");
  if (path.empty() || !errand.arguments.has("C"))
    return refuse(Exit::usage,
                  "E_USAGE",
                  "which file, and where to?",
                  "tocsin read CHANNEL --save NUMBER -o PATH");
  if (exists(path))
    return refuse(Exit::usage,
                  "E_FILE",
                  "there is something of that name already",
                  "name a file that is new after -o");
  const auto asked = request_row(errand);
  if (!asked) return tl::unexpected{asked.error()};
  SharedFile file;
  std::optional<Bytes> named;
  std::uint64_t size = 0;
  std::uint32_t all = 1;
  for (std::uint32_t index = 0; index < all; ++index) {
    Row request;
    request.set("channel", errand.arguments.text("C"));
    request.set("cursor", asked->integer("cursor").value_or(0)).set("index", index);
    const auto answer = ask(errand, "file fetch", std::move(request));
    if (!answer) return tl::unexpected{answer.error()};
    const Row& told = answer->rows.empty() ? Row{} : answer->rows.front();
    size = static_cast<std::uint64_t>(told.integer("size").value_or(0));
    if (size > 0 && size <= file_bytes_max) all = chunks_of(size);
    file.name = told.text("file_name").value_or("");
    named = told.bytes("file").value_or(Bytes{});
    const Bytes data = told.bytes("data").value_or(Bytes{});
    if (data.empty() || data.size() > file_chunk_bytes) break;
    file.content.insert(file.content.end(), data.begin(), data.end());
  }
  if (file.content.empty() || file.content.size() != size ||
      named != file_id(file.name, file.content).bytes())
    return refuse(Exit::invalid,
                  "E_BROKEN",
                  "what was read is not the file that its author named, nothing was written");
  if (auto saved = save_new_file(path, file.content); !saved) return saved;
  Row row{"file_saved"};
  row.set("file_name", file.name).set("size", file.content.size()).set("saved_as", path);
  show(errand, {row});
  return {};
}

}  // namespace tocsin::cli
