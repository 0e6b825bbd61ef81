// What a relay's operator asks at the box itself. He holds no key of any channel and is shown none
// of what he could not know: bands, and numbers of links (gossip.md §11).
#include "core/model/limits/gossip.h"
#include "core/node/state.h"
#include "core/wire/invite_codec.h"

namespace tocsin {
namespace {

tl::unexpected<Refusal> one_thing_at_a_time() {
  return refuse(Exit::usage,
                "E_USAGE",
                "say one thing: a link's number and perhaps --for or --off, or --list",
                "tocsin relay block --help");
}

// none; card: the new card is to be admitted; both: the old key is to be dropped.
std::string_view rotation_of(const link::Links& links) {
  if (!links.next_key()) return "none";
  return links.is_next_listed() ? "both" : "card";
}

}  // namespace

Reply<Rows> Node::State::relay_status(const Command&, Now now, Outbox& outbox) {
  Rows rows = gossip.relay_status(now, outbox);
  rows.front().set("rotation", rotation_of(links));
  return rows;
}

Reply<Rows> Node::State::relay_drain(const Command& command, Now now, Outbox& outbox) {
  told.emplace_back(command.arguments.flag("off") ? gossip.carry_on(now, outbox)
                                                  : gossip.drain(now, outbox));
  return Rows{gossip.drain_row()};
}

Reply<Rows> Node::State::relay_quota(const Command& command, Now, Outbox& outbox) {
  const auto disk = command.arguments.integer("disk_bytes");
  const bool is_off = command.arguments.flag("off");
  if (disk && is_off)
    return refuse(Exit::usage,
                  "E_USAGE",
                  "either a bound on the disk, or --off for none",
                  "tocsin relay quota --help");
  if (disk && *disk < static_cast<std::int64_t>(limits::disk_quota_bytes_min))
    return refuse(Exit::usage,
                  "E_RANGE",
                  "with less than 256 MiB a relay would refuse nearly everything",
                  "--disk 256MiB or more; to go away: tocsin relay drain");
  if (disk && *disk > static_cast<std::int64_t>(limits::disk_quota_bytes_max))
    return refuse(Exit::usage,
                  "E_RANGE",
                  "no disk is larger than 1024 TiB",
                  "--off where the disk alone is the bound");
  if (disk) gossip.set_disk_quota(static_cast<std::uint64_t>(*disk), outbox);
  if (is_off) gossip.set_disk_quota(std::nullopt, outbox);
  return Rows{gossip.quota_row()};
}

Reply<Rows> Node::State::relay_block(const Command& command, Now now, Outbox& outbox) {
  const Row& asked = command.arguments;
  const auto number = asked.integer("number");
  const bool is_off = asked.flag("off");
  const bool is_list = asked.flag("list");
  const bool is_timed = asked.has("for_s");
  if (number.has_value() == is_list || (is_off && is_timed) || (is_list && (is_off || is_timed)))
    return one_thing_at_a_time();
  if (is_list) return gossip.shut_out_rows(now);
  if (*number < 1)
    return refuse(Exit::usage, "E_NOT_FOUND", "links are numbered from 1", "tocsin relay status");
  const auto which = static_cast<std::uint64_t>(*number);
  if (!is_off) return shut_out(which, asked, now, outbox);
  if (!gossip.let_in(which, outbox))
    return refuse(
        Exit::usage, "E_NOT_FOUND", "no block has this number", "tocsin relay block --list");
  return Rows{Row{"unblocked"}.set("number", *number)};
}

Reply<Rows> Node::State::shut_out(std::uint64_t number, const Row& asked, Now now, Outbox& outbox) {
  const Seconds time{asked.integer("for_s").value_or(limits::block_life.count())};
  if (time < Seconds{60} || time > limits::block_life_max)
    return refuse(Exit::usage,
                  "E_RANGE",
                  "a block lasts from a minute to 30 days",
                  "--for 24h, or another span up to 30d");
  auto shut = gossip.shut_out(number, time, now, outbox);
  if (!shut && shut.error().code == Errc::not_found)
    return refuse(Exit::usage,
                  "E_NOT_FOUND",
                  "no link that is up has this number: it ended, or came up anew under another",
                  "tocsin relay status, then block by the number it shows now");
  if (!shut)
    return refuse(Exit::usage,
                  "E_CONFLICT",
                  "256 are shut out already",
                  "tocsin relay block --list, then one of them with --off");
  told.emplace_back(*std::move(shut));
  Rows rows = gossip.shut_out_rows(now);
  std::erase_if(rows, [&](const Row& row) {
    return row.integer("number").value_or(0) != static_cast<std::int64_t>(number);
  });
  return rows;
}

// The old key serves until a delegate drops it, so that nobody who has not heard of the new one is
// cut off.
Reply<Rows> Node::State::relay_rotate_key(const Command& command, Now, Outbox& outbox) {
  if (command.arguments.flag("off")) {
    if (!links.next_key())
      return refuse(
          Exit::usage, "E_NOT_FOUND", "no key is being rotated here", "tocsin relay rotate-key");
    if (links.is_next_listed())
      return refuse(Exit::usage,
                    "E_CONFLICT",
                    "a delegate has vouched for the new key already",
                    "a delegate drops the key that is to go: tocsin relay drop");
    links.forget_next(outbox);
    gossip.set_link_key(links.relay_card().link_key, links.next_key());
    return Rows{Row{"rotation_ended"}};
  }
  if (!links.coalition())
    return refuse(Exit::usage,
                  "E_CONFLICT",
                  "no delegate has vouched for the key that this relay has now",
                  "tocsin relay card, then tocsin relay grant");
  if (settings.listen.empty())
    return refuse(
        Exit::config, "E_LISTEN", "this relay listens nowhere", "set `listen` in config.toml");
  RelayCard card = links.rotate(outbox);
  card.addresses = settings.listen;
  gossip.set_link_key(links.relay_card().link_key, links.next_key());
  Row row{"relay_card"};
  row.set("text", wire::encode_text(card)).set("rotation", rotation_of(links));
  return Rows{row};
}

}  // namespace tocsin
