// Asks a person and reads what is typed, be standard input a terminal or a pipe: one door for
// people and scripts. A passphrase is not echoed, and comes from another descriptor if one was
// named. Order is the caller's: from a pipe, lines are read in the order in which they would be
// asked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/output.h"
#include "cli/passphrase.h"
#include "core/model/command.h"

namespace tocsin::cli {

// E_INPUT: what was typed is not what was asked for.
tl::unexpected<Refusal> input_refused(std::string reason, std::string remedy = "");

class Prompt {
 public:
  struct Sources {
    int input = 0;
    std::optional<int> passphrase = std::nullopt;  // --passphrase-fd
    bool is_batch = false;                         // never ask
  };

  Prompt(Sources sources, Output& output) : sources_{sources}, output_{output} {}

  // A line without its end and without blanks around it. usage: E_BATCH under --batch, E_INPUT
  // where input ends, is no text or is too long.
  Reply<std::string> line(std::string_view question);
  Reply<Passphrase> passphrase(std::string_view question);

  // All that is left of standard input: a message from a pipe.
  Reply<std::string> rest(std::size_t bytes_max);
  // The next of many lines, unasked; nothing at the end of input.
  Reply<std::optional<std::string>> next_line();

  bool is_terminal() const;

  bool is_batch() const { return sources_.is_batch; }

 private:
  Sources sources_;
  Output& output_;
};

}  // namespace tocsin::cli
