#include "core/readiness/tests.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/readiness/cell.h"
#include "core/readiness/stored.h"

namespace tocsin::readiness {
namespace {

constexpr std::uint8_t tests_layout = 1;
constexpr std::uint8_t dated_layout = 2;  // of votes and contracts: and when it was written
constexpr std::size_t row_bytes_max = 1024 * 1024;  // of the store

// Big-endian, so that rows lie in the order of days.
void put_day(Writer& out, std::uint32_t day) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) out.u8(static_cast<std::uint8_t>(day >> shift));
}

Bytes test_key(const Cell& cell, std::string_view kind, std::uint32_t day) {
  Writer out;
  out.bytes(as_bytes(cell_text(cell))).u8(0).bytes(as_bytes(kind)).u8(0);
  put_day(out, day);
  return out.take();
}

Bytes encode_test(const StructureTest& test) {
  Writer out;
  out.u8(tests_layout);
  put_cell(out, test.cell);
  put_text(out, test.kind);
  out.u32(test.day).u32(static_cast<std::uint32_t>(test.took_part.size()));
  for (const std::string& ref : test.took_part) put_text(out, ref);
  return out.take();
}

StructureTest decode_test(ByteView value) {
  Reader in{value};
  ENSURE(in.u8() == tests_layout);
  StructureTest test;
  test.cell = take_cell(in);
  test.kind = take_text(in);
  test.day = in.u32();
  const std::uint32_t count = in.u32();
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) test.took_part.push_back(take_text(in));
  ENSURE(in.finished());
  return test;
}

// Before lists were shared nothing said when a row was written.
WallTime edited_at(Reader& in, std::uint8_t layout) {
  return layout == tests_layout ? WallTime{} : wall_from_ms(static_cast<std::int64_t>(in.u64()));
}

SharedVote decode_vote(ByteView value) {
  Reader in{value};
  const std::uint8_t layout = in.u8();
  ENSURE(layout == tests_layout || layout == dated_layout);
  VoteResult vote;
  vote.day = in.u32();
  vote.valid_until_day = in.u32();
  vote.turnout_bp = in.u32();
  vote.yes_bp = in.u32();
  vote.method = take_text(in);
  const WallTime at = edited_at(in, layout);
  ENSURE(in.finished());
  return {std::move(vote), at};
}

SharedContract decode_contract(ByteView value) {
  Reader in{value};
  const std::uint8_t layout = in.u8();
  ENSURE(layout == tests_layout || layout == dated_layout);
  ContractDate contract;
  contract.cell = take_cell(in);
  contract.ends_day = in.u32();
  contract.notice_by_day = in.u32();
  contract.is_sure = in.u8() != 0;
  const WallTime at = edited_at(in, layout);
  ENSURE(in.finished());
  return {std::move(contract), at};
}

}  // namespace

std::vector<StructureTest> read_tests(const Archive& archive, const RowKey* key) {
  std::vector<StructureTest> tests;
  if (key == nullptr) return tests;
  each_row(archive, Table::tests, key->tag(), [&](const StoredRow& row) {
    tests.push_back(decode_test(key->open(row.key, row.value)));
  });
  return tests;
}

StructureTest find_test(const Archive& archive,
                        const RowKey* key,
                        const Cell& cell,
                        std::string_view kind,
                        std::uint32_t day) {
  const StructureTest none{cell, std::string{kind}, day, {}};
  if (key == nullptr) return none;
  const Bytes place = key->place_of(test_key(cell, kind, day));
  const auto value = archive.value(Table::tests, place);
  return value ? decode_test(key->open(place, *value)) : none;
}

bool keep_test(Outbox& outbox, const RowKey& key, const StructureTest& test) {
  Bytes place = key.place_of(test_key(test.cell, test.kind, test.day));
  Bytes value = key.seal(place, encode_test(test));
  if (value.size() > row_bytes_max) return false;
  outbox.keep(Table::tests, std::move(place), std::move(value));
  return true;
}

std::vector<SharedVote> read_dated_votes(const Archive& archive) {
  std::vector<SharedVote> votes;
  each_row(archive, Table::votes, {}, [&](const StoredRow& row) {
    votes.push_back(decode_vote(row.value));
  });
  return votes;
}

std::vector<VoteResult> read_votes(const Archive& archive) {
  std::vector<VoteResult> votes;
  for (SharedVote& shared : read_dated_votes(archive)) votes.push_back(std::move(shared.vote));
  return votes;
}

void keep_vote(Outbox& outbox, const SharedVote& shared) {
  const VoteResult& vote = shared.vote;
  Writer key;
  put_day(key, vote.day);
  Writer out;
  out.u8(dated_layout)
      .u32(vote.day)
      .u32(vote.valid_until_day)
      .u32(vote.turnout_bp)
      .u32(vote.yes_bp);
  put_text(out, vote.method);
  out.u64(static_cast<std::uint64_t>(wall_ms(shared.edited_at)));
  outbox.keep(Table::votes, key.take(), out.take());
}

std::vector<SharedContract> read_dated_contracts(const Archive& archive) {
  std::vector<SharedContract> contracts;
  each_row(archive, Table::contracts, {}, [&](const StoredRow& row) {
    contracts.push_back(decode_contract(row.value));
  });
  return contracts;
}

std::vector<ContractDate> read_contracts(const Archive& archive) {
  std::vector<ContractDate> contracts;
  for (SharedContract& shared : read_dated_contracts(archive))
    contracts.push_back(std::move(shared.contract));
  std::ranges::sort(contracts);
  return contracts;
}

void keep_contract(Outbox& outbox, const SharedContract& shared) {
  const ContractDate& contract = shared.contract;
  Writer out;
  out.u8(dated_layout);
  put_cell(out, contract.cell);
  out.u32(contract.ends_day).u32(contract.notice_by_day).u8(contract.is_sure ? 1 : 0);
  out.u64(static_cast<std::uint64_t>(wall_ms(shared.edited_at)));
  outbox.keep(Table::contracts, to_bytes(cell_text(contract.cell)), out.take());
}

}  // namespace tocsin::readiness
