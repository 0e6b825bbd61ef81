#include <utility>

#include "cli/errand.h"
#include "cli/live_act.h"
#include "cli/verbs/verbs.h"

namespace tocsin::cli {

// The one live act besides an own hold that waits for nobody: no review, no words, the passphrase
// alone.
Reply<void> run_freeze(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  if (auto typed = ask_reason(errand, false, *request); !typed) return typed;
  auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  return save_and_show(errand, std::move(answer->rows), errand.arguments.text("-o"));
}

Reply<void> run_thaw(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  const auto object = object_of(errand, *request);
  if (!object) return tl::unexpected{object.error()};
  if (auto typed = ask_words(errand, *object, *request); !typed) return typed;
  if (auto typed = ask_reason(errand, false, *request); !typed) return typed;
  auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  return save_and_show(errand, std::move(answer->rows), errand.arguments.text("-o"));
}

// All there is, or the proof of one into a file.
Reply<void> run_evidence(Errand& errand) {
  const bool has_file = errand.arguments.has("-o");
  const bool has_device = errand.arguments.has("DEVICE");
  if (has_file && !has_device)
    return refuse(Exit::usage, "E_USAGE", "a proof is of one device", "tocsin evidence DEVICE -o");
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  if (!has_device) {
    show_or_nothing(errand, std::move(answer->rows));
    return {};
  }
  return save_and_show(errand, std::move(answer->rows), errand.arguments.text("-o"));
}

}  // namespace tocsin::cli
