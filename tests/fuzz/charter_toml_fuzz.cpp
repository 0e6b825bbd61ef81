// Any text as a charter or another draft: refused with a line, or a value that can be linted and
// encoded.
#include "cli/charter_toml.h"

#include "cli/toml_drafts.h"
#include "core/base/ensure.h"
#include "core/coalition/lint.h"
#include "core/coalition/rule.h"
#include "core/wire/charter_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/readiness_codec.h"

namespace {

using tocsin::Reply;

Reply<tocsin::cli::OrgCard> card(const std::string& slug) {
  return tocsin::cli::OrgCard{tocsin::OrgId{{static_cast<std::uint8_t>(slug.size())}}, slug, 3};
}

template <class T>
void check(const Reply<T>& reply) {
  if (!reply) {
    ENSURE(!reply.error().reason.empty());
    return;
  }
  // What a draft says may still be refused, by the same checks as everybody's.
  static_cast<void>(tocsin::wire::decode_signed<T>(tocsin::wire::encode(*reply)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = tocsin::to_text({data, size});
  const auto charter = tocsin::cli::charter_from_toml(text, {card, tocsin::wall_from_ms(1)});
  check(charter);
  if (charter) static_cast<void>(tocsin::coalition::lint(*charter));
  const tocsin::cli::DecisionSources sources{
      {"en"},
      [](const std::string&) -> Reply<tocsin::OrgId> { return tocsin::OrgId{{1}}; },
      [](const std::string&) -> Reply<tocsin::StatementId> { return tocsin::StatementId{{1}}; }};
  check(tocsin::cli::proposal_from_toml(text, sources));
  check(tocsin::cli::call_from_toml(text, sources));
  check(tocsin::cli::report_from_toml(text));
  check(tocsin::cli::manifest_from_toml(
      text,
      {[](const std::string&) -> Reply<tocsin::DeviceKeys> { return tocsin::DeviceKeys{}; },
       tocsin::wall_from_ms(1)}));
  return 0;
}
