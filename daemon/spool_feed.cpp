#include "daemon/spool_feed.h"

#include <utility>

#include "core/crypto/agree.h"
#include "core/crypto/secret.h"
#include "core/model/limits/spool.h"
#include "daemon/log.h"

namespace tocsin::daemon {
namespace {

Bytes spool_key_row() {
  return to_bytes("spool");
}

}  // namespace

SpoolFeed::SpoolFeed(store::ProfileStore& store,
                     driver::Driver& driver,
                     std::string folder,
                     Random& random)
    : store_{store}, driver_{driver}, folder_{std::move(folder)}, random_{random} {
  load_key();
  auto opened = store::SpoolFile::open_to_read(folder_);
  if (!opened) {
    // It stays as it is: perhaps the disk shows it the next time.
    log(LogLevel::error, LogCode::spool_failed);
    return;
  }
  spool_ = std::move(*opened);
  if (spool_ && key_)
    go_on();
  else
    finish();
}

void SpoolFeed::load_key() {
  auto secret = store_.value(Table::spool_keys, spool_key_row());
  if (!secret || secret->size() != crypto::AgreeKey::size) return;
  key_ = crypto::agree_public_key(*secret);
  crypto::wipe(*secret);
}

// Not in the middle of a batch: the driver has committed, or has not begun. What fails here fails
// again at the node's next batch, which stops the process.
void SpoolFeed::renew_key() {
  const crypto::AgreeKey fresh = crypto::make_agree_key(random_);
  std::vector<Write> writes{Keep{Table::spool_keys, spool_key_row(), to_bytes(fresh.reveal())}};
  if (!store_.stage(std::move(writes)) || !store_.commit()) return;
  key_ = crypto::agree_public_key(fresh.reveal());
}

void SpoolFeed::go_on() {
  auto sealed = spool_->next(limits::spool_feed_events);
  if (!sealed) {
    log(LogLevel::error, LogCode::spool_failed);
    return;
  }
  if (sealed->empty()) return finish();
  auto secret = store_.value(Table::spool_keys, spool_key_row());
  for (const Bytes& box : *sealed) {
    auto found = secret ? store::open_spool_entry(*secret, box)
                        : fail(Errc::not_found, "the key of the spool is gone");
    if (!found) {
      ++lost_;
      continue;
    }
    ++fed_;
    driver_.feed(EnvelopeSpooled{std::move(found->envelope), found->stamp});
  }
  if (secret) crypto::wipe(*secret);
  driver_.when_handled([this] { go_on(); });
}

void SpoolFeed::finish() {
  spool_.reset();
  if (fed_ > 0) log(LogLevel::note, LogCode::spool_fed, fed_);
  if (lost_ > 0) log(LogLevel::warning, LogCode::spool_lost, lost_);
  // Before its key goes: read twice is better than not at all.
  if (!store::clear_spool(folder_)) return;
  renew_key();
}

}  // namespace tocsin::daemon
