#include "daemon/harden/allocator.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#include <malloc.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TOCSIN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define TOCSIN_SANITIZED 1
#endif
#endif

namespace tocsin::harden {

bool wiping_allocator_is_linked() noexcept {
#ifdef TOCSIN_SANITIZED
  return false;
#else
  return true;
#endif
}

void* allocate(std::size_t size) {
  return std::malloc(size);
}

void* allocate_zeroed(std::size_t count, std::size_t size) {
  return std::calloc(count, size);
}

void release(void* memory) {
  if (memory == nullptr) return;
  ::explicit_bzero(memory, ::malloc_usable_size(memory));
  std::free(memory);
}

void* reallocate(void* memory, std::size_t size) {
  if (memory == nullptr) return std::malloc(size);
  // realloc itself may move and leave the old copy as it was.
  void* const moved = std::malloc(size);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, memory, std::min(size, ::malloc_usable_size(memory)));
  release(memory);
  return moved;
}

void give_back_freed() {
  ::malloc_trim(0);
}

}  // namespace tocsin::harden

#ifndef TOCSIN_SANITIZED
void operator delete(void* memory) noexcept {
  tocsin::harden::release(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  tocsin::harden::release(memory);
}

void operator delete[](void* memory) noexcept {
  tocsin::harden::release(memory);
}

void operator delete[](void* memory, std::size_t) noexcept {
  tocsin::harden::release(memory);
}

void operator delete(void* memory, std::align_val_t) noexcept {
  tocsin::harden::release(memory);
}

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  tocsin::harden::release(memory);
}
#endif
