#include "daemon/store/sqlite_memory.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

#define SQLITE_HAS_CODEC 1
#include <sqlcipher/sqlite3.h>

#include "core/crypto/secret.h"

namespace tocsin::store {
namespace {

// The size stands before the block, in as much room as keeps it aligned.
constexpr std::size_t header_bytes = 16;

std::uint8_t* block_of(void* memory) {
  return static_cast<std::uint8_t*>(memory) - header_bytes;
}

int size_of(void* memory) noexcept {
  if (memory == nullptr) return 0;
  int size = 0;
  std::memcpy(&size, block_of(memory), sizeof size);
  return size;
}

void* allocate(int size) noexcept {
  void* block = std::malloc(static_cast<std::size_t>(size) + header_bytes);
  if (block == nullptr) {
    constexpr char line[] = "tocsind: out of memory\n";
    static_cast<void>(!write(STDERR_FILENO, line, sizeof line - 1));
    _exit(71);
  }
  std::memcpy(block, &size, sizeof size);
  return static_cast<std::uint8_t*>(block) + header_bytes;
}

void release(void* memory) noexcept {
  if (memory == nullptr) return;
  crypto::wipe({static_cast<std::uint8_t*>(memory), static_cast<std::size_t>(size_of(memory))});
  std::free(block_of(memory));
}

void* reallocate(void* memory, int size) noexcept {
  void* moved = allocate(size);
  if (memory != nullptr)
    std::memcpy(moved, memory, static_cast<std::size_t>(std::min(size, size_of(memory))));
  release(memory);
  return moved;
}

int round_up(int size) noexcept {
  return (size + 7) & ~7;
}

int start(void*) noexcept {
  return SQLITE_OK;
}

void stop(void*) noexcept {}

}  // namespace

const sqlite3_mem_methods& wiping_memory() {
  static const sqlite3_mem_methods methods{
      allocate, release, reallocate, size_of, round_up, start, stop, nullptr};
  return methods;
}

}  // namespace tocsin::store
