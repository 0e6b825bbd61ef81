#include "tests/support/coalition_net.h"

#include <algorithm>

#include "core/base/checked.h"
#include "core/base/ensure.h"
#include "core/model/words.h"
#include "core/wire/channel_codec.h"
#include "core/wire/charter_codec.h"
#include "core/wire/proof_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::tests {
namespace {

constexpr std::string_view first_names[] = {"ana", "bo", "chi"};

std::vector<Statement> card_of(const IdentityKeys& keys,
                               std::string_view person,
                               Mode mode,
                               Random& random) {
  const Domain domain{CoalitionId::zero(), mode};
  const DeviceStatement device{keys.id, keys.device, OrgId::zero(), std::string{person}};
  KeysStatement prekeys{keys.id, 1, {}, {}, {}, 30'000, StatementId::zero()};
  prekeys.pk = random.array<32>();
  prekeys.jpk = random.array<32>();
  prekeys.msk = crypto::sign_public_key(crypto::make_sign_seed(random).reveal());
  return {sign_statement(
              domain, StatementType::device, keys.id, wire::encode(device), keys.idk.reveal()),
          sign_statement(
              domain, StatementType::keys, keys.id, wire::encode(prekeys), keys.idk.reveal())};
}

Bytes card_bytes(const std::vector<Statement>& statements) {
  Writer out;
  out.u16(narrow<std::uint16_t>(statements.size()));
  for (const Statement& statement : statements) {
    const Bytes bytes = wire::encode(statement);
    out.u32(narrow<std::uint32_t>(bytes.size())).bytes(bytes);
  }
  return out.take();
}

// One item of each checklist that the org answers before it joins.
std::vector<Row> answers_of(const Charter& charter, std::string_view slug) {
  std::vector<Row> out;
  const auto org = std::ranges::find(charter.orgs, slug, &CharterOrg::slug);
  for (const std::string& pack : org->checklists)
    out.push_back(Row{}.set("item", pack + "-read").set("state", "done"));
  return out;
}

}  // namespace

std::vector<StoredRow> kept_by(const CoalitionNet::Device& device) {
  return device.store->snapshot().of(Table::statements);
}

Row row_of(const std::vector<Row>& rows, std::string_view kind) {
  const auto found = std::ranges::find_if(rows, [&](const Row& row) { return row.kind() == kind; });
  return found == rows.end() ? Row{} : *found;
}

StatementId id_of(const std::vector<Row>& rows, std::string_view kind) {
  return StatementId::from(row_of(rows, kind).bytes("id").value()).value();
}

std::string code_of(const Reply<std::vector<Row>>& answer) {
  return answer ? "ok" : answer.error().code;
}

Row about(const StatementId& subject) {
  Row row;
  row.set("subject", subject.hex());
  return row;
}

Row with_reason() {
  Row row;
  row.set("reason", "agreed");
  return row;
}

CoalitionNet::CoalitionNet(const NetOptions& options)
    : seed_{options.seed},
      pattern_{CoalitionOptions{options.seed, options.is_rehearsal, options.orgs, 3, 1, 2}},
      mode_{options.is_rehearsal ? Mode::rehearsal : Mode::actual},
      charter_{pattern_.charter()},
      now_{Instant{} + Seconds{1'000}, wall_from_ms(founding_ms + 60'000)} {
  for (const TestOrg& org : pattern_.orgs()) {
    for (std::size_t person = 0; person < options.delegates; ++person) {
      for (std::size_t i = 0; i < options.devices; ++i)
        add_device(org.slug, first_names[person], true);
    }
  }
  if (options.is_rehearsal) {
    charter_.params.start.hold = Seconds{5};
    charter_.params.start.min_lead = Seconds{60};
    charter_.params.start.spread = Seconds{10};
    charter_.params.drill.min_lead = Seconds{10};
    charter_.params.drill.quiet = Seconds{0};
  }
  for (CharterOrg& org : charter_.orgs) org.checklists = options.checklists;
  if (options.shape) options.shape(charter_);
  if (options.is_founded) found();
}

coalition::Anchor CoalitionNet::anchor() const {
  return coalition::Anchor{id_, mode_};
}

CoalitionNet::Device& CoalitionNet::add_device(std::string_view slug,
                                               std::string_view person,
                                               bool is_delegate) {
  auto device = std::make_unique<Device>();
  device->slug = std::string{slug};
  device->person = std::string{person};
  device->is_delegate = is_delegate;
  device->random = std::make_unique<SeededRandom>(seed_ * 1'000 + devices_.size());
  device->store = std::make_unique<MemoryStore>();
  crypto::SignSeed seed = crypto::make_sign_seed(*device->random);
  crypto::AgreeKey ltk = crypto::make_agree_key(*device->random);
  const DeviceKeys keys{crypto::sign_public_key(seed.reveal()),
                        crypto::agree_public_key(ltk.reveal())};
  device->identity.keys = IdentityKeys{std::move(seed), std::move(ltk), keys, device_id(keys)};
  device->identity.mode = mode_;
  device->identity.handle = device->person;
  device->card = card_bytes(card_of(*device->identity.keys, person, mode_, *device->random));
  start(*device);
  devices_.push_back(std::move(device));
  return *devices_.back();
}

void CoalitionNet::start(Device& device) {
  device.machine = std::make_unique<coalition::Coalition>(
      *device.random, *device.store, device.identity, device.store->snapshot());
}

void CoalitionNet::restart(Device& device) {
  device.store->crash();
  start(device);
}

CoalitionNet::Device& CoalitionNet::of(std::string_view slug,
                                       std::size_t person,
                                       std::size_t device) {
  for (auto& candidate : devices_) {
    const bool is_theirs = candidate->is_delegate && candidate->slug == slug &&
                           candidate->person == first_names[person];
    if (is_theirs && device-- == 0) return *candidate;
  }
  ENSURE(false);
  return *devices_.front();
}

std::vector<std::string> CoalitionNet::slugs() const {
  std::vector<std::string> out;
  for (const auto& device : devices_) {
    const bool is_new = std::ranges::find(out, device->slug) == out.end();
    if (device->is_delegate && is_new) out.push_back(device->slug);
  }
  return out;
}

void CoalitionNet::lose(std::string_view slug) {
  for (auto& device : devices_) {
    if (device->slug != slug) continue;
    device->slug = "lost " + device->slug;
    device->is_delegate = false;
    device->is_held_back = device->is_cut_off = true;
  }
}

void CoalitionNet::equip(std::string_view slug) {
  for (const std::size_t person : {0U, 1U}) add_device(slug, first_names[person], true);
}

void CoalitionNet::commit(Device& device, Outbox& outbox) {
  ENSURE(device.store->stage(outbox.take().writes).has_value());
  ENSURE(device.store->commit().has_value());
}

void CoalitionNet::spread(Device& from, coalition::Out out) {
  std::ranges::move(out.events, std::back_inserter(from.events));
  if (out.founded) {
    from.identity.coalition = *out.founded;
    // A member's own roll entry may come later than the charter.
    const OrgId listed = from.machine->org_of(from.identity.keys->id);
    if (!listed.is_zero()) from.identity.org = listed;
  }
  for (const coalition::Post& post : out.posts) {
    for (std::size_t to = 0; to < devices_.size(); ++to) {
      const Device& there = *devices_[to];
      const bool is_own_org = there.slug == from.slug;
      bool is_reached = false;
      switch (post.reach) {
        case coalition::Reach::delegates:
          is_reached = there.is_delegate;
          break;
        case coalition::Reach::all:
        case coalition::Reach::everywhere:
          is_reached = true;
          break;
        case coalition::Reach::own_org:
          is_reached = is_own_org;
          break;
      }
      if (is_reached && &there != &from) parcels_.push_back(Parcel{post.statement, to});
    }
  }
}

Reply<std::vector<Row>> CoalitionNet::act(Device& device,
                                          std::string_view verb,
                                          const Row& arguments,
                                          Level level) {
  Outbox outbox;
  auto done = device.machine->command(Command{std::string{verb}, arguments, level}, now_, outbox);
  commit(device, outbox);
  if (!done) return tl::unexpected<Refusal>{done.error()};
  spread(device, std::move(done->out));
  return std::move(done->rows);
}

Reply<void> CoalitionNet::report(Device& device, const Report& counts) {
  Outbox outbox;
  auto done = device.machine->publish_report(counts, now_, outbox);
  commit(device, outbox);
  if (!done) return tl::unexpected<Refusal>{done.error()};
  spread(device, std::move(done->out));
  return {};
}

Report CoalitionNet::counts_of(std::string_view slug) const {
  TestCoalition pattern = pattern_;
  return pattern.report(pattern_.org(slug), now_.wall);
}

Result<void> CoalitionNet::accept(Device& device, ByteView statement, const DeviceId& bearer) {
  Outbox outbox;
  auto out = device.machine->accept(statement, bearer, now_, outbox);
  commit(device, outbox);
  if (!out) return fail(out.error());
  spread(device, *std::move(out));
  return {};
}

Reply<void> CoalitionNet::add_to_roll(Device& steward,
                                      const RollAdd& add,
                                      coalition::Coalition::Entry entry) {
  Outbox outbox;
  auto out = steward.machine->add_to_roll(add, entry, now_, outbox);
  commit(steward, outbox);
  if (!out) return tl::unexpected<Refusal>{out.error()};
  spread(steward, *std::move(out));
  return {};
}

void CoalitionNet::wake_all() {
  for (auto& device : devices_) {
    Outbox outbox;
    coalition::Out out = device->machine->wake(now_, outbox);
    commit(*device, outbox);
    spread(*device, std::move(out));
    if (!device->is_cut_off) sync(*device);
  }
}

void CoalitionNet::sync(Device& device) {
  Outbox outbox;
  coalition::Out out = device.machine->synced(now_, outbox);
  commit(device, outbox);
  spread(device, std::move(out));
}

void CoalitionNet::hear_clock(Device& device, const LinkKey& peer, WallTime minute) {
  Outbox outbox;
  coalition::Out out = device.machine->heard_clock(peer, minute, now_, outbox);
  commit(device, outbox);
  spread(device, std::move(out));
}

void CoalitionNet::pass(Millis time) {
  now_ = Now{now_.instant + time, now_.wall + time};
  wake_all();
}

void CoalitionNet::deliver(Random* shuffle) {
  while (!parcels_.empty()) {
    const std::size_t at =
        shuffle == nullptr ? 0 : static_cast<std::size_t>(shuffle->below(parcels_.size()));
    const Parcel parcel = parcels_[at];
    const bool is_twice = shuffle != nullptr && shuffle->below(3) == 0;
    if (!is_twice) parcels_.erase(parcels_.begin() + static_cast<std::ptrdiff_t>(at));
    if (devices_[parcel.to]->is_held_back) continue;
    // A refusal changes nothing; what waits is tried again by the machine.
    Device& device = *devices_[parcel.to];
    const auto arrive = [&] { static_cast<void>(accept(device, parcel.statement)); };
    if (on_accept)
      on_accept(device, arrive);
    else
      arrive();
  }
}

CoalitionNet::Device& CoalitionNet::admit_member(std::string_view slug,
                                                 std::string_view person,
                                                 coalition::Coalition::Entry entry) {
  ENSURE(try_to_admit(slug, person, entry).has_value());
  Device& member = *devices_.back();
  member.identity.coalition = id_;
  member.identity.org = org(slug);
  for (const Bytes& statement : of(slug).machine->state())
    ENSURE(accept(member, statement).has_value());
  return member;
}

Reply<void> CoalitionNet::try_to_admit(std::string_view slug,
                                       std::string_view person,
                                       coalition::Coalition::Entry entry) {
  Device& member = add_device(slug, person, false);
  const IdentityKeys& keys = *member.identity.keys;
  const Bytes body =
      wire::encode(DeviceStatement{keys.id, keys.device, OrgId::zero(), member.person});
  const Statement device =
      sign_statement(domain(), StatementType::device, keys.id, body, keys.idk.reveal());
  return add_to_roll(of(slug), RollAdd{keys.device, member.person, device.signature}, entry);
}

Row CoalitionNet::live_arguments(Device& device, const StatementId& subject) {
  Row row = about(subject);
  const auto reviewed = act(device, "review", row, Level::act);
  if (!reviewed) return row;
  const Row review = row_of(*reviewed, "review");
  row.set("words", review.text("words").value());
  row.set("spoken", review.text("org").value() + " " + review.text("action").value());
  if (mode_ == Mode::actual) now_ = Now{now_.instant + Seconds{10}, now_.wall + Seconds{10}};
  return row;
}

Reply<std::vector<Row>> CoalitionNet::sign(Device& device,
                                           const StatementId& subject,
                                           std::string_view stance,
                                           bool with_join) {
  Row row = live_arguments(device, subject);
  row.set("stance", stance).set("join", with_join).set("reason", "because");
  if (with_join) row.set("checklist", Value{answers_of(charter_, device.slug)});
  return act(device, "confirm", row);
}

Reply<std::vector<Row>> CoalitionNet::stop(Device& device,
                                           std::string_view verb,
                                           const StatementId& subject,
                                           Row arguments) {
  const Row live = live_arguments(device, subject);
  for (const auto& [name, value] : live.fields()) arguments.set(name, value);
  return act(device, verb, arguments);
}

}  // namespace tocsin::tests
