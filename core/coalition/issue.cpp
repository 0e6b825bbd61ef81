// Statements of our own: the promise (slot) and the statement itself are kept in the batch that
// releases it.
#include "core/base/ensure.h"
#include "core/base/match.h"
#include "core/coalition/state.h"
#include "core/wire/charter_codec.h"
#include "core/wire/debrief_codec.h"
#include "core/wire/decision_codec.h"
#include "core/wire/readiness_codec.h"
#include "core/wire/statement_codec.h"

namespace tocsin::coalition {

OrgId Reading::own_org() const {
  if (!identity.org.is_zero()) return identity.org;
  const Resident* self = own_residence();
  return self == nullptr ? OrgId::zero() : self->org;
}

const Resident* Reading::own_residence() const {
  if (!identity.keys) return nullptr;
  const DeviceId& self = identity.keys->id;
  return identity.org.is_zero() ? directory.find(self) : directory.find(self, identity.org);
}

Head Coalition::State::head(const OrgId& org, Step& step) {
  ENSURE(identity.keys.has_value());
  const DeviceId& self = identity.keys->id;
  return Head{self, org, step.now.wall, slots.take_seq(statements.seq_max(self), step.outbox)};
}

Statement Reading::sign(StatementType type, const Domain& domain, const Body& body) const {
  ENSURE(identity.keys.has_value());
  Bytes bytes = match(body, [](const auto& value) { return wire::encode(value); });
  return sign_statement(
      domain, type, identity.keys->id, std::move(bytes), identity.keys->idk.reveal());
}

StatementId Coalition::State::issue(StatementType type, Mode mode, Body body, Step& step) {
  const Head own = head(own_org(), step);
  match(body, [&](auto& value) { value.head = own; });
  const Statement statement = sign(type, Domain{anchor(), mode}, body);
  const StatementId id = statement.id();
  step.out.posts.push_back(
      Post{wire::encode(statement), reach_of(statement), is_urgent(statement)});
  keep(Accepted{id, statement, std::move(body), step.now.wall}, step);
  if (step.opens) retry_waiting(step);
  return id;
}

Lookup Reading::lookup() const {
  return [this](const StatementId& id) -> std::optional<Statement> {
    const Accepted* found = statements.find(id);
    if (found == nullptr) return std::nullopt;
    return found->statement;
  };
}

}  // namespace tocsin::coalition
