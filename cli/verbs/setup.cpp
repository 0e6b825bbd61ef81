#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/completion.h"
#include "cli/copied_text.h"
#include "cli/errand.h"
#include "cli/first_screen.h"
#include "cli/man.h"
#include "cli/verbs/verbs.h"
#include "core/base/text.h"
#include "core/model/limits/cli.h"
#include "core/model/words.h"

namespace tocsin::cli {
namespace {

Reply<void> show_limits(Errand& errand) {
  errand.output.err(first_screen);
  const auto answer = errand.prompt.line("Type understood to go on:");
  if (!answer) return tl::unexpected{answer.error()};
  if (*answer != "understood")
    return input_refused("nothing was made", "read the lines above, then type understood");
  return {};
}

Reply<std::string> ask_handle(Errand& errand) {
  if (errand.arguments.has("--handle")) return errand.arguments.text("--handle");
  return errand.prompt.line("Your name in the coalition:");
}

UnlockParameters fresh_parameters(Errand& errand, bool is_rehearsal) {
  UnlockParameters parameters;
  parameters.is_rehearsal = is_rehearsal;
  parameters.cost = founding_cost(is_rehearsal);
  errand.random.fill(parameters.salt);
  return parameters;
}

void set_cost(Row& request, const UnlockParameters& parameters) {
  request.set("salt", Value{to_bytes(ByteView{parameters.salt})})
      .set("memory_kib", parameters.cost.memory_kib)
      .set("passes", parameters.cost.passes);
}

constexpr int repeats_max = 3;  // of words that stand on the screen above

// Words that were made here stay good when they are mistyped: they may be on paper already.
Reply<void> repeat_passphrase(Errand& errand, const Passphrase& chosen, bool is_made) {
  for (int left = is_made ? repeats_max : 1; left > 0; --left) {
    const auto again = errand.prompt.passphrase("The same again:");
    if (!again) return tl::unexpected{again.error()};
    if (is_same(chosen, *again)) return {};
    if (left > 1) errand.output.err("Not the same. The words above still hold.\n");
  }
  return input_refused("the two are not the same, nothing was changed");
}

// Typed twice, or made here when the line is empty. A file descriptor makes no typing mistakes.
Reply<Passphrase> choose_passphrase(Errand& errand, bool is_rehearsal) {
  auto chosen = errand.prompt.passphrase("New passphrase (empty: six words are made for you):");
  if (!chosen) return chosen;
  const bool is_made = chosen->is_empty();
  if (is_made) {
    const std::string words = fmt::format("{}", fmt::join(generated_words(errand.random), " "));
    errand.output.err(
        fmt::format("Your passphrase is: {}\nWrite it down now. It is not shown again.\n", words));
    *chosen = Passphrase::copy_of(words);
  } else if (!is_rehearsal && estimated_bits(*chosen) < limits::passphrase_bits_min) {
    return refuse(Exit::usage,
                  "E_WEAK",
                  "somebody who has your disk would guess this passphrase",
                  "take more words, or leave the line empty and six are made for you");
  }
  if (errand.arguments.passphrase_fd) return chosen;
  if (auto repeated = repeat_passphrase(errand, *chosen, is_made); !repeated)
    return tl::unexpected{repeated.error()};
  return chosen;
}

// Before anybody reads, types or writes down anything for nothing.
Reply<void> refuse_existing(Errand& errand) {
  const auto told = ask(errand, "daemon state", Row{});
  if (!told) return tl::unexpected{told.error()};
  const std::string state = told->rows.empty() ? "" : told->rows.front().text("state").value_or("");
  if (state == "absent") return {};
  return refuse(
      Exit::usage,
      "E_CONFLICT",
      fmt::format("there is a profile called {} already",
                  escape_for_terminal(errand.arguments.profile)),
      fmt::format("{}; for another identity: tocsind and tocsin init with --profile NAME",
                  state == "locked" || state == "sealed" ? "tocsin unlock" : "tocsin status"));
}

}  // namespace

Reply<void> run_init(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  if (auto refused = refuse_existing(errand); !refused) return refused;
  if (auto left = show_limits(errand); !left) return left;
  const auto handle = ask_handle(errand);
  if (!handle) return tl::unexpected{handle.error()};
  if (const auto named = check_name(*handle, 40); !named)
    return input_refused(std::string{named.error().what.view()});

  const UnlockParameters parameters = fresh_parameters(errand, errand.arguments.has("--rehearsal"));
  errand.is_rehearsal = parameters.is_rehearsal;
  const auto passphrase = choose_passphrase(errand, parameters.is_rehearsal);
  if (!passphrase) return tl::unexpected{passphrase.error()};
  const auto key = unlock_key(*passphrase, parameters);
  if (!key) return tl::unexpected{key.error()};

  ControlRequest request;
  request.verb = "init";
  request.arguments.set("handle", *handle).set("rehearsal", parameters.is_rehearsal);
  set_cost(request.arguments, parameters);
  request.unlock_key = to_bytes(key->reveal());
  const auto answer = ask_as_written(errand, std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  show(errand, answer->rows);
  return {};
}

// The old one is tried before a new one is asked for: nobody writes six words down in vain.
Reply<void> run_passphrase(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  const auto told = parameters(errand);
  if (!told) return tl::unexpected{told.error()};
  const auto old = errand.prompt.passphrase("Old passphrase:");
  if (!old) return tl::unexpected{old.error()};
  const auto old_key = unlock_key(*old, *told);
  if (!old_key) return tl::unexpected{old_key.error()};
  ControlRequest trial;
  trial.verb = "passphrase";
  trial.unlock_key = to_bytes(old_key->reveal());
  if (const auto tried = ask_as_written(errand, std::move(trial)); !tried)
    return tl::unexpected{tried.error()};

  const auto chosen = choose_passphrase(errand, told->is_rehearsal);
  if (!chosen) return tl::unexpected{chosen.error()};
  if (is_same(*old, *chosen)) return input_refused("that is the passphrase you have already");
  const UnlockParameters fresh = fresh_parameters(errand, told->is_rehearsal);
  const auto new_key = unlock_key(*chosen, fresh);
  if (!new_key) return tl::unexpected{new_key.error()};
  ControlRequest request;
  request.verb = "passphrase";
  set_cost(request.arguments, fresh);
  request.unlock_key = to_bytes(old_key->reveal());
  request.new_unlock_key = to_bytes(new_key->reveal());
  const auto answer = ask_as_written(errand, std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  show(errand, answer->rows);
  return {};
}

Reply<void> run_card(Errand& errand) {
  auto answer = ask(errand, Row{});
  if (!answer) return tl::unexpected{answer.error()};
  const std::string path =
      errand.arguments.has("-o") ? errand.arguments.text("-o") : errand.arguments.profile + ".card";
  return save_and_show(errand, answer->rows, path);
}

Reply<void> run_completion(Errand& errand) {
  errand.output.out(completion_script(errand.arguments.text("SHELL")));
  return {};
}

Reply<void> run_man(Errand& errand) {
  errand.output.out(man_page(errand.arguments.text("PAGE")));
  return {};
}

Reply<void> run_invite(Errand& errand) {
  auto answer = ask(errand, Row{});
  if (!answer) return tl::unexpected{answer.error()};
  for (const Row& row : answer->rows)
    show_copied_text(errand,
                     row,
                     "Hand this to one person, by hand or over a safe channel.\n"
                     "It works once, for 72 hours.\n");
  return {};
}

Reply<void> run_device_link_new(Errand& errand) {
  Row request;
  if (errand.arguments.has("PERSON")) request.set("person", errand.arguments.text("PERSON"));
  auto answer = ask(errand, std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  for (const Row& row : answer->rows)
    show_copied_text(errand,
                     row,
                     fmt::format("On the new laptop of {}:\n"
                                 "tocsin init, then tocsin device-link use, and this text.\n"
                                 "It works once, for 72 hours. Whoever else gets it could ask in "
                                 "that name.\n",
                                 escape_for_terminal(row.text("person").value_or(""))));
  return {};
}

Reply<void> run_device_link_use(Errand& errand) {
  const auto text = ask_copied_text(errand, "Device link:");
  if (!text) return tl::unexpected{text.error()};
  return ask_and_show(errand, Row{}.set("text", *text));
}

Reply<void> run_accept(Errand& errand) {
  const auto text = ask_copied_text(errand, "Invite:");
  if (!text) return tl::unexpected{text.error()};
  return ask_and_show(errand, Row{}.set("text", *text));
}

Reply<void> run_admit(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  const auto words = errand.prompt.line("The six words the person reads out:\n");
  if (!words) return tl::unexpected{words.error()};
  return ask_and_show(errand, Row{}.set("words", *words));
}

}  // namespace tocsin::cli
