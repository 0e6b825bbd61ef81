// The verbs of the group channel: what people write, who can read it, and channels they make
// (channel.md §2).
#include <algorithm>
#include <map>

#include "core/base/text.h"
#include "core/model/limits/channel.h"
#include "core/model/limits/node.h"
#include "core/node/state.h"

namespace tocsin {
namespace {

constexpr std::int64_t read_page = 256;
constexpr std::size_t device_digits_min = 4;

// Foreign text: the one that renders it escapes it.
Refusal no_part(std::string_view text, bool is_many) {
  return Refusal{Exit::usage,
                 is_many ? "E_PREFIX" : "E_NOT_FOUND",
                 is_many ? "two devices begin with " + std::string{text}
                         : std::string{text} + " is no part of a channel",
                 "a part is ORG:delegates, ORG:members, or the first digits of a device's id; "
                 "tocsin who assembly lists them",
                 {}};
}

tl::unexpected<Refusal> refuse_no_coalition() {
  return refuse(Exit::usage,
                "E_NOT_FOUND",
                "this profile is in no coalition yet",
                "tocsin import FILE, or tocsin accept");
}

}  // namespace

Reply<ChannelId> Node::State::named_channel(const Command& command) const {
  const std::string name = command.arguments.text("channel").value_or("");
  if (!identity.has_coalition()) return refuse_no_coalition();
  if (name == "assembly") return assembly();
  if (name == "org") return own_org();
  const auto found = channels.named(name);
  if (found.size() == 1) return found.front();
  if (found.size() > 1)
    return refuse(Exit::usage,
                  "E_PREFIX",
                  "two channels are called so",
                  "name it by more digits of its id: tocsin channel list");
  return refuse(Exit::usage, "E_NOT_FOUND", "no such channel", "tocsin channel list");
}

Reply<Rows> Node::State::send_text(const Command& command, Now now, Outbox& outbox) {
  auto channel = named_channel(command);
  if (!channel) return tl::unexpected<Refusal>{channel.error()};
  const std::string text = command.arguments.text("text").value_or("");
  if (text.empty()) return refuse(Exit::usage, "E_EMPTY", "there is no text to send");
  if (text.size() > text_bytes_max)
    return refuse(
        Exit::usage, "E_SIZE", "a text has at most 16 KiB", "send it as several messages");
  const bool waits = command.arguments.text("wait").value_or("") == "stored";
  if (waits && waiting_sends.size() >= limits::waiting_sends_max)
    return refuse(Exit::later, "E_UNAVAILABLE", "too many sends wait already");
  auto sent = channels.send(*channel, RecordType::text, to_bytes(text), false, now, outbox);
  if (!sent) return tl::unexpected<Refusal>{sent.error()};
  told.emplace_back(std::move(sent->second));
  Row row{waits ? "waiting" : "sent"};
  row.set("channel", Value{channel->bytes()}).set("record", Value{sent->first.record.bytes()});
  row.set("envelope", Value{sent->first.envelope.bytes()});
  add_readers(row, *channel);
  return Rows{row};
}

// Of a custom channel its name, and how many cannot read it yet.
void Node::State::add_readers(Row& row, const ChannelId& channel) const {
  const auto made = channels.definition(channel);
  if (!made) return;
  row.set("name", made->name);
  const auto absent = std::ranges::count_if(
      channels.who(channel), [](const Row& member) { return !member.flag("has_keys"); });
  if (absent > 0) row.set("absent", absent);
}

Reply<Rows> Node::State::read(const Command& command, Now, Outbox&) {
  auto channel = named_channel(command);
  if (!channel) return tl::unexpected<Refusal>{channel.error()};
  const std::int64_t since = command.arguments.integer("since").value_or(0);
  const std::int64_t limit = std::clamp<std::int64_t>(
      command.arguments.integer("limit").value_or(read_page), 1, read_page);
  auto rows = channels.read(*channel, since, static_cast<std::size_t>(limit));
  name_orgs(rows);
  return rows;
}

Reply<Rows> Node::State::who(const Command& command, Now, Outbox&) {
  auto channel = named_channel(command);
  if (!channel) return tl::unexpected<Refusal>{channel.error()};
  auto rows = channels.who(*channel);
  name_orgs(rows);
  return rows;
}

// core/channel knows orgs by id; people know them by slug.
void Node::State::name_orgs(Rows& rows) const {
  const auto charter = coalition.charter();
  if (!charter) return;
  for (Row& row : rows) {
    const auto id =
        OrgId::from(row.bytes("author_org").value_or(row.bytes("org").value_or(Bytes{})));
    if (!id) continue;
    const auto org = std::ranges::find(charter->orgs, *id, &CharterOrg::id);
    if (org != charter->orgs.end()) row.set("org_slug", org->slug);
  }
}

Reply<Rows> Node::State::channel_list(const Command&, Now, Outbox&) {
  auto rows = channels.channels();
  name_orgs(rows);
  return rows;
}

// Whoever this device can name: the assembly's delegates and its own org's people.
std::vector<Member> Node::State::reachable() const {
  std::map<DeviceId, Member> all;
  const ChannelPolicy everybody{assembly(), ChannelKind::assembly, OrgId::zero()};
  const ChannelPolicy ours{own_org(), ChannelKind::org, identity.org};
  for (const ChannelPolicy& policy : {everybody, ours}) {
    const auto members = coalition.audience(policy, coalition.current(policy));
    if (const auto* audience = std::get_if<Audience>(&members)) {
      for (const Member& member : *audience) all.emplace(member.device, member);
    }
  }
  std::vector<Member> out;
  for (auto& [device, member] : all) out.push_back(std::move(member));
  return out;
}

// ORG:delegates, ORG:members, or the first digits of a device's id.
Reply<void> Node::State::add_part(std::string_view text,
                                  std::map<OrgId, ChannelPart>& parts) const {
  const auto charter = coalition.charter();
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    std::vector<Member> meant;
    for (const Member& member : reachable()) {
      if (text.size() >= device_digits_min && hex_encode(member.device.view()).starts_with(text))
        meant.push_back(member);
    }
    if (meant.size() != 1) return tl::unexpected{no_part(text, meant.size() > 1)};
    parts[meant.front().org].devices.push_back(meant.front().device);
    return {};
  }
  const auto org = std::ranges::find(charter->orgs, text.substr(0, colon), &CharterOrg::slug);
  const std::string_view whom = text.substr(colon + 1);
  if (org == charter->orgs.end() || (whom != "delegates" && whom != "members"))
    return tl::unexpected{no_part(text, false)};
  ChannelPart& part = parts[org->id];
  (whom == "members" ? part.has_members : part.has_delegates) = true;
  return {};
}

// Others than our own org are reached by their delegates, in the assembly alone.
Reply<void> Node::State::check_reach(const std::map<OrgId, ChannelPart>& parts) const {
  const auto charter = coalition.charter();
  for (const CharterOrg& org : charter->orgs) {
    const auto part = parts.find(org.id);
    if (part == parts.end() || org.id == identity.org) continue;
    if (org.standing != Standing::full)
      return refuse(Exit::held,
                    "E_NO_CHANNEL",
                    org.slug + " is not in the assembly yet, so no channel reaches it",
                    "make the channel when the organization has full standing");
    if (part->second.has_members && !part->second.has_delegates)
      return refuse(Exit::usage,
                    "E_NO_CHANNEL",
                    "the members of " + org.slug + " are let in by its delegates",
                    "name " + org.slug + ":delegates as well");
  }
  return {};
}

Reply<std::vector<ChannelPart>> Node::State::named_parts(const Command& command) const {
  std::map<OrgId, ChannelPart> parts;
  for (const std::string& text : command.arguments.texts("parts")) {
    const auto added = add_part(text, parts);
    if (!added) return tl::unexpected<Refusal>{added.error()};
  }
  if (command.arguments.flag("everyone")) {
    const auto charter = coalition.charter();
    for (const CharterOrg& org : charter->orgs) {
      if (org.id != identity.org && org.standing != Standing::full) continue;
      parts[org.id].has_delegates = true;
      parts[org.id].has_members = true;
    }
  }
  const auto reached = check_reach(parts);
  if (!reached) return tl::unexpected<Refusal>{reached.error()};
  std::vector<ChannelPart> out;
  for (auto& [org, part] : parts) {
    part.org = org;
    std::ranges::sort(part.devices);
    const auto twice = std::ranges::unique(part.devices);
    part.devices.erase(twice.begin(), twice.end());
    out.push_back(std::move(part));
  }
  return out;
}

Reply<Rows> Node::State::channel_new(const Command& command, Now now, Outbox& outbox) {
  if (!identity.has_coalition() || !coalition.charter()) return refuse_no_coalition();
  if (!is_delegate_here())
    return refuse(Exit::permission,
                  "E_NOT_ALLOWED",
                  "only a delegate's device makes a channel",
                  "ask a delegate of yours: tocsin who org");
  const std::string name = command.arguments.text("name").value_or("");
  if (!check_channel_name(name))
    return refuse(Exit::usage,
                  "E_NAME",
                  "a channel's name is 2 to 24 of a-z, 0-9 and -, and not assembly or org",
                  "tocsin channel new tour-committee ORG:delegates");
  auto parts = named_parts(command);
  if (!parts) return tl::unexpected<Refusal>{parts.error()};
  if (parts->empty())
    return refuse(Exit::usage, "E_EMPTY", "the channel would be for nobody", "name a part");
  if (parts->size() > limits::channel_parts_max)
    return refuse(Exit::usage, "E_SIZE", "a channel is of 64 organizations at most");
  auto made = channels.create(name, *std::move(parts), now, outbox);
  if (!made) return tl::unexpected<Refusal>{made.error()};
  told.emplace_back(std::move(made->second));
  return shown_channel(made->first);
}

Reply<Rows> Node::State::channel_show(const Command& command, Now, Outbox&) {
  auto channel = named_channel(command);
  if (!channel) return tl::unexpected<Refusal>{channel.error()};
  return shown_channel(*channel);
}

// Names of people go to devices of the own org alone, that were named or are its delegates'.
Reply<Rows> Node::State::roster_share(const Command& command, Now now, Outbox& outbox) {
  if (command.arguments.flag("off"))
    return readiness_verb(
        Command{command.verb, Row{}.set("off", true), command.level}, now, outbox);
  auto channel = named_channel(command);
  if (!channel) return tl::unexpected<Refusal>{channel.error()};
  const auto made = channels.definition(*channel);
  const bool is_fit = made && is_for_lists(made->parts) && made->parts.front().org == identity.org;
  if (!is_fit)
    return refuse(Exit::usage,
                  "E_NOT_ALLOWED",
                  "a list is shared in a channel of your organization's delegates and of devices "
                  "that were named, and in no other",
                  "tocsin channel new NAME ORG:delegates DEVICE...");
  if (!channels.is_member(*channel) || !channels.has_keys(*channel))
    return refuse(
        Exit::later, "E_NO_EPOCH", "this channel's keys have not reached this device yet");
  return readiness_verb(
      Command{command.verb, Row{}.set("channel", Value{channel->bytes()}), command.level},
      now,
      outbox);
}

// The channel, and what it is made of; the two that exist by definition have no parts.
Rows Node::State::shown_channel(const ChannelId& channel) const {
  Rows rows;
  for (Row& row : channels.channels()) {
    if (row.bytes("channel") == channel.bytes()) rows.push_back(std::move(row));
  }
  const auto made = channels.definition(channel);
  if (made && !rows.empty()) {
    const auto all = reachable();
    const auto author = std::ranges::find(all, made->author, &Member::device);
    rows.front().set("made_at", Value{made->at}).set("author", Value{made->author.bytes()});
    if (author != all.end()) rows.front().set("author_handle", author->person);
    for (const ChannelPart& part : made->parts) {
      Row row{"channel_part"};
      row.set("org", Value{part.org.bytes()})
          .set("delegates", part.has_delegates)
          .set("members", part.has_members);
      std::vector<std::string> devices;
      for (const DeviceId& device : part.devices) devices.push_back(hex_encode(device.view()));
      row.set("devices", Value{std::move(devices)});
      rows.push_back(std::move(row));
    }
  }
  name_orgs(rows);
  return rows;
}

}  // namespace tocsin
