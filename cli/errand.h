// One command line on its way: what was asked, and what it is carried out with. The steps that all
// verbs share are here; what a verb does besides is in verbs/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "cli/client.h"
#include "cli/command_table.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "core/base/random.h"
#include "core/model/command.h"

namespace tocsin::cli {

struct Errand {
  const Arguments& arguments;
  Output& output;
  Prompt& prompt;
  Daemon& daemon;
  Random& random;
  WallTime now;                                     // when the command began
  std::optional<bool> is_rehearsal = std::nullopt;  // once the daemon has told

  const Verb& verb() const { return *arguments.verb; }
};

// The request's arguments as the table's row says; files are read here.
Reply<Row> request_row(const Errand& errand);

// A prefix of an id, or the bytes of a draft; into `row` as `subject` or `draft`.
Reply<void> set_subject(Row& row, const std::string& typed);

// Asks; an answer that is not ok comes back as its refusal. A live act asks for the passphrase
// first.
Reply<Answer> ask(Errand& errand, Row request);
Reply<Answer> ask(Errand& errand, std::string_view verb, Row request);  // another verb, never live
Reply<void> refuse_batch(const Errand& errand);                         // live acts ask

Reply<Answer> ask_as_written(Errand& errand, ControlRequest request);
// The passphrase, asked now, as the key that goes into one live request.
Reply<Bytes> step_up(Errand& errand);

// The passphrase's parameters, and whether this profile is a rehearsal.
Reply<UnlockParameters> parameters(Errand& errand);
bool is_rehearsal(Errand& errand);

// Rows to standard output, as JSON or for people.
void show(Errand& errand, const std::vector<Row>& rows);
// Whoever asked for a list hears that it is empty: silence could be a mistake.
void show_or_nothing(Errand& errand, std::vector<Row> rows);
// Without `bytes`, which went into a file: the row says into which.
Row saved_as(const Row& row, std::string_view path);

// The first row's bytes into the file, if a path is given; then show.
Reply<void> save_and_show(Errand& errand, std::vector<Row> rows, const std::string& path);

Reply<void> ask_and_show(Errand& errand, Row request);

// request_row, ask, show.
Reply<void> run_plain(Errand& errand);

}  // namespace tocsin::cli
