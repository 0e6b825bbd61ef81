// What a user asks, what comes back, what a user is told unasked. One Command, one Answer, any
// number of Notices. Verbs are those of the command table (cli), words joined by a
// blank: "relay admit".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/ids.h"
#include "core/model/row.h"
#include "core/model/verdict.h"

namespace tocsin {

// What a session may do: `live` only in a request whose unlock key the daemon has just tried on the
// key file (step-up, control.md). The daemon sets it; no client can.
enum class Level : std::uint8_t { read = 1, act = 2, live = 3 };

struct Command {
  std::string verb;
  Row arguments;
  Level level = Level::read;
  friend bool operator==(const Command&, const Command&) = default;
};

struct Answer {
  Exit exit = Exit::ok;
  std::string code;    // stable: E_..., or "ok"
  std::string reason;  // plain words
  std::string remedy;  // the verb or person that would mend it
  std::vector<Row> rows;
  friend bool operator==(const Answer&, const Answer&) = default;
};

// A refusal on its way to becoming an Answer. Every machine's answer to a user's wish is a Reply.
struct Refusal {
  Exit exit;
  std::string code;
  std::string reason;
  std::string remedy;
  std::vector<Row> rows = {};  // what is missing, part by part
};

template <class T>
using Reply = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> refuse(Exit exit,
                                      std::string code,
                                      std::string reason,
                                      std::string remedy = "") {
  return tl::unexpected<Refusal>{
      Refusal{exit, std::move(code), std::move(reason), std::move(remedy)}};
}

tl::unexpected<Refusal> refuse(Reason reason,
                               Exit exit,
                               std::string words,
                               std::string remedy = "");
// An Error of the core as a user sees it: exit by its code (malformed 5, not_found 2, unavailable
// 75 ...).
tl::unexpected<Refusal> refuse(const Error& error);

Answer answer_of(const Refusal& refusal);
Answer answer_of(std::vector<Row> rows);

// For `watch`: one row per event, with its cursor. No text of messages, no names of workers.
struct Notice {
  Row row;
  friend bool operator==(const Notice&, const Notice&) = default;
};

}  // namespace tocsin
