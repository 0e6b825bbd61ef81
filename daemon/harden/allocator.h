// Memory that is zeroed before it is given back: our own `operator delete`, and the same as
// functions for the libraries that take an allocator. Freed copies of texts and keys would
// otherwise lie in the heap until by chance overwritten (ARCHITECTURE §6). Not under sanitizers,
// which need to own the heap themselves.
#pragma once

#include <cstddef>

namespace tocsin::harden {

// Naming it links the replaced operators into the program. True: they are in force.
bool wiping_allocator_is_linked() noexcept;

void* allocate(std::size_t size);
void* allocate_zeroed(std::size_t count, std::size_t size);
void* reallocate(void* memory, std::size_t size);
void release(void* memory);
// What is free goes back to the system, for what is not ours to wipe frees memory too.
void give_back_freed();

}  // namespace tocsin::harden
