// The story every coalition hopes for, on a CoalitionNet: propose, sign, report, drill, mandate,
// hold, call, join, certificate. Each step delivers all it posts.
#pragma once

#include "tests/support/coalition_net.h"

namespace tocsin::tests {

Texts in_both(const std::string& text);  // languages

struct CoalitionStory {
  explicit CoalitionStory(CoalitionNet& coalition_net) : net{coalition_net} {}

  void propose();
  void all_sign_proposal();
  void publish_reports();                                     // of both who would strike
  void publish(std::string_view slug, const Report& counts);  // and the second signature

  void drill() { drill(net.slugs()); }

  void drill(const std::vector<std::string>& reviewing);  // who acknowledges it
  void mandate();                                         // all of the above
  void reach_call();                                      // and the hold, and the draft of the call
  Reply<std::vector<Row>> draft_call();
  void must_draft_call();
  void all_sign_call();  // called orgs join
  void certify();        // everything up to the certificate
  void run_to_end();     // and past T0, until its longest duration is over

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
  std::uint32_t max_waves = 1;
  Seconds max_duration{24 * 3600};
  std::vector<std::string> called = {"drivers", "plumbers"};  // by the next call

  // A stop by k of each of these orgs, drafted by the first and delivered; its id.
  StatementId stop_by(const std::vector<std::string>& slugs,
                      std::string_view verb,
                      const StatementId& subject,
                      const Row& arguments);
  // The state of one org's target as `who` sees it.
  Row target(std::string_view who, std::string_view slug);
  std::string target_state(std::string_view who, std::string_view slug);
  // Of all targets of the call, in the order of the status.
  std::vector<std::string> target_states(std::string_view who);
  bool has_code(std::string_view who, std::string_view code);  // any of them
};

}  // namespace tocsin::tests
