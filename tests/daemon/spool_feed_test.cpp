// From the spool into the open node, and what becomes of file and key (spool_feed.cpp).
#include "daemon/spool_feed.h"

#include <filesystem>
#include <fstream>

#include "tests/support/member_house.h"

namespace tocsin::daemon {
namespace {

// Sealed once, so that a spool with its key lies there.
struct SpooledHouse : tests::MemberHouse {
  SpooledHouse() {
    REQUIRE(lock().exit == Exit::ok);
    REQUIRE(lock(true).exit == Exit::ok);
  }

  void wait_until_cleared() {
    loop.run_until([&] { return !std::filesystem::exists(spool_path()); });
  }
};

}  // namespace

TEST_CASE("a spool of many pieces is fed whole while users are answered") {
  SpooledHouse house;
  constexpr int many = 200;
  house.spool(many);
  house.unlock();
  const std::int64_t soon = house.held();
  house.wait_until_cleared();
  CHECK(house.held() >= many);
  CHECK(soon <= house.held());
}

TEST_CASE("a torn tail is left out, and what stands before it is fed") {
  SpooledHouse house;
  house.spool(1);
  house.spool(1);
  std::filesystem::resize_file(house.spool_path(),
                               std::filesystem::file_size(house.spool_path()) - 5);
  const std::int64_t waiting = store::count_spooled(house.places.data).value();
  CHECK(waiting == 1);
  house.unlock();
  house.wait_until_cleared();
  CHECK(house.held() == 1);
}

TEST_CASE("a spool of another profile brings nothing in, and is cleared") {
  SpooledHouse house;
  SpooledHouse other;
  // Of one seed, they would have one key.
  other.unlock();
  REQUIRE(other.lock().exit == Exit::ok);
  REQUIRE(other.lock(true).exit == Exit::ok);
  other.spool(1);
  std::filesystem::copy_file(
      other.spool_path(), house.spool_path(), std::filesystem::copy_options::overwrite_existing);
  house.unlock();
  house.wait_until_cleared();
  CHECK(house.held() == 0);
  CHECK(house.lock().rows.at(0).text("state") == "sealed");
}

TEST_CASE("locked again before all is fed, the rest waits and is fed at the next unlock") {
  SpooledHouse house;
  constexpr int many = 1'000;
  house.spool(many);
  house.unlock();
  REQUIRE(std::filesystem::exists(house.spool_path()));
  const std::int64_t counted =
      house.lock(GENERATE(false, true)).rows.at(0).integer("waiting").value();
  CHECK(counted == many);
  house.unlock();
  house.wait_until_cleared();
  CHECK(house.held() == many);
}

}  // namespace tocsin::daemon
