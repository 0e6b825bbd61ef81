// For the .cpp files of this folder alone: the closing of handles, and the way from a libuv handle
// to its State. A State begins its life with `listening` set and `data` pointing at itself; base()
// is its libuv handle.
#pragma once

#include <uv.h>

#include "core/base/ensure.h"
#include "transport/uv/handle.h"

namespace tocsin::uv {

template <class State>
State& state_of(const void* data) noexcept {
  return *static_cast<State*>(const_cast<void*>(data));
}

template <class UvHandle>
uv_handle_t* base_of(UvHandle& handle) noexcept {
  return reinterpret_cast<uv_handle_t*>(&handle);
}

template <class State>
void CloseThenDelete::operator()(State* state) const noexcept {
  state->listening =
      false;  // a flag, not a null callback: we may be inside that callback right now
  uv_close(state->base(),
           [](uv_handle_t* handle) noexcept { delete static_cast<State*>(handle->data); });
}

// A handle whose init failed is not libuv's and needs no close; our inits cannot fail but for
// memory.
inline void initialised(int code) noexcept {
  ENSURE(code == 0);
}

}  // namespace tocsin::uv
