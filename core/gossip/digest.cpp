#include "core/gossip/digest.h"

#include "core/base/ensure.h"
#include "core/crypto/kdf.h"
#include "core/model/labels.h"

namespace tocsin::gossip {
namespace {

crypto::Hash stream_key(const EnvelopeId& id) {
  crypto::Hash key{};
  crypto::kdf(key, id.view(), labels::mesh_set, {});
  return key;
}

}  // namespace

void Digest::add(std::uint16_t day, const EnvelopeId& id) {
  Day& into = days_[day];
  ++into.count;
  into.hash.add(stream_key(id));
}

void Digest::remove(std::uint16_t day, const EnvelopeId& id) {
  const auto found = days_.find(day);
  ENSURE(found != days_.end() && found->second.count > 0);
  found->second.hash.remove(stream_key(id));
  if (--found->second.count == 0) days_.erase(found);
}

void Digest::drop(std::uint16_t day) {
  days_.erase(day);
}

std::uint32_t Digest::count() const {
  std::uint32_t sum = 0;
  for (const auto& [day, of] : days_) sum += of.count;
  return sum;
}

SetDigest Digest::total() const {
  crypto::SetHash sum;
  for (const auto& [day, of] : days_) sum.add(of.hash);
  return sum.digest();
}

std::vector<SyncDay> Digest::days() const {
  std::vector<SyncDay> out;
  for (const auto& [day, of] : days_) out.push_back(SyncDay{day, of.count, of.hash.digest()});
  return out;
}

}  // namespace tocsin::gossip
