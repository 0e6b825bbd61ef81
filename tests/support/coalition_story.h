// The story every coalition hopes for, on a CoalitionNet: propose, sign, report, drill, mandate,
// hold, call, join, certificate. Each step delivers all it posts.
#pragma once

#include "tests/support/coalition_net.h"

namespace tocsin::tests {

struct CoalitionStory {
  explicit CoalitionStory(CoalitionNet& coalition_net) : net{coalition_net} {}

  void propose();
  void all_sign_proposal();
  void publish_reports();
  void drill();
  void mandate();     // all of the above
  void reach_call();  // and the hold, and the draft of the call
  Reply<std::vector<Row>> draft_call();
  void must_draft_call();
  void all_sign_call();  // called orgs join
  void certify();        // everything up to the certificate

  // The call's body, without its head.
  Call call_body() const;
  Proposal proposal_body() const;
  std::vector<Row> status(std::string_view slug, const StatementId& subject);
  std::string state(std::string_view slug, const StatementId& subject);
  Bytes certificate(std::string_view slug);
  Bytes export_of(CoalitionNet::Device& device, const StatementId& subject);

  CoalitionNet& net;
  StatementId proposal = StatementId::zero();
  StatementId call = StatementId::zero();
  StatementId exercise = StatementId::zero();  // the exercise call
  StatementId replaces = StatementId::zero();  // by the next proposal
  Random* order = nullptr;                     // of delivery
};

}  // namespace tocsin::tests
