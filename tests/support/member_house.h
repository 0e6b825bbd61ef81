// A daemon whose profile is a delegate's in a founded coalition: founded in memory, its rows
// written to a store on disk. Its relays are nowhere.
#pragma once

#include <filesystem>

#include "daemon/store/profile_store.h"
#include "daemon/store/spool_file.h"
#include "tests/support/catch.hpp"
#include "tests/support/daemon_house.h"
#include "tests/support/envelopes.h"
#include "tests/support/node_net.h"
#include "transport/driver/clocks.h"

namespace tocsin::tests {

struct MemberHouse : DaemonHouse {
  MemberHouse() {
    NodeNet net;
    const Founders founders = found(net);
    const MemoryStore& from = net.seat(founders.delegates.front()).store;
    std::filesystem::create_directory(places.store());
    std::filesystem::permissions(places.store(), std::filesystem::perms::owner_all);
    REQUIRE(store::ProfileStore::create(places.store(), key, {{1, 2, 3}, 64 * 1024, 2}, random));
    auto to = std::move(store::ProfileStore::open(places.store(), key).value());
    std::vector<Write> writes;
    for (int number = 1; number < 256; ++number) {
      const auto table = static_cast<Table>(number);
      for (StoredRow& row : from.rows(table, {}, 10'000))
        writes.emplace_back(Keep{table, std::move(row.key), std::move(row.value)});
    }
    REQUIRE(to->stage(std::move(writes)));
    REQUIRE(to->commit());
    coalition =
        *CoalitionId::from(row_of(net.must(founders.delegates.front(), "status"), "coalition")
                               ->bytes("coalition")
                               .value());
    to->close();
    unlock();
  }

  void unlock() { REQUIRE(ask("unlock", Row{"arguments"}, key).exit == Exit::ok); }

  Answer lock(bool is_offline = false) {
    return ask("lock", Row{"arguments"}.set("offline", is_offline));
  }

  std::string spool_path() const { return places.data + "/spool"; }

  std::int64_t waiting() { return ask("daemon state").rows.at(0).integer("waiting").value(); }

  std::int64_t held() { return row_of(ask("status"), "mesh")->integer("envelopes").value(); }

  // As if it had come while the profile was sealed. The daemon must not have the file open.
  void spool(int count) {
    EnvelopeOptions options;
    options.coalition = coalition;
    options.expiry_hour = hour_of(driver::Clocks{}.now().wall) + 48;
    const auto its_key = store::SpoolFile::open_to_read(places.data).value()->key().value();
    auto file = std::move(store::SpoolFile::open_to_append(places.data, its_key).value());
    Bytes all;
    for (int i = 0; i < count; ++i) {
      const Envelope envelope = make_envelope(options, random);
      const Bytes entry = store::spool_entry(random, its_key, envelope, std::nullopt).value();
      all.insert(all.end(), entry.begin(), entry.end());
    }
    REQUIRE(file.append(all));
  }

  CoalitionId coalition = CoalitionId::zero();
};

}  // namespace tocsin::tests
