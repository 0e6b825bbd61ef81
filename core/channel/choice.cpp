#include "core/channel/choice.h"

#include <set>

#include "core/crypto/hash.h"
#include "core/model/labels.h"

namespace tocsin::channel {
namespace {

struct Candidate {
  HeldEpoch* epoch;
  const Audience* audience;
};

crypto::Hash lead(const HeldEpoch& epoch) {
  return crypto::hash(labels::lead, {epoch.id.view()});
}

std::size_t common(const Audience& a, const Audience& b) {
  return static_cast<std::size_t>(std::ranges::count_if(
      a, [&](const Member& member) { return rank_of(b, member.device).has_value(); }));
}

std::vector<Candidate> held(Epochs& epochs, const Audiences& audiences, const ChannelId& channel) {
  std::vector<Candidate> out;
  for (HeldEpoch* epoch : epochs.of(channel)) {
    if (const Audience* audience = Epochs::audience(*epoch, audiences))
      out.push_back({epoch, audience});
  }
  return out;
}

// Of `all`, those of which no other one of `all` descends.
std::vector<Candidate> without_descendants(Epochs& epochs, const std::vector<Candidate>& all) {
  std::set<EpochId> ancestors;
  for (const Candidate& candidate : all) {
    const HeldEpoch* above = epochs.find(candidate.epoch->parent());
    while (above != nullptr && ancestors.insert(above->id).second)
      above = epochs.find(above->parent());
  }
  std::vector<Candidate> out;
  for (const Candidate& candidate : all) {
    if (!ancestors.contains(candidate.epoch->id)) out.push_back(candidate);
  }
  return out;
}

// The one with the most of `weight`, then with most seeded epochs on its path, then by a hash
// nobody can grind for.
template <class Weight>
HeldEpoch* best(const std::vector<Candidate>& all, Weight&& weight) {
  HeldEpoch* chosen = nullptr;
  std::size_t most = 0;
  for (const Candidate& candidate : all) {
    const std::size_t has = weight(candidate);
    const auto wins = [&] {
      if (has != most) return has > most;
      if (candidate.epoch->seeded_on_path != chosen->seeded_on_path)
        return candidate.epoch->seeded_on_path > chosen->seeded_on_path;
      return lead(*candidate.epoch) < lead(*chosen);
    };
    if (chosen == nullptr || wins()) {
      chosen = candidate.epoch;
      most = has;
    }
  }
  return chosen;
}

std::vector<Candidate> safe_of(const std::vector<Candidate>& all, const Audience& current) {
  std::vector<Candidate> out;
  for (const Candidate& candidate : all) {
    if (is_subset(*candidate.audience, current)) out.push_back(candidate);
  }
  return out;
}

}  // namespace

Choice pick(Epochs& epochs,
            const Audiences& audiences,
            const ChannelId& channel,
            const Audience& current,
            const DeviceId& me) {
  if (!rank_of(current, me)) return Choice{Choice::Kind::outside, nullptr};
  const std::vector<Candidate> all = held(epochs, audiences, channel);
  if (all.empty()) return Choice{Choice::Kind::nothing, nullptr};
  // Unsafe children do not push a safe parent out.
  const std::vector<Candidate> front = without_descendants(epochs, safe_of(all, current));
  std::vector<Candidate> equal;
  for (const Candidate& candidate : front) {
    if (candidate.audience->size() == current.size()) equal.push_back(candidate);
  }
  const auto size = [](const Candidate& candidate) { return candidate.audience->size(); };
  if (!equal.empty()) return Choice{Choice::Kind::ready, best(equal, size)};
  if (!front.empty()) return Choice{Choice::Kind::grow, best(front, size)};
  const auto shared = [&](const Candidate& candidate) {
    return common(*candidate.audience, current);
  };
  return Choice{Choice::Kind::make, best(without_descendants(epochs, all), shared)};
}

HeldEpoch* safe_epoch_with(Epochs& epochs,
                           const Audiences& audiences,
                           const ChannelId& channel,
                           const Audience& current,
                           const DeviceId& device,
                           const EpochId& but) {
  std::vector<Candidate> with;
  for (const Candidate& candidate : safe_of(held(epochs, audiences, channel), current)) {
    if (candidate.epoch->id != but && rank_of(*candidate.audience, device))
      with.push_back(candidate);
  }
  return best(with, [](const Candidate& candidate) { return candidate.audience->size(); });
}

}  // namespace tocsin::channel
