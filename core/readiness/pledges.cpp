#include "core/readiness/pledges.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/base/text.h"
#include "core/model/limits/coalition.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/roster.h"
#include "core/readiness/stored.h"

namespace tocsin::readiness {
namespace {

constexpr std::uint8_t layout = 1;

// Campaign and worker, parted by a byte that neither has.
Bytes key_of(std::string_view campaign, std::string_view worker) {
  Writer out;
  out.bytes(as_bytes(campaign)).u8(0).bytes(as_bytes(worker));
  return out.take();
}

Bytes encode_pledge(const Pledge& pledge) {
  Writer out;
  out.u8(layout);
  put_text(out, pledge.ask);
  put_text(out, pledge.text_id);
  put_text(out, pledge.card_ref);
  out.u32(pledge.given_day).u32(pledge.revoked_day);
  return out.take();
}

Pledge decode_pledge(std::string_view campaign, std::string_view worker, ByteView value) {
  Reader in{value};
  ENSURE(in.u8() == layout);
  Pledge pledge;
  pledge.worker = worker;
  pledge.campaign = campaign;
  pledge.ask = take_text(in);
  pledge.text_id = take_text(in);
  pledge.card_ref = take_text(in);
  pledge.given_day = in.u32();
  pledge.revoked_day = in.u32();
  ENSURE(in.finished());
  return pledge;
}

void sort_unique(std::vector<std::string>& words) {
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

bool is_plain(const std::string& text, std::size_t bytes_max) {
  return check_text(text, bytes_max, Newlines::refused).has_value();
}

}  // namespace

Pledges read_pledges(const Archive& archive, std::string_view campaign) {
  Pledges pledges;
  const Bytes prefix = key_of(campaign, "");
  each_row(archive, Table::pledges, prefix, [&](const StoredRow& row) {
    std::string worker = to_text(ByteView{row.key}.subspan(prefix.size()));
    Pledge pledge = decode_pledge(campaign, worker, row.value);
    pledges.emplace_hint(pledges.end(), std::move(worker), std::move(pledge));
  });
  return pledges;
}

std::optional<Pledge> find_pledge(const Archive& archive,
                                  std::string_view campaign,
                                  std::string_view worker) {
  const auto value = archive.value(Table::pledges, key_of(campaign, worker));
  if (!value) return std::nullopt;
  return decode_pledge(campaign, worker, *value);
}

void keep_pledge(Outbox& outbox, const Pledge& pledge) {
  outbox.keep(Table::pledges, key_of(pledge.campaign, pledge.worker), encode_pledge(pledge));
}

std::optional<Campaign> find_campaign(const Archive& archive, std::string_view name) {
  const auto value = archive.value(Table::campaigns, as_bytes(name));
  if (!value) return std::nullopt;
  Reader in{*value};
  ENSURE(in.u8() == layout);
  const Campaign campaign{std::string{name}, in.u32()};
  ENSURE(in.finished());
  return campaign;
}

void keep_campaign(Outbox& outbox, const Campaign& campaign) {
  Writer out;
  out.u8(layout).u32(campaign.opened_day);
  outbox.keep(Table::campaigns, to_bytes(campaign.name), out.take());
}

Asks asks_of(const Charter* charter, const CharterOrg* org) {
  Asks asks;
  if (charter == nullptr || org == nullptr) return asks;
  asks.is_known = true;
  for (const Action& action : charter->actions) {
    for (const Ask& ask : action.asks) {
      if (ask.kind != org->kind) continue;
      asks.all.push_back(ask.ask);
      if (action.stops_work) asks.stops_work.push_back(ask.ask);
    }
  }
  sort_unique(asks.all);
  sort_unique(asks.stops_work);
  // Who is never asked to stop work reports who will come.
  if (asks.stops_work.empty()) asks.stops_work = asks.all;
  return asks;
}

Reply<Pledge> read_pledge(const Row& line, const Asks& asks, std::uint32_t today) {
  Pledge pledge;
  pledge.worker = line.text("worker").value_or("");
  pledge.campaign = line.text("campaign").value_or(std::string{default_campaign});
  pledge.ask = line.text("ask").value_or("");
  pledge.text_id = line.text("text_id").value_or("");
  pledge.card_ref = line.text("card_ref").value_or("");
  pledge.given_day = today;
  if (!is_ref(pledge.worker))
    return refuse(Exit::usage, "E_REF", "a worker is named by the ref of your list");
  if (!is_ref(pledge.campaign))
    return refuse(Exit::usage, "E_CAMPAIGN", "a campaign is a-z, 0-9 and -, at most 64");
  if (pledge.text_id.empty())
    return refuse(Exit::invalid,
                  "E_TEXT_ID",
                  "a pledge needs the id of the risk-and-support text that was shown",
                  "show the worker that text, then record the pledge with its id");
  if (!is_plain(pledge.text_id, limits::text_id_bytes_max) ||
      !is_plain(pledge.card_ref, limits::text_id_bytes_max))
    return refuse(Exit::invalid, "E_TEXT", "an id is one plain line of at most 64 bytes");
  if (pledge.ask.empty() || !check_name(pledge.ask, limits::word_bytes_max))
    return refuse(Exit::usage, "E_ASK", "a pledge says what was asked");
  if (asks.is_known && std::ranges::find(asks.all, pledge.ask) == asks.all.end())
    return refuse(Exit::invalid,
                  "E_ASK",
                  "the charter does not ask this of your kind of organization",
                  "it asks: " + listed(asks.all));
  return pledge;
}

Reply<Pledge> after(const std::optional<Pledge>& known, Pledge wish) {
  if (!known) return wish;
  if (known->revoked_day != 0)
    return refuse(Exit::invalid,
                  "E_REVOKED",
                  "this worker took the pledge back; it does not return in this campaign");
  // The same pledge again was given when it was given.
  Pledge same = wish;
  same.given_day = known->given_day;
  return same == *known ? *known : wish;
}

}  // namespace tocsin::readiness
