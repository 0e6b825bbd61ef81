#include "core/readiness/report.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/crypto/secret.h"
#include "core/model/limits/coalition.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/cell.h"
#include "core/readiness/days.h"
#include "core/readiness/stored.h"
#include "core/wire/readiness_codec.h"

namespace tocsin::readiness {
namespace {

constexpr std::uint8_t layout = 1;

// Big-endian, so that a report's rows lie together and in order.
Bytes key_of(WallTime as_of, std::optional<std::uint32_t> part) {
  const auto ms = static_cast<std::uint64_t>(wall_ms(as_of));
  Writer out;
  for (unsigned shift = 64; shift > 0; shift -= 8)
    out.u8(static_cast<std::uint8_t>(ms >> (shift - 8)));
  for (unsigned shift = 32; part && shift > 0; shift -= 8)
    out.u8(static_cast<std::uint8_t>(*part >> (shift - 8)));
  return out.take();
}

Bytes encode_head(const KeptReport& kept) {
  Writer out;
  out.u8(layout).u32(kept.period).bytes(kept.seed).bytes(kept.root).bytes(kept.table);
  return out.take();
}

void keep_report(const KeptReport& kept, WallTime as_of, Outbox& outbox) {
  outbox.keep(Table::report_salts, key_of(as_of, 0), encode_head(kept));
  std::uint32_t part = 1;
  for (std::size_t at = 0; at < kept.rows.size(); at += limits::openings_per_row, ++part) {
    const std::size_t end = std::min(kept.rows.size(), at + limits::openings_per_row);
    Writer out;
    for (std::size_t i = at; i < end; ++i) {
      put_text(out, kept.refs[i]);
      put_cell(out, kept.rows[i].cell);
      put_text(out, kept.rows[i].ask);
      out.u32(kept.rows[i].day);
      put_text(out, kept.rows[i].card_ref);
    }
    outbox.keep(Table::report_salts, key_of(as_of, part), out.take());
  }
}

void read_head(KeptReport& kept, ByteView value) {
  Reader in{value};
  ENSURE(in.u8() == layout);
  kept.period = in.u32();
  kept.seed = in.array<32>();
  kept.root = in.array<32>();
  kept.table = in.array<32>();
  ENSURE(in.finished());
}

void read_openings(KeptReport& kept, ByteView value) {
  Reader in{value};
  while (!in.failed() && in.left() > 0) {
    kept.refs.push_back(take_text(in));
    RootRow row;
    row.cell = take_cell(in);
    row.ask = take_text(in);
    row.day = in.u32();
    row.card_ref = take_text(in);
    kept.rows.push_back(std::move(row));
  }
  ENSURE(in.finished());
}

VoteResult newest_vote(const std::vector<VoteResult>& votes, std::uint32_t as_of_day) {
  VoteResult newest;
  for (const VoteResult& vote : votes)
    if (vote.day <= as_of_day && vote.day >= newest.day) newest = vote;
  return newest;
}

// Those that end first: what is over is over.
std::vector<ContractDate> coming_contracts(std::vector<ContractDate> contracts,
                                           std::uint32_t as_of_day) {
  std::erase_if(contracts,
                [&](const ContractDate& contract) { return contract.ends_day < as_of_day; });
  std::ranges::sort(contracts, {}, [](const ContractDate& contract) {
    return std::pair{contract.ends_day, contract};
  });
  contracts.resize(std::min(contracts.size(), limits::report_contracts_max));
  std::ranges::sort(contracts);
  return contracts;
}

}  // namespace

std::optional<Period> period_at(const Charter& charter, WallTime now) {
  const Millis length = charter.params.privacy.period;
  if (now < charter.effective_at || length <= Millis{0}) return std::nullopt;
  const auto number = (now - charter.effective_at) / length;
  const WallTime as_of = charter.effective_at + number * length;
  return Period{static_cast<std::uint32_t>(number), as_of, as_of + length};
}

BuiltReport build_report(const ReportSources& sources, const Period& period) {
  const std::uint32_t day = day_of(period.as_of);
  const auto tallies = count_workers(sources.holdings, &sources.org, sources.asks, day);
  const auto tests = count_tests(sources.holdings, sources.org, day);
  Shown shown = suppress(tallies, tests, sources.charter.params.privacy);
  BuiltReport built;
  built.report.period = period.number;
  built.report.as_of = period.as_of;
  built.report.cells = std::move(shown.cells);
  built.report.tests = std::move(shown.tests);
  built.report.vote = newest_vote(sources.votes, day);
  built.report.contracts = coming_contracts(sources.contracts, day);
  built.hidden = std::move(shown.hidden);
  for (const auto& [ref, worker] : sources.holdings.roster) {
    if (!is_claimed(sources.org, worker.workplace)) continue;
    RootRow row{worker.workplace, "", 0, ""};
    if (const Pledge* pledge = counting_pledge(sources.holdings, ref, sources.asks, day)) {
      row.ask = pledge->ask;
      row.day = pledge->given_day;
      row.card_ref = pledge->card_ref;
    }
    built.refs.push_back(ref);
    built.rows.push_back(std::move(row));
  }
  return built;
}

std::optional<KeptReport> find_report(const Archive& archive, WallTime as_of) {
  std::optional<KeptReport> kept;
  each_row(archive, Table::report_salts, key_of(as_of, std::nullopt), [&](const StoredRow& row) {
    if (!kept) return read_head(kept.emplace(), row.value);
    read_openings(*kept, row.value);
  });
  return kept;
}

Reply<Report> commit_report(const BuiltReport& built,
                            const Period& period,
                            const Archive& archive,
                            Random& random,
                            Outbox& outbox) {
  Report report = built.report;
  const crypto::Hash table = crypto::blake2b_256(wire::encode(report));
  if (const auto known = find_report(archive, period.as_of)) {
    if (known->table != table)
      return refuse(Exit::later,
                    "E_PERIOD",
                    "this period's report is drafted, and the numbers have changed since",
                    "the next period begins on " + day_text(day_of(period.next)));
    report.root = known->root;
    return report;
  }
  KeptReport kept{period.number, random.array<32>(), {}, table, built.refs, built.rows};
  kept.root = RootTree{kept.seed, built.rows}.root();
  report.root = kept.root;
  keep_report(kept, period.as_of, outbox);
  crypto::wipe(kept.seed);
  return report;
}

}  // namespace tocsin::readiness
