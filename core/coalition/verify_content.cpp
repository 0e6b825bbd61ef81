// Step 4: of every statement the author is known, then the signature good, then the body canonical.
#include <set>
#include <type_traits>

#include "core/coalition/verify_steps.h"
#include "core/wire/decision_codec.h"
#include "core/wire/readiness_codec.h"

namespace tocsin::coalition {
namespace {

class ContentReader {
 public:
  ContentReader(const Scanned& scanned, const Authors& authors, Content& out)
      : scanned_{scanned}, authors_{authors}, out_{out} {}

  Complaint run() {
    for (const Statement& statement : scanned_.statements)
      if (!authors_.contains(statement.author)) return Reason::delegate;
    for (const Statement& statement : scanned_.statements) {
      if (!statement.is_signed_by(authors_.at(statement.author).key)) return Reason::sig;
      ++out_.signatures;
    }
    for (std::size_t i = 0; i < scanned_.statements.size(); ++i)
      if (const Complaint complaint = read(i)) return complaint;
    // Only a call's signers can stand for what is not here, and only for reports.
    if (!scanned_.left_out.empty() && scanned_.kind != ProofKind::call) return Reason::missing;
    return std::nullopt;
  }

 private:
  Complaint read(std::size_t i) {
    switch (scanned_.statements[i].type) {
      case StatementType::charter:
      case StatementType::manifest:
        return std::nullopt;  // step 3 did
      // Their signatures are good; no verdict rests on what they say.
      case StatementType::device:
      case StatementType::keys:
        return std::nullopt;
      case StatementType::signoff:
        return take(i, out_.ballots.signoffs);
      case StatementType::report:
        return take(i, out_.ballots.reports);
      case StatementType::proposal:
        return take(i, out_.proposals);
      case StatementType::ack:
        return take(i, out_.ballots.drill_acks);
      case StatementType::call:
        return take(i, is_subject(i) ? out_.calls : out_.ballots.drill_calls);
      case StatementType::stop:
        if (const Complaint complaint = take(i, out_.stops)) return complaint;
        out_.ballots.stops.push_back(out_.stops.back());
        return std::nullopt;
      case StatementType::roll:
      case StatementType::freeze:
      case StatementType::debrief:
      case StatementType::relay_cert:
      case StatementType::relay_drop:
      case StatementType::channel:
      case StatementType::epoch:
      case StatementType::repair:
      case StatementType::join:
      case StatementType::reveal:
        return Reason::type;  // step 2 did
    }
    return Reason::type;
  }

  bool is_subject(std::size_t i) const {
    return scanned_.statements[i].domain.mode == scanned_.subject;
  }

  template <class T>
  Complaint take(std::size_t i, std::vector<Signed<T>>& to) {
    const Statement& statement = scanned_.statements[i];
    auto value = wire::decode_signed<T>(statement.body);
    if (!value || value->head.author != statement.author) return Reason::decode;
    const Author& author = authors_.at(statement.author);
    // Nobody speaks for another org; founding's sign-offs of a manifest come before the org has an
    // id.
    const bool may_lack_org = statement.domain.coalition.is_zero();
    if (!author.orgs.contains(value->head.org) && !(may_lack_org && value->head.org.is_zero()))
      return Reason::delegate;
    if constexpr (std::is_same_v<T, Signoff>) {
      // Only the founders of an org sign before there is a coalition.
      if (may_lack_org && value->subject_type != StatementType::manifest) return Reason::coalition;
    }
    to.push_back(Signed<T>{scanned_.ids[i], statement.domain.mode, std::move(*value)});
    return std::nullopt;
  }

  const Scanned& scanned_;
  const Authors& authors_;
  Content& out_;
};

}  // namespace

Complaint read_content(const Scanned& scanned, const Authors& authors, Content& out) {
  out.ballots.left_out = scanned.left_out;
  return ContentReader{scanned, authors, out}.run();
}

}  // namespace tocsin::coalition
