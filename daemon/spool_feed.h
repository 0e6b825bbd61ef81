// What came while the profile was sealed goes into the open node, as if its links brought it; when
// all of it is committed, the spool is cleared and its key replaced, so that no old copy of it
// opens (docs/decisions, 0059). A crash before that costs a second reading.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/random.h"
#include "daemon/store/profile_store.h"
#include "daemon/store/spool_file.h"
#include "transport/driver/driver.h"

namespace tocsin::daemon {

class SpoolFeed {
 public:
  // `folder`: where the spool is. Begins at once, goes on in the driver's turns.
  SpoolFeed(store::ProfileStore& store, driver::Driver& driver, std::string folder, Random& random);
  SpoolFeed(const SpoolFeed&) = delete;
  SpoolFeed& operator=(const SpoolFeed&) = delete;

  // What the next spool is sealed to. Nothing: the store took none.
  const std::optional<crypto::AgreePublicKey>& key() const { return key_; }

  bool is_done() const { return !spool_; }

 private:
  void load_key();
  void renew_key();
  void go_on();
  void finish();

  store::ProfileStore& store_;
  driver::Driver& driver_;
  std::string folder_;
  Random& random_;
  std::optional<crypto::AgreePublicKey> key_;
  std::optional<store::SpoolFile> spool_;
  std::uint64_t fed_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace tocsin::daemon
