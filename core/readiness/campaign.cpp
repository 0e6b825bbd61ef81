#include "core/readiness/campaign.h"

#include <algorithm>

#include "core/base/ensure.h"
#include "core/model/limits/readiness.h"
#include "core/model/roster.h"
#include "core/readiness/stored.h"

namespace tocsin::readiness {
namespace {

constexpr std::uint8_t first_layout = 2;
constexpr std::uint8_t campaign_layout = 3;  // and the day before which nothing comes back
const Bytes list_row_key{'!'};               // no campaign's name: when the list was destroyed

Bytes encode_campaign(const Campaign& campaign, const RowKey* key, const RowKey* list_key) {
  Writer out;
  out.u8(campaign_layout).u32(campaign.opened_day).u32(campaign.shredded_day);
  out.u32(campaign.before_day);
  if (campaign.is_live()) out.bytes(key->reveal()).bytes(list_key->reveal());
  return out.take();
}

void keep(const Campaign& campaign, const RowKey* key, const RowKey* list_key, Outbox& outbox) {
  outbox.keep(Table::campaigns, to_bytes(campaign.name), encode_campaign(campaign, key, list_key));
}

// The first key that another tag could have.
Bytes after_tag(ByteView key) {
  Bytes next = to_bytes(key.first(RowTag{}.size()));
  for (std::size_t i = next.size(); i-- > 0;) {
    if (++next[i] != 0) return next;
  }
  return {};
}

bool is_kept(const Bytes& key, const Campaigns& campaigns) {
  constexpr RowTag public_tag{};
  RowTag tag{};
  if (key.size() <= tag.size()) return false;
  std::copy_n(key.begin(), tag.size(), tag.begin());
  return tag == public_tag || campaigns.is_live(tag);
}

// After the first rows of a page, which were dead: behind the tag of the first that lives, or
// behind the page. Nothing: that was all.
std::optional<Bytes> go_on(const std::vector<StoredRow>& page, std::size_t dead) {
  if (page.empty()) return std::nullopt;
  if (dead == page.size()) {
    Bytes next = page.back().key;
    next.push_back(0);
    return next;
  }
  Bytes next = after_tag(page[dead].key);
  if (next.empty()) return std::nullopt;
  return next;
}

}  // namespace

Campaigns::Campaigns(const Archive& archive) {
  each_row(archive, Table::campaigns, {}, [&](const StoredRow& row) {
    Reader in{row.value};
    const std::uint8_t layout = in.u8();
    ENSURE(layout == campaign_layout || layout == first_layout);
    if (row.key == list_row_key) {
      list_shredded_day_ = in.u32();
      return;
    }
    Campaign campaign{to_text(row.key), in.u32(), in.u32()};
    if (layout == campaign_layout) campaign.before_day = in.u32();
    std::optional<RowKey> key;
    if (campaign.is_live()) {
      key = RowKey::of(in.take(RowKey::size));
      if (!list_key_)
        list_key_ = RowKey::of(in.take(RowKey::size));
      else
        in.take(RowKey::size);
    }
    ENSURE(in.finished());
    std::string name = campaign.name;
    entries_.emplace(std::move(name), Entry{std::move(campaign), std::move(key)});
  });
}

std::vector<Campaign> Campaigns::all() const {
  std::vector<Campaign> out;
  for (const auto& [name, entry] : entries_) out.push_back(entry.campaign);
  return out;
}

const Campaign* Campaigns::find(std::string_view name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : &found->second.campaign;
}

const RowKey* Campaigns::key(std::string_view name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() || !found->second.key ? nullptr : &*found->second.key;
}

const RowKey& Campaigns::open(std::string_view name,
                              std::uint32_t day,
                              Random& random,
                              Outbox& outbox) {
  if (const RowKey* known = key(name)) return *known;
  if (!list_key_) list_key_ = RowKey::fresh(random);
  Entry& entry = entries_[std::string{name}];
  const std::uint32_t before = std::max(entry.campaign.before_day, entry.campaign.shredded_day);
  entry.campaign = Campaign{std::string{name}, day, 0, before};
  entry.key = RowKey::fresh(random);
  keep(entry.campaign, &*entry.key, &*list_key_, outbox);
  return *entry.key;
}

const RowKey& Campaigns::open_list(std::uint32_t today, Random& random, Outbox& outbox) {
  if (!list_key_) open(default_campaign, today, random, outbox);
  return *list_key_;
}

void Campaigns::shred(std::string_view name, std::uint32_t today, Outbox& outbox) {
  Entry& entry = entries_.find(name)->second;
  ENSURE(entry.campaign.is_live());
  entry.campaign.shredded_day = today;
  entry.key.reset();
  // In the same place of the store: its slot is overwritten there (ARCHITECTURE §6).
  keep(entry.campaign, nullptr, nullptr, outbox);
  const auto is_live = [](const auto& other) { return other.second.campaign.is_live(); };
  if (std::ranges::any_of(entries_, is_live)) return;
  list_key_.reset();
  list_shredded_day_ = today;
  outbox.keep(Table::campaigns, list_row_key, Writer{}.u8(campaign_layout).u32(today).take());
}

bool Campaigns::is_live(const RowTag& tag) const {
  if (list_key_ && list_key_->tag() == tag) return true;
  return std::ranges::any_of(entries_, [&](const auto& other) {
    return other.second.key && other.second.key->tag() == tag;
  });
}

const OwnAction* action_of(const Campaign& campaign, const std::vector<OwnAction>& actions) {
  const OwnAction* first = nullptr;
  for (const OwnAction& action : actions) {
    const bool is_after = day_of(action.first_t0) >= campaign.opened_day;
    if (is_after && (first == nullptr || action.first_t0 < first->first_t0)) first = &action;
  }
  return first;
}

std::optional<WallTime> shred_time(const Campaign& campaign,
                                   const std::vector<OwnAction>& actions,
                                   Seconds retention) {
  const OwnAction* action = action_of(campaign, actions);
  if (action == nullptr || !action->closed_at) return std::nullopt;
  return *action->closed_at + retention;
}

std::vector<std::string> shred_due(Campaigns& campaigns,
                                   const std::vector<OwnAction>& actions,
                                   Seconds retention,
                                   WallTime now,
                                   Outbox& outbox) {
  std::vector<std::string> out;
  for (const Campaign& campaign : campaigns.all()) {
    const auto at = shred_time(campaign, actions, retention);
    if (!campaign.is_live() || !at || now < *at) continue;
    campaigns.shred(campaign.name, day_of(now), outbox);
    out.push_back(campaign.name);
  }
  return out;
}

bool forget_dead_rows(const Archive& archive, const Campaigns& campaigns, Outbox& outbox) {
  std::size_t left = limits::shred_rows_max;
  for (const Table table : {Table::roster, Table::pledges, Table::tests, Table::report_salts}) {
    std::optional<Bytes> from = Bytes{};
    while (from) {
      const std::size_t most = std::min(left + 1, limits::roster_page_rows);
      const auto page = archive.rows(table, *from, most);
      const auto kept = std::ranges::find_if(
          page, [&](const StoredRow& row) { return is_kept(row.key, campaigns); });
      const auto dead = static_cast<std::size_t>(kept - page.begin());
      if (dead > left) return false;
      for (std::size_t i = 0; i < dead; ++i) outbox.forget(table, page[i].key);
      left -= dead;
      from = go_on(page, dead);
    }
  }
  return true;
}

}  // namespace tocsin::readiness
