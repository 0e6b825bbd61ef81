#include "core/link/admission.h"

namespace tocsin::link {
namespace {

ByteView made_gate(crypto::ScratchKey<32>& into, ByteView material, const LinkKey& own) {
  gate_key(into.fill(), material, own);
  return into.reveal();
}

}  // namespace

Admission::Admission(bool is_relay)
    : is_relay_{is_relay}, seen_{is_relay ? limits::replay_ring_relay : limits::replay_ring_node} {}

// While a relay's key is rotated some dial it by the one and some by the other.
std::optional<Passed> Admission::check(
    ByteView block, const NetPrefix& from, const Standing& standing, const OwnKeys& keys, Now now) {
  auto passed = check_as(block, from, standing, {keys.mask(), nullptr}, now);
  if (passed || keys.next() == nullptr) return passed;
  passed = check_as(block, from, standing, {keys.next()->mask, &keys.next()->key}, now);
  if (passed) passed->is_to_next = true;
  return passed;
}

std::optional<Admission::Offered> Admission::offered(const MeshTag& hint,
                                                     const Standing& standing,
                                                     Now now) {
  if (const HeldKey* key = standing.find(hint))
    return Offered{key->material.reveal(), key->gate.reveal(), nullptr};
  if (Ticket* ticket = tickets_.find(hint, now))
    return Offered{ticket->material.reveal(), ticket->gate.reveal(), ticket};
  return std::nullopt;
}

std::optional<Passed> Admission::check_as(
    ByteView block, const NetPrefix& from, const Standing& standing, const Known& we, Now now) {
  const Hints hints = read_hints(block, we.mask);
  for (std::size_t i = 0; i < limits::hints; ++i) {
    const auto known = offered(hints[i], standing, now);
    if (!known) continue;
    FirstMessage first = open_first(block, we.mask);
    // The first hint we know decides. No fall-back to the next: so nobody in between can force an
    // older key on two who share a newer one.
    const Mac mac = first.macs[i];
    crypto::ScratchKey<32> made;
    const ByteView gate = we.next == nullptr ? known->gate : made_gate(made, known->psk, *we.next);
    if (!is_mac(mac, gate, block) || seen_.has(mac)) return std::nullopt;
    seen_.remember(mac);
    Bucket* const bucket = known->ticket != nullptr ? &known->ticket->bucket : nullptr;
    if (!budget_.take(from, bucket, now.instant)) return std::nullopt;
    return Passed{std::move(first), i, known->psk, hints[i], known->ticket != nullptr};
  }
  return std::nullopt;
}

bool Admission::may_enter(
    const LinkKey& peer, PeerRole role, const MeshTag& tag, const Standing& standing, Now now) {
  if (standing.find(tag) == nullptr) {
    Ticket* ticket = tickets_.find(tag, now);
    if (ticket == nullptr || role != PeerRole::guest) return false;
    if (ticket->holder && *ticket->holder != peer) return false;
    if (!ticket->holder && ticket->ends_at) return false;
    ticket->holder = peer;
    return true;
  }
  switch (role) {
    case PeerRole::member:
      // A member node lets in only whom its owner pinned.
      return !standing.is_listed(peer) && (is_relay_ || standing.is_pinned(peer));
    case PeerRole::relay:
      return standing.is_listed(peer);
    case PeerRole::guest:
      return false;
  }
  return false;
}

}  // namespace tocsin::link
