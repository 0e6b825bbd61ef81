#include "core/coalition/reach.h"

#include <optional>

#include "core/wire/decision_codec.h"

namespace tocsin::coalition {
namespace {

// Sign-offs go with their subject.
Reach reach_of_subject(StatementType subject) {
  const bool is_to_all = subject == StatementType::charter || subject == StatementType::manifest ||
                         subject == StatementType::freeze || subject == StatementType::stop;
  return is_to_all ? Reach::all : Reach::delegates;
}

std::optional<StatementType> subject_of(const Statement& statement) {
  const auto signoff = wire::decode<Signoff>(statement.body);
  if (!signoff) return std::nullopt;
  return signoff->subject_type;
}

}  // namespace

Reach reach_of(const Statement& statement) {
  switch (statement.type) {
    case StatementType::charter:
    case StatementType::manifest:
    case StatementType::roll:
    case StatementType::freeze:
    case StatementType::stop:
      return Reach::all;
    case StatementType::signoff: {
      const auto subject = subject_of(statement);
      return subject ? reach_of_subject(*subject) : Reach::delegates;
    }
    case StatementType::ack: {
      const auto ack = wire::decode<Ack>(statement.body);
      const bool is_told_to_all =
          ack && (ack->level == AckLevel::out || ack->level == AckLevel::stood_down);
      return is_told_to_all ? Reach::all : Reach::delegates;
    }
    case StatementType::call:  // a draft of one: as a certificate its parts go to all
    case StatementType::proposal:
    case StatementType::report:
    case StatementType::debrief:
    case StatementType::relay_cert:
    case StatementType::relay_drop:
    case StatementType::device:
    case StatementType::keys:
    case StatementType::channel:
    case StatementType::epoch:
    case StatementType::repair:
    case StatementType::join:
    case StatementType::reveal:
      return Reach::delegates;
  }
  return Reach::delegates;
}

bool is_urgent(const Statement& statement) {
  const auto is_urgent_type = [](StatementType type) {
    return type == StatementType::call || type == StatementType::stop ||
           type == StatementType::freeze;
  };
  if (is_urgent_type(statement.type)) return true;
  if (statement.type != StatementType::signoff) return false;
  const auto subject = subject_of(statement);
  return subject && is_urgent_type(*subject);
}

}  // namespace tocsin::coalition
