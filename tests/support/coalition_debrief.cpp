#include "tests/support/coalition_debrief.h"

#include "core/base/ensure.h"
#include "core/wire/debrief_codec.h"

namespace tocsin::tests {

Debrief debrief_body(const CoalitionNet& net, const StatementId& call) {
  Debrief out;
  out.call = call;
  out.planned = "All out at five.";
  out.happened = "Most came out at five,\nthe yard at six.";
  out.why = "The yard's steward was ill.";
  out.keep = "Two stewards for each door.";
  out.change = "A second phone tree.";
  out.outcomes = {DemandOutcome::part};
  out.next = {NextStep{net.org("choir"), "Open the hall earlier."}};
  return out;
}

StatementId draft_debrief(CoalitionNet& net, std::string_view slug, const Debrief& body) {
  Row row;
  row.set("body", Value{wire::encode(body)});
  const auto rows = net.act(net.of(slug), "draft debrief", row, Level::act);
  ENSURE(rows.has_value());
  net.deliver();
  return id_of(*rows);
}

StatementId file_debrief(CoalitionNet& net, std::string_view slug, const StatementId& call) {
  const StatementId debrief = draft_debrief(net, slug, debrief_body(net, call));
  ENSURE(net.sign(net.of(slug, 1), debrief).has_value());
  net.deliver();
  return debrief;
}

std::string state_of_debrief(CoalitionNet& net, std::string_view slug, const StatementId& call) {
  const auto rows = net.act(net.of("choir"), "debrief summary", about(call), Level::read);
  ENSURE(rows.has_value());
  for (const Row& line : *rows)
    if (line.kind() == "debrief_of" && line.text("slug").value() == slug)
      return line.text("state").value();
  return "";
}

}  // namespace tocsin::tests
