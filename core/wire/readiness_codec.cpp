#include "core/wire/readiness_codec.h"

#include <tuple>

#include "core/base/basis_points.h"
#include "core/wire/pb_parts.h"
#include "core/wire/readiness.pb.h"

namespace tocsin::wire {
namespace {

constexpr PbChild report_children[] = {{1, &leaf_shape},
                                       {4, &cell_row_shape},
                                       {5, &cell_row_shape},
                                       {6, &leaf_shape},
                                       {7, &cell_row_shape}};
constexpr PbShape report_shape{report_children};

CellCount read_count(PbReader& in, const pb::CellCount& from) {
  in.require(from.pledged() <= from.eligible(),
             Error{Errc::malformed, "more pledged than eligible"});
  in.require(!from.topped() || from.pledged() == 0,
             Error{Errc::malformed, "a topped cell that says how many"});
  return CellCount{read_cell(in, from.cell()), from.eligible(), from.pledged(), from.topped()};
}

TestCount read_test(PbReader& in, const pb::TestCount& from) {
  return TestCount{
      read_cell(in, from.cell()), read_word(in, from.kind()), from.day(), from.took_part()};
}

VoteResult read_vote(PbReader& in, const pb::VoteResult& from) {
  in.require(from.turnout_bp() <= whole_bp && from.yes_bp() <= whole_bp,
             Error{Errc::malformed, "a vote of more than everybody"});
  return VoteResult{from.day(),
                    from.valid_until(),
                    from.turnout_bp(),
                    from.yes_bp(),
                    in.text(from.method(), limits::method_bytes_max)};
}

ContractDate read_contract(PbReader& in, const pb::ContractDate& from) {
  return ContractDate{read_cell(in, from.cell()), from.ends(), from.notice_by(), from.sure()};
}

void write_vote(pb::VoteResult& to, const VoteResult& vote) {
  to.set_day(vote.day);
  to.set_valid_until(vote.valid_until_day);
  to.set_turnout_bp(vote.turnout_bp);
  to.set_yes_bp(vote.yes_bp);
  to.set_method(vote.method);
}

}  // namespace

template <>
Bytes encode<Report>(const Report& report) {
  pb::Report to;
  write_head(*to.mutable_head(), report.head);
  to.set_period(report.period);
  to.set_as_of(time_field(report.as_of));
  for (const CellCount& count : report.cells) {
    pb::CellCount& out = *to.add_cells();
    write_cell(*out.mutable_cell(), count.cell);
    out.set_eligible(count.eligible);
    out.set_pledged(count.pledged);
    out.set_topped(count.is_topped);
  }
  for (const TestCount& test : report.tests) {
    pb::TestCount& out = *to.add_tests();
    write_cell(*out.mutable_cell(), test.cell);
    out.set_kind(test.kind);
    out.set_day(test.day);
    out.set_took_part(test.took_part);
  }
  // No vote, no field.
  if (report.vote != VoteResult{}) write_vote(*to.mutable_vote(), report.vote);
  for (const ContractDate& contract : report.contracts) {
    pb::ContractDate& out = *to.add_contracts();
    write_cell(*out.mutable_cell(), contract.cell);
    out.set_ends(contract.ends_day);
    out.set_notice_by(contract.notice_by_day);
    out.set_sure(contract.is_sure);
  }
  to.set_fund_days_band(report.fund_days_band);
  to.set_root(to_text(report.root));
  return serialize_message(to);
}

template <>
Result<Report> decode<Report>(ByteView body) {
  pb::Report from;
  TRY_VOID(parse_message(from, body, report_shape));
  PbReader in;
  const auto count = [&](const pb::CellCount& entry) { return read_count(in, entry); };
  const auto test = [&](const pb::TestCount& entry) { return read_test(in, entry); };
  const auto contract = [&](const pb::ContractDate& entry) { return read_contract(in, entry); };
  const auto cell_of = [](const CellCount& entry) { return entry.cell; };
  const auto test_of = [](const TestCount& entry) {
    return std::tuple{entry.cell, entry.kind, entry.day};
  };
  return in.finish(
      Report{.head = read_head(in, from.head()),
             .period = from.period(),
             .as_of = in.time(from.as_of()),
             .cells = in.set(from.cells(), limits::report_cells_max, count, cell_of),
             .tests = in.set(from.tests(), limits::report_tests_max, test, test_of),
             .vote = read_vote(in, from.vote()),
             .contracts = in.set(from.contracts(), limits::report_contracts_max, contract),
             .fund_days_band = from.fund_days_band(),
             .root = in.array<32>(from.root())});
}

}  // namespace tocsin::wire
