#include <utility>

#include "cli/errand.h"
#include "cli/live_act.h"
#include "cli/verbs/verbs.h"

namespace tocsin::cli {

Reply<void> run_join(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  const auto decision = chosen(errand, {{"--approve", "approve"}, {"--decline", "decline"}}, "");
  if (!decision) return tl::unexpected{decision.error()};
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  request->set("decision", *decision);
  if (auto added = add_checklist(errand, *request); !added) return added;
  const auto object = object_of(errand, *request);
  if (!object) return tl::unexpected{object.error()};
  if (*decision == "approve") {
    if (auto added = add_pack(errand, *object, *request); !added) return added;
  }
  if (auto typed = ask_words(errand, *object, *request); !typed) return typed;
  if (auto typed = ask_reason(errand, false, *request); !typed) return typed;
  const auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  show(errand, answer->rows);
  return {};
}

Reply<void> run_stop(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  // The cheapest stop there is: one delegate holds the own organization, at once.
  const bool is_own_hold = errand.verb().words == "hold" && errand.arguments.has("--own");
  if (!is_own_hold) {
    const auto object = object_of(errand, *request);
    if (!object) return tl::unexpected{object.error()};
    if (auto typed = ask_words(errand, *object, *request); !typed) return typed;
  }
  if (auto typed = ask_reason(errand, false, *request); !typed) return typed;
  const auto answer = ask(errand, *std::move(request));
  if (!answer) return tl::unexpected{answer.error()};
  show(errand, answer->rows);
  return {};
}

}  // namespace tocsin::cli
