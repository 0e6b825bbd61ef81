#include "daemon/store/spool_store.h"

#include <algorithm>

#include "core/model/limits/spool.h"

namespace tocsin::store {

std::uint64_t SpoolStore::room() const {
  const std::uint64_t used = file_.bytes() + staged_.size();
  return limits::spool_file_bytes_max - std::min(used, limits::spool_file_bytes_max);
}

Result<void> SpoolStore::stage(std::vector<Write> writes) {
  if (has_failed_) return fail(Errc::storage, "the spool has failed");
  for (const Write& write : writes) {
    const auto* keep = std::get_if<KeepEnvelope>(&write);
    if (keep == nullptr) continue;
    TRY(const Bytes entry, spool_entry(random_, *file_.key(), keep->envelope, keep->stamp));
    staged_.insert(staged_.end(), entry.begin(), entry.end());
    ++staged_count_;
    staged_urgent_ += keep->stamp ? 1 : 0;
  }
  return {};
}

Result<void> SpoolStore::commit() {
  if (has_failed_) return fail(Errc::storage, "the spool has failed");
  if (staged_.empty()) return {};
  has_failed_ = true;  // until it is on the disk
  if (file_.bytes() + staged_.size() > limits::spool_file_bytes_max)
    return fail(Errc::limit_exceeded, "the spool is full");
  TRY_VOID(file_.append(staged_));
  has_failed_ = false;
  waiting_ += staged_count_;
  urgent_ += staged_urgent_;
  staged_.clear();
  staged_count_ = 0;
  staged_urgent_ = 0;
  return {};
}

}  // namespace tocsin::store
