// How a CoalitionNet is founded: cards, manifests, a charter draft that goes round, and its end.
#include <algorithm>

#include "core/base/ensure.h"
#include "core/model/words.h"
#include "core/wire/charter_codec.h"
#include "core/wire/proof_codec.h"
#include "tests/support/coalition_net.h"

namespace tocsin::tests {
namespace {

Row with_bytes(std::string_view name, const Bytes& bytes) {
  Row row;
  row.set(name, Value{bytes});
  return row;
}

}  // namespace

Bytes CoalitionNet::manifest_card(std::string_view slug) {
  Manifest manifest = pattern_.org(slug).manifest;
  manifest.delegates.clear();
  Row arguments;
  std::vector<Row> cards;
  for (const auto& device : devices_) {
    if (device->slug != slug || !device->is_delegate) continue;
    cards.push_back(with_bytes("bytes", device->card));
    auto found = std::ranges::find(manifest.delegates, device->person, &Delegate::handle);
    if (found == manifest.delegates.end()) {
      const crypto::Hash hash = crypto::blake2b_256(device->identity.keys->id.view());
      const DelegateId id = *DelegateId::from(ByteView{hash}.first(16));
      found = manifest.delegates.insert(found, Delegate{id, device->person, {}});
    }
    found->devices.push_back(device->identity.keys->device);
  }
  for (Delegate& delegate : manifest.delegates) std::ranges::sort(delegate.devices);
  std::ranges::sort(manifest.delegates);
  manifest.k = 2;
  arguments.set("body", Value{wire::encode(manifest)}).set("cards", Value{cards});
  auto rows = act(of(slug), "draft manifest", arguments, Level::act);
  ENSURE(rows.has_value());
  Row draft = row_of(*rows, "draft");
  for (auto& device : devices_) {
    if (device->slug != slug || !device->is_delegate) continue;
    Row live = with_bytes("draft", draft.bytes("bytes").value());
    ENSURE(act(*device, "review", live, Level::act).has_value());
    if (mode_ == Mode::actual) now_ = Now{now_.instant + Seconds{10}, now_.wall + Seconds{10}};
    live.set("words", draft.text("words").value()).set("stance", "approve");
    auto confirmed = act(*device, "confirm", live);
    ENSURE(confirmed.has_value());
    draft = row_of(*confirmed, "draft");
  }
  ENSURE(draft.flag("complete"));
  return draft.bytes("bytes").value();
}

Bytes CoalitionNet::charter_draft() {
  std::vector<Row> cards;
  for (CharterOrg& org : charter_.orgs) {
    const Bytes card = manifest_card(org.slug);
    const auto proof = wire::decode<Proof>(card).value();
    const auto manifest =
        std::ranges::find(proof.statements, StatementType::manifest, &Statement::type);
    org.id = OrgId{manifest->id().array()};
    orgs_.insert_or_assign(org.slug, org.id);
    Row row = with_bytes("bytes", card);
    row.set("words", six_words_text(WordList::drill, org.id.view()));
    cards.push_back(row);
  }
  std::ranges::sort(charter_.orgs, {}, &CharterOrg::id);
  Row arguments = with_bytes("body", wire::encode(charter_));
  arguments.set("cards", Value{cards});
  auto rows = act(*devices_.front(), "draft charter", arguments, Level::act);
  ENSURE(rows.has_value());
  return row_of(*rows, "draft").bytes("bytes").value();
}

void CoalitionNet::found() {
  Row draft = with_bytes("bytes", charter_draft());
  for (auto& device : devices_) {
    Row live = with_bytes("draft", draft.bytes("bytes").value());
    auto reviewed = act(*device, "review", live, Level::act);
    ENSURE(reviewed.has_value());
    if (mode_ == Mode::actual) now_ = Now{now_.instant + Seconds{10}, now_.wall + Seconds{10}};
    live.set("words", row_of(*reviewed, "review").text("words").value()).set("stance", "approve");
    auto confirmed = act(*device, "confirm", live);
    ENSURE(confirmed.has_value());
    draft = row_of(*confirmed, "draft");
  }
  Outbox outbox;
  Device& finisher = *devices_.front();
  auto finished = finisher.machine->finish_charter(draft.bytes("bytes").value(), now_, outbox);
  ENSURE(finished.has_value());
  commit(finisher, outbox);
  id_ = finished->first.coalition;
  const std::vector<Bytes> state = finished->first.state;
  spread(finisher, std::move(finished->second));
  for (auto& device : devices_) {
    if (device.get() == &finisher) continue;
    for (const Bytes& statement : state) ENSURE(accept(*device, statement).has_value());
  }
}

}  // namespace tocsin::tests
