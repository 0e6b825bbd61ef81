#include "core/wire/readiness_codec.h"

#include <tuple>

#include "core/base/basis_points.h"
#include "core/base/text.h"
#include "core/model/limits/readiness.h"
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

constexpr PbChild worker_children[] = {{4, &leaf_shape}};
constexpr PbShape worker_shape{worker_children};
constexpr PbChild vote_children[] = {{1, &leaf_shape}};
constexpr PbShape vote_shape{vote_children};
constexpr PbChild contract_children[] = {{1, &cell_row_shape}};
constexpr PbShape contract_shape{contract_children};
constexpr PbChild list_rows_children[] = {{2, &worker_shape},
                                          {3, &leaf_shape},
                                          {4, &cell_row_shape},
                                          {5, &vote_shape},
                                          {6, &contract_shape}};
constexpr PbShape list_rows_shape{list_rows_children};

bool is_ref(const std::string& text) {
  return !text.empty() && text.size() <= limits::ref_bytes_max &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

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

void write_contract(pb::ContractDate& to, const ContractDate& contract) {
  write_cell(*to.mutable_cell(), contract.cell);
  to.set_ends(contract.ends_day);
  to.set_notice_by(contract.notice_by_day);
  to.set_sure(contract.is_sure);
}

void write_vote(pb::VoteResult& to, const VoteResult& vote) {
  to.set_day(vote.day);
  to.set_valid_until(vote.valid_until_day);
  to.set_turnout_bp(vote.turnout_bp);
  to.set_yes_bp(vote.yes_bp);
  to.set_method(vote.method);
}

std::string read_line(PbReader& in, const std::string& from, std::size_t bytes_max) {
  in.require(check_text(from, bytes_max, Newlines::refused));
  return from;
}

std::string read_ref(PbReader& in, const std::string& from) {
  in.require(is_ref(from), Error{Errc::malformed, "a ref of another form"});
  return from;
}

Worker read_worker(PbReader& in, const pb::ListWorker& from) {
  Worker out;
  out.ref = read_ref(in, from.ref());
  out.name = read_line(in, from.name(), limits::csv_field_bytes_max);
  out.contact = read_line(in, from.contact(), limits::csv_field_bytes_max);
  out.workplace = read_cell(in, from.workplace());
  out.unit = read_line(in, from.unit(), limits::csv_field_bytes_max);
  out.shift = read_line(in, from.shift(), limits::csv_field_bytes_max);
  out.steward = in.name_or_nothing(from.steward(), limits::handle_bytes_max);
  out.edited_at = in.time(from.edited_at());
  return out;
}

void write_worker(pb::ListWorker& to, const Worker& worker) {
  to.set_ref(worker.ref);
  to.set_name(worker.name);
  to.set_contact(worker.contact);
  write_cell(*to.mutable_workplace(), worker.workplace);
  to.set_unit(worker.unit);
  to.set_shift(worker.shift);
  to.set_steward(worker.steward);
  to.set_edited_at(time_field(worker.edited_at));
}

SharedPledge read_shared(PbReader& in, const pb::ListPledge& from) {
  SharedPledge out;
  out.pledge.worker = read_ref(in, from.worker());
  out.pledge.campaign = read_ref(in, from.campaign());
  out.pledge.ask = in.name(from.ask(), limits::word_bytes_max);
  out.pledge.text_id = read_line(in, from.text_id(), limits::text_id_bytes_max);
  out.pledge.card_ref = read_line(in, from.card_ref(), limits::text_id_bytes_max);
  out.pledge.given_day = from.given();
  out.pledge.revoked_day = from.revoked();
  out.opened_day = from.opened();
  return out;
}

void write_shared(pb::ListPledge& to, const SharedPledge& shared) {
  to.set_worker(shared.pledge.worker);
  to.set_campaign(shared.pledge.campaign);
  to.set_ask(shared.pledge.ask);
  to.set_text_id(shared.pledge.text_id);
  to.set_card_ref(shared.pledge.card_ref);
  to.set_given(shared.pledge.given_day);
  to.set_revoked(shared.pledge.revoked_day);
  to.set_opened(shared.opened_day);
}

StructureTest read_held_test(PbReader& in, const pb::ListTest& from) {
  const auto ref = [&](const std::string& each) { return read_ref(in, each); };
  return StructureTest{read_cell(in, from.cell()),
                       read_word(in, from.kind()),
                       from.day(),
                       in.set(from.took_part(), limits::list_test_refs_max, ref)};
}

void write_held_test(pb::ListTest& to, const StructureTest& test) {
  write_cell(*to.mutable_cell(), test.cell);
  to.set_kind(test.kind);
  to.set_day(test.day);
  for (const std::string& ref : test.took_part) to.add_took_part(ref);
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
    write_contract(*to.add_contracts(), contract);
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

template <>
Bytes encode<ListRows>(const ListRows& rows) {
  pb::ListRows to;
  to.set_asking(rows.is_asking);
  for (const Worker& worker : rows.workers) write_worker(*to.add_workers(), worker);
  for (const SharedPledge& pledge : rows.pledges) write_shared(*to.add_pledges(), pledge);
  for (const StructureTest& test : rows.tests) write_held_test(*to.add_tests(), test);
  for (const SharedVote& shared : rows.votes) {
    pb::ListVote& out = *to.add_votes();
    write_vote(*out.mutable_vote(), shared.vote);
    out.set_edited_at(time_field(shared.edited_at));
  }
  for (const SharedContract& shared : rows.contracts) {
    pb::ListContract& out = *to.add_contracts();
    write_contract(*out.mutable_contract(), shared.contract);
    out.set_edited_at(time_field(shared.edited_at));
  }
  return serialize_message(to);
}

template <>
Result<ListRows> decode<ListRows>(ByteView body) {
  pb::ListRows from;
  TRY_VOID(parse_message(from, body, list_rows_shape));
  PbReader in;
  const auto worker = [&](const pb::ListWorker& entry) { return read_worker(in, entry); };
  const auto pledge = [&](const pb::ListPledge& entry) { return read_shared(in, entry); };
  const auto test = [&](const pb::ListTest& entry) { return read_held_test(in, entry); };
  const auto vote = [&](const pb::ListVote& entry) {
    return SharedVote{read_vote(in, entry.vote()), in.time(entry.edited_at())};
  };
  const auto contract = [&](const pb::ListContract& entry) {
    return SharedContract{read_contract(in, entry.contract()), in.time(entry.edited_at())};
  };
  const std::size_t most = limits::list_rows_max;
  return in.finish(ListRows{.is_asking = from.asking(),
                            .workers = in.list(from.workers(), most, worker),
                            .pledges = in.list(from.pledges(), most, pledge),
                            .tests = in.list(from.tests(), most, test),
                            .votes = in.list(from.votes(), most, vote),
                            .contracts = in.list(from.contracts(), most, contract)});
}

}  // namespace tocsin::wire
