#include "core/readiness/pledges.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/base/joined.h"
#include "core/base/text.h"
#include "core/model/limits/coalition.h"
#include "core/model/limits/readiness.h"
#include "core/readiness/campaign.h"
#include "core/readiness/roster.h"
#include "core/readiness/stored.h"

namespace tocsin::readiness {
namespace {

constexpr std::uint8_t pledges_layout = 2;

Bytes encode_pledge(const Pledge& pledge) {
  Writer out;
  out.u8(pledges_layout);
  put_text(out, pledge.worker);
  put_text(out, pledge.campaign);
  put_text(out, pledge.ask);
  put_text(out, pledge.text_id);
  put_text(out, pledge.card_ref);
  out.u32(pledge.given_day).u32(pledge.revoked_day);
  return out.take();
}

Pledge decode_pledge(ByteView value) {
  Reader in{value};
  ENSURE(in.u8() == pledges_layout);
  Pledge pledge;
  pledge.worker = take_text(in);
  pledge.campaign = take_text(in);
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

bool is_plain(const std::string& text, std::size_t bytes_max) {
  return check_text(text, bytes_max, Newlines::refused).has_value();
}

}  // namespace

Pledges read_pledges(const Archive& archive, const RowKey* key) {
  Pledges pledges;
  if (key == nullptr) return pledges;
  each_row(archive, Table::pledges, key->tag(), [&](const StoredRow& row) {
    Pledge pledge = decode_pledge(key->open(row.key, row.value));
    std::string worker = pledge.worker;
    pledges.emplace(std::move(worker), std::move(pledge));
  });
  return pledges;
}

std::optional<Pledge> find_pledge(const Archive& archive,
                                  const RowKey* key,
                                  std::string_view worker) {
  if (key == nullptr) return std::nullopt;
  const Bytes place = key->place(worker);
  const auto value = archive.value(Table::pledges, place);
  if (!value) return std::nullopt;
  return decode_pledge(key->open(place, *value));
}

void keep_pledge(Outbox& outbox, const RowKey& key, const Pledge& pledge) {
  Bytes place = key.place(pledge.worker);
  Bytes value = key.seal(place, encode_pledge(pledge));
  outbox.keep(Table::pledges, std::move(place), std::move(value));
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
                  "it asks: " + joined(asks.all, ", "));
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
