// Answers to acts that a client may ask again because it did not hear the first answer: the act is
// done once.
#pragma once

#include <deque>
#include <optional>

#include "core/base/bytes.h"
#include "core/model/command.h"

namespace tocsin::control {

class Remembered {
 public:
  // Only what was done is remembered: a refused wish may be wished again. `cost` is the answer's
  // size in bytes.
  void keep(const Bytes& idempotency,
            const std::string& verb,
            const Answer& answer,
            std::size_t cost);
  std::optional<Answer> find(const Bytes& idempotency, const std::string& verb) const;

  void clear() { kept_.clear(); }

 private:
  struct Kept {
    Bytes idempotency;
    std::string verb;
    Answer answer;
  };

  std::deque<Kept> kept_;  // oldest first
};

}  // namespace tocsin::control
