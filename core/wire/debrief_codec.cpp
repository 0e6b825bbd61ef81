#include "core/wire/debrief_codec.h"

#include "core/wire/decision.pb.h"
#include "core/wire/pb_parts.h"

namespace tocsin::wire {
namespace {

constexpr PbChild debrief_children[] = {{1, &leaf_shape}, {9, &cell_row_shape}, {10, &leaf_shape}};
constexpr PbShape debrief_shape{debrief_children};

}  // namespace

template <>
Bytes encode<Debrief>(const Debrief& debrief) {
  pb::Debrief to;
  write_head(*to.mutable_head(), debrief.head);
  to.set_call(id_field(debrief.call));
  to.set_planned(debrief.planned);
  to.set_happened(debrief.happened);
  to.set_why(debrief.why);
  to.set_keep(debrief.keep);
  to.set_change(debrief.change);
  for (const DemandOutcome outcome : debrief.outcomes)
    to.add_outcomes(static_cast<std::uint32_t>(outcome));
  for (const Turnout& turnout : debrief.turnout) {
    pb::Turnout& out = *to.add_turnout();
    write_cell(*out.mutable_cell(), turnout.cell);
    out.set_band(static_cast<std::uint32_t>(turnout.band));
  }
  for (const NextStep& step : debrief.next) {
    pb::NextStep& out = *to.add_next();
    out.set_org(id_field(step.org));
    out.set_text(step.text);
  }
  return serialize_message(to);
}

template <>
Result<Debrief> decode<Debrief>(ByteView body) {
  pb::Debrief from;
  TRY_VOID(parse_message(from, body, debrief_shape));
  PbReader in;
  const auto passage = [&](const std::string& text) {
    return in.text(text, limits::debrief_text_bytes_max);
  };
  const auto outcome = [&](std::uint32_t value) {
    return in.choice(value, DemandOutcome::met, DemandOutcome::unmet);
  };
  const auto turnout = [&](const pb::Turnout& entry) {
    return Turnout{read_cell(in, entry.cell()),
                   in.choice(entry.band(), TurnoutBand::under_quarter, TurnoutBand::nearly_all)};
  };
  const auto step = [&](const pb::NextStep& entry) {
    return NextStep{in.present_id<OrgId>(entry.org()),
                    in.text(entry.text(), limits::next_step_bytes_max)};
  };
  in.require(!from.happened().empty(),
             Error{Errc::malformed, "a debrief that does not say what happened"});
  const auto cell_of = [](const Turnout& entry) { return entry.cell; };
  return in.finish(Debrief{.head = read_head(in, from.head()),
                           .call = in.present_id<StatementId>(from.call()),
                           .planned = passage(from.planned()),
                           .happened = passage(from.happened()),
                           .why = passage(from.why()),
                           .keep = passage(from.keep()),
                           .change = passage(from.change()),
                           .outcomes = in.list(from.outcomes(), limits::demands_max, outcome),
                           .turnout = in.set(from.turnout(), limits::turnout_max, turnout, cell_of),
                           .next = in.list(from.next(), limits::next_steps_max, step)});
}

}  // namespace tocsin::wire
