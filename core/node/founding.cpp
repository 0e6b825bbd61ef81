// How a profile becomes somebody: keys at `init`, a coalition by founding (decisions.md §5). The
// finisher's device makes mesh key 1, mesh list 1 and the founding bundle; every other founder
// imports it.
#include <algorithm>

#include "core/base/checked.h"
#include "core/base/text.h"
#include "core/coalition/mesh_duty.h"
#include "core/model/words.h"
#include "core/node/identity_row.h"
#include "core/node/state.h"
#include "core/wire/bundle_codec.h"
#include "core/wire/invite_codec.h"
#include "core/wire/mesh_list_codec.h"

namespace tocsin {
namespace {

constexpr std::size_t salt_bytes = 32;
constexpr std::size_t file_key_bytes = 32;

MeshKeyRecord first_mesh_key(Random& random, Now now) {
  MeshKeyRecord key;
  key.number = 1;
  const auto secret = random.array<32>();
  const crypto::SignSeed seed = crypto::make_sign_seed(random);
  key.secret = to_bytes(ByteView{secret});
  key.authority_seed = to_bytes(seed.reveal());
  key.authority = crypto::sign_public_key(seed.reveal());
  key.made_hour = hour_of(now.wall);
  return key;
}

// A card file: u16 count, then each statement as u32 length and bytes (statements.md §7).
Bytes card_bytes(const std::vector<Bytes>& statements) {
  Writer card;
  card.u16(narrow<std::uint16_t>(statements.size()));
  for (const Bytes& statement : statements)
    card.u32(narrow<std::uint32_t>(statement.size())).bytes(statement);
  return card.take();
}

struct NamedRelay {
  RelayCard card;
  std::string label;
};

Reply<std::vector<NamedRelay>> relays_in(const Command& command) {
  std::vector<NamedRelay> relays;
  for (const Row& row : command.arguments.rows("relays")) {
    const auto card = wire::decode_relay_card(row.text("card").value_or(""));
    if (!card) return refuse(card.error());
    relays.push_back(NamedRelay{*card, row.text("label").value_or("")});
  }
  return relays;
}

}  // namespace

Reply<Rows> Node::State::init(const Command& command, Now now, Outbox& outbox) {
  if (identity.has_keys())
    return refuse(Exit::usage, "E_CONFLICT", "this profile has its keys already", "tocsin card");
  const std::string handle = command.arguments.text("handle").value_or("");
  constexpr std::size_t handle_bytes_max = 40;
  if (!check_name(handle, handle_bytes_max))
    return refuse(Exit::usage,
                  "E_NAME",
                  "a handle is a name of at most 40 bytes",
                  "tocsin init --handle NAME");
  identity.mode = command.arguments.flag("rehearsal") ? Mode::rehearsal : Mode::actual;
  identity.handle = handle;
  identity.keys = make_identity_keys(random);
  keep_identity(identity, outbox);
  channels.start_device(now, outbox);
  return Rows{self()};
}

Reply<Rows> Node::State::card(const Command&, Now, Outbox&) {
  if (!identity.has_keys())
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile has no keys yet", "tocsin init");
  Row row{"card"};
  row.set("bytes", Value{card_bytes(channels.card_statements())});
  row.set("words", six_words_text(WordList::drill, identity.keys->id.view()))
      .set("handle", identity.handle);
  return Rows{row};
}

void Node::State::become(const CoalitionId& coalition_id, const OrgId& org, Outbox& outbox) {
  identity.coalition = coalition_id;
  identity.org = org;
  keep_identity(identity, outbox);
  links.set_coalition(coalition_id);
  gossip.set_coalition(coalition_id);
}

Reply<Rows> Node::State::charter_finish(const Command& command, Now now, Outbox& outbox) {
  const auto draft = command.arguments.bytes("draft");
  const auto file_key = command.arguments.bytes("file_key");
  const auto salt = command.arguments.bytes("salt");
  if (!draft || !file_key || !salt || file_key->size() != file_key_bytes ||
      salt->size() != salt_bytes)
    return refuse(Exit::usage, "E_USAGE", "charter finish needs a draft, a file key and a salt");
  auto relays = relays_in(command);
  if (!relays) return tl::unexpected<Refusal>{relays.error()};
  const bool is_amendment = coalition.charter_id().has_value();
  auto finished = coalition.finish_charter(*draft, now, outbox);
  if (!finished) return tl::unexpected<Refusal>{finished.error()};
  if (is_amendment) return welcome_orgs(*std::move(finished), *file_key, *salt, now, outbox);
  const coalition::Coalition::Founding& founding = finished->first;
  become(founding.coalition, coalition.org_of(identity.keys->id), outbox);

  std::vector<channel::Founder> founders;
  for (const auto& device : founding.devices)
    founders.push_back(channel::Founder{device.member, device.keys_statement});
  std::vector<coalition::Out> certified;
  for (const NamedRelay& relay : *relays) {
    auto out = coalition.certify_relay(relay.card, relay.label, now, outbox);
    if (!out) return tl::unexpected<Refusal>{out.error()};
    certified.push_back(*std::move(out));
  }
  const MeshKeyRecord mesh_key = first_mesh_key(random, now);
  const std::vector<MeshKeyRecord> mesh_keys{mesh_key};
  const auto list = coalition::make_mesh_list(
      random, {founding.coalition, nullptr, hour_of(now.wall), mesh_keys, coalition.relays(), {}});
  if (!list) return refuse(list.error());
  // The Welcomes carry the certs too: who has the list must know what stands behind it.
  std::vector<Bytes> state = founding.state;
  for (const coalition::Out& out : certified) {
    for (const coalition::Post& cert : out.posts) state.push_back(cert.statement);
  }
  auto kit = channels.found(founders, *file_key, state, mesh_key, *list, now, outbox);
  if (!kit) return tl::unexpected<Refusal>{kit.error()};
  apply_mesh_keys();
  auto taken = gossip.take_list(*list, mesh_key.authority, now, outbox);
  if (!taken) return refuse(taken.error());

  Row bundle{"bundle"};
  bundle.set("bytes",
             Value{wire::seal_founding_bundle(*file_key, *salt, *list, kit->first.envelopes)});
  Rows rows{bundle};
  for (const NamedRelay& relay : *relays) {
    const auto grant =
        coalition::make_grant(wire::decode_mesh_list(*list).value(), relay.card.link_key);
    if (!grant) return refuse(grant.error());
    Row row{"grant"};
    row.set("relay", Value{relay.card.link_key.bytes()})
        .set("label", relay.label)
        .set("text", wire::encode_text(*grant));
    rows.push_back(row);
  }
  told.emplace_back(*std::move(taken));
  told.emplace_back(std::move(finished->second));
  told.emplace_back(std::move(kit->second));
  for (coalition::Out& out : certified) told.emplace_back(std::move(out));
  for (Envelope& envelope : kit->first.envelopes)
    told.emplace_back(gossip.import(std::move(envelope), now, outbox));
  return rows;
}

// Those who enter by an amendment import a bundle as founders did.
Reply<Rows> Node::State::welcome_orgs(
    std::pair<coalition::Coalition::Founding, coalition::Out> finished,
    ByteView file_key,
    ByteView salt,
    Now now,
    Outbox& outbox) {
  std::vector<channel::Founder> newcomers;
  for (const auto& device : finished.first.devices)
    newcomers.push_back(channel::Founder{device.member, device.keys_statement});
  auto kit = channels.welcome_orgs(newcomers, file_key, finished.first.state, now, outbox);
  if (!kit) return tl::unexpected<Refusal>{kit.error()};
  told.emplace_back(std::move(finished.second));
  Row bundle{"bundle"};
  bundle.set("bytes",
             Value{wire::seal_founding_bundle(file_key, salt, kit->mesh_list, kit->envelopes)});
  return Rows{bundle};
}

Reply<Rows> Node::State::import(const Command& command, Now now, Outbox& outbox) {
  if (!identity.has_keys())
    return refuse(Exit::usage, "E_NOT_FOUND", "this profile has no keys yet", "tocsin init");
  const auto bytes = command.arguments.bytes("bytes");
  if (!bytes) return refuse(Exit::usage, "E_USAGE", "import needs the bytes of a file");
  if (const auto file_key = command.arguments.bytes("file_key"))
    return import_bundle(*bytes, *file_key, now, outbox);
  auto done = coalition.command(command, now, outbox);
  if (!done) return tl::unexpected<Refusal>{done.error()};
  told.emplace_back(std::move(done->out));
  return std::move(done->rows);
}

Reply<Rows> Node::State::import_bundle(ByteView bundle,
                                       ByteView file_key,
                                       Now now,
                                       Outbox& outbox) {
  if (file_key.size() != file_key_bytes)
    return refuse(Exit::usage, "E_USAGE", "a file key has 32 bytes");
  auto opened = wire::open_founding_bundle(file_key, bundle);
  if (!opened)
    return refuse(Exit::invalid,
                  "E_BUNDLE",
                  "wrong six words, or the file is damaged",
                  "ask its maker for the words again, by voice; else for the file");
  channels.expect_founding(file_key, now, outbox);
  const std::size_t count = opened->envelopes.size();
  // Straight to the channels first: the Welcome brings the coalition's id, without which nothing
  // else can be checked.
  for (const Envelope& envelope : opened->envelopes) {
    told.emplace_back(channels.open(envelope, now, outbox));
    settle(now, outbox);
  }
  if (!identity.has_coalition() || identity.org.is_zero())
    return refuse(Exit::invalid,
                  "E_BUNDLE",
                  "this bundle holds no welcome for this device",
                  "check that your confirmation of the charter was merged");
  for (Envelope& envelope : opened->envelopes)
    told.emplace_back(gossip.import(std::move(envelope), now, outbox));
  Row row{"imported"};
  row.set("envelopes", count).set("coalition", Value{identity.coalition.bytes()});
  return Rows{row, self()};
}

}  // namespace tocsin
