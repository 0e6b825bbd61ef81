#include "daemon/store/sqlite_memory.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#define SQLITE_HAS_CODEC 1
#include <sqlcipher/sqlite3.h>

#include "tests/support/catch.hpp"
#include "tests/support/in_child.h"

namespace tocsin::store {
namespace {

constexpr int size = 400;
constexpr std::uint8_t canary = 0xc7;

// Through the kernel, for the block may be free already: no pointer of ours is followed.
std::size_t canaries_at(std::uintptr_t address) {
  std::vector<std::uint8_t> bytes(size);
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  REQUIRE(memory >= 0);
  const ssize_t got = ::pread(memory, bytes.data(), bytes.size(), static_cast<off_t>(address));
  ::close(memory);
  REQUIRE(got == size);
  return static_cast<std::size_t>(std::ranges::count(bytes, canary));
}

std::uintptr_t number_of(const void* block) {
  std::uintptr_t number = 0;
  std::memcpy(&number, &block, sizeof number);
  return number;
}

void* filled() {
  void* block = wiping_memory().xMalloc(size);
  std::memset(block, canary, size);
  REQUIRE(canaries_at(number_of(block)) == size);
  return block;
}

}  // namespace

TEST_CASE("a freed block holds nothing of what it held") {
  void* block = filled();
  const std::uintptr_t where = number_of(block);
  wiping_memory().xFree(block);
  CHECK(canaries_at(where) == 0);
  wiping_memory().xFree(nullptr);
}

TEST_CASE("a block that moves takes its content along and leaves none behind") {
  void* block = filled();
  const std::uintptr_t where = number_of(block);
  void* moved = wiping_memory().xRealloc(block, 3 * size);
  CHECK(wiping_memory().xSize(moved) == 3 * size);
  CHECK(canaries_at(number_of(moved)) == size);
  CHECK(number_of(moved) != where);
  CHECK(canaries_at(where) == 0);
  wiping_memory().xFree(moved);
}

TEST_CASE("a block that shrinks keeps its beginning") {
  void* block = filled();
  void* shrunk = wiping_memory().xRealloc(block, 8);
  CHECK(wiping_memory().xSize(shrunk) == 8);
  std::uint8_t first[8] = {};
  std::memcpy(first, shrunk, sizeof first);
  CHECK(std::ranges::count(first, canary) == 8);
  wiping_memory().xFree(shrunk);
}

TEST_CASE("blocks know their size and are aligned for everything") {
  for (const int wanted : {1, 7, 8, 17, 4096}) {
    void* block = wiping_memory().xMalloc(wanted);
    CHECK(wiping_memory().xSize(block) == wanted);
    CHECK(number_of(block) % alignof(std::max_align_t) == 0);
    wiping_memory().xFree(block);
  }
  CHECK(wiping_memory().xSize(nullptr) == 0);
  CHECK(wiping_memory().xRoundup(1) == 8);
  CHECK(wiping_memory().xRoundup(8) == 8);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they reserve terabytes
TEST_CASE("without memory the process ends with exit 71 instead of a null pointer") {
  const tests::Ending ending = tests::run_in_child([] {
    const rlimit little{256 << 20, 256 << 20};
    ::setrlimit(RLIMIT_AS, &little);
    static_cast<void>(wiping_memory().xMalloc(1 << 30));
  });
  CHECK(WIFEXITED(ending.status));
  CHECK(WEXITSTATUS(ending.status) == 71);
  CHECK(ending.said.find("out of memory") != std::string::npos);
}
#endif

}  // namespace tocsin::store
