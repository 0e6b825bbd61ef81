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

constexpr std::uint8_t report_layout = 2;
constexpr RowTag public_tag{};  // no key's: what stays

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

Bytes drafted_key(WallTime as_of) {
  return Writer{}.bytes(public_tag).bytes(key_of(as_of, std::nullopt)).take();
}

void keep_drafted(const DraftedReport& drafted, WallTime as_of, Outbox& outbox) {
  Writer out;
  out.u8(report_layout).u32(drafted.period).bytes(drafted.root).bytes(drafted.table);
  put_text(out, drafted.campaign);
  outbox.keep(Table::report_salts, drafted_key(as_of), out.take());
}

void keep_openings(const Openings& openings, const ReportPlace& place, Outbox& outbox) {
  const auto keep = [&](std::uint32_t part, ByteView value) {
    Bytes at = place.key.place_of(key_of(place.period.as_of, part));
    Bytes sealed = place.key.seal(at, value);
    outbox.keep(Table::report_salts, std::move(at), std::move(sealed));
  };
  keep(0, openings.seed);
  std::uint32_t part = 1;
  for (std::size_t at = 0; at < openings.rows.size(); at += limits::openings_per_row, ++part) {
    const std::size_t end = std::min(openings.rows.size(), at + limits::openings_per_row);
    Writer out;
    for (std::size_t i = at; i < end; ++i) {
      put_text(out, openings.refs[i]);
      put_cell(out, openings.rows[i].cell);
      put_text(out, openings.rows[i].ask);
      out.u32(openings.rows[i].day);
      put_text(out, openings.rows[i].card_ref);
    }
    keep(part, out.view());
  }
}

void read_openings(Openings& openings, ByteView value) {
  Reader in{value};
  while (!in.failed() && in.left() > 0) {
    openings.refs.push_back(take_text(in));
    RootRow row;
    row.cell = take_cell(in);
    row.ask = take_text(in);
    row.day = in.u32();
    row.card_ref = take_text(in);
    openings.rows.push_back(std::move(row));
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

std::optional<DraftedReport> find_drafted(const Archive& archive, WallTime as_of) {
  const auto value = archive.value(Table::report_salts, drafted_key(as_of));
  if (!value) return std::nullopt;
  Reader in{*value};
  ENSURE(in.u8() == report_layout);
  DraftedReport drafted;
  drafted.period = in.u32();
  drafted.root = in.array<32>();
  drafted.table = in.array<32>();
  drafted.campaign = take_text(in);
  ENSURE(in.finished());
  return drafted;
}

std::optional<Openings> find_openings(const Archive& archive, const RowKey& key, WallTime as_of) {
  std::optional<Openings> openings;
  const Bytes prefix = key.place_of(key_of(as_of, std::nullopt));
  each_row(archive, Table::report_salts, prefix, [&](const StoredRow& row) {
    const Bytes value = key.open(row.key, row.value);
    if (openings) return read_openings(*openings, value);
    ENSURE(value.size() == Salt{}.size());
    std::ranges::copy(value, openings.emplace().seed.begin());
  });
  return openings;
}

Reply<Report> commit_report(const BuiltReport& built,
                            const ReportPlace& place,
                            Random& random,
                            Outbox& outbox) {
  Report report = built.report;
  const crypto::Hash table = crypto::blake2b_256(wire::encode(report));
  if (const auto known = find_drafted(place.archive, place.period.as_of)) {
    if (known->table != table || known->campaign != place.campaign)
      return refuse(Exit::later,
                    "E_PERIOD",
                    "this period's report is drafted, and the numbers have changed since",
                    "the next period begins on " + day_text(day_of(place.period.next)));
    report.root = known->root;
    return report;
  }
  Openings openings{random.array<32>(), built.refs, built.rows};
  report.root = RootTree{openings.seed, built.rows}.root();
  keep_drafted(DraftedReport{std::string{place.campaign}, place.period.number, report.root, table},
               place.period.as_of,
               outbox);
  keep_openings(openings, place, outbox);
  crypto::wipe(openings.seed);
  return report;
}

}  // namespace tocsin::readiness
