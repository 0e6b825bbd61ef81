#include <string>
#include <utility>
#include <vector>

#include "cli/errand.h"
#include "cli/live_act.h"
#include "cli/time_text.h"
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
  return ask_and_show(errand, *std::move(request));
}

Reply<void> run_stop(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  // The cheapest stop there is: one delegate holds the own organization, at once.
  const bool is_own_hold = errand.verb().words == "hold" && errand.arguments.has("--own") &&
                           !errand.arguments.has("--until");
  if (!is_own_hold) {
    const auto object = object_of(errand, *request);
    if (!object) return tl::unexpected{object.error()};
    if (auto typed = ask_words(errand, *object, *request); !typed) return typed;
  }
  if (auto typed = ask_reason(errand, false, *request); !typed) return typed;
  return ask_and_show(errand, *std::move(request));
}

Reply<void> run_update(Errand& errand) {
  if (auto refused = refuse_batch(errand); !refused) return refused;
  auto request = request_row(errand);
  if (!request) return tl::unexpected{request.error()};
  std::vector<Row> postponed;
  for (const std::string& typed : errand.arguments.texts("--postpone")) {
    const auto equals = typed.find('=');
    const auto until = equals == std::string::npos ? Result<WallTime>{fail(Errc::malformed, "")}
                                                   : parse_time(typed.substr(equals + 1));
    if (!until)
      return refuse(Exit::usage,
                    "E_USAGE",
                    "--postpone is ORG:sector/region=TIME",
                    "drivers:transport/metro=2027-05-15T05:00-04:00");
    postponed.push_back(Row{}.set("target", typed.substr(0, equals)).set("until", Value{*until}));
  }
  if (!postponed.empty()) request->set("postpone", Value{std::move(postponed)});
  const auto object = object_of(errand, *request);
  if (!object) return tl::unexpected{object.error()};
  if (auto typed = ask_words(errand, *object, *request); !typed) return typed;
  if (auto typed = ask_reason(errand, false, *request); !typed) return typed;
  return ask_and_show(errand, *std::move(request));
}

}  // namespace tocsin::cli
