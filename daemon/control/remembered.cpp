#include "daemon/control/remembered.h"

#include "core/model/limits/control.h"

namespace tocsin::control {

void Remembered::keep(const Bytes& idempotency,
                      const std::string& verb,
                      const Answer& answer,
                      std::size_t cost) {
  if (idempotency.empty() || answer.exit != Exit::ok || cost > limits::remembered_bytes_max) return;
  if (kept_.size() == limits::remembered_answers_max) kept_.pop_front();
  kept_.push_back(Kept{idempotency, verb, answer});
}

std::optional<Answer> Remembered::find(const Bytes& idempotency, const std::string& verb) const {
  if (idempotency.empty()) return std::nullopt;
  for (const Kept& kept : kept_) {
    if (kept.idempotency == idempotency && kept.verb == verb) return kept.answer;
  }
  return std::nullopt;
}

}  // namespace tocsin::control
