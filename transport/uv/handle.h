// Ownership of libuv handles: libuv reads a handle until its close callback, so to delete is to ask
// for the close. No header of this folder but close.h names <uv.h>: outside it, libuv does not
// exist. Next: close.h, loop.h.
#pragma once

#include <memory>

namespace tocsin::uv {

struct CloseThenDelete {
  template <class State>
  void operator()(State* state) const noexcept;  // close.h
};

template <class State>
using Handle = std::unique_ptr<State, CloseThenDelete>;

}  // namespace tocsin::uv
