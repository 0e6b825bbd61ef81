// The machine's inside. It holds nothing between commands but when to look again: the store is the
// truth, so that a crash at any moment loses nothing that was acknowledged. Only the .cpp files of
// this folder include it.
#pragma once

#include <vector>

#include "core/readiness/campaign.h"
#include "core/readiness/pledges.h"
#include "core/readiness/readiness.h"
#include "core/readiness/sharing.h"
#include "core/readiness/table.h"

namespace tocsin::readiness {

// One command with all it may look at.
struct Wish {
  const Row& arguments;
  const Surroundings& around;
  Now now;
  Outbox& outbox;

  std::uint32_t today() const { return day_of(now.wall); }
};

struct Readiness::State {
  Random& random;
  const Archive& archive;
  const Identity& identity;

  // roster_verbs.cpp
  Reply<Done> roster_import(const Wish& wish);
  Reply<Done> roster_assign(const Wish& wish);
  Reply<Done> roster_show(const Wish& wish);
  Reply<Done> roster_list(const Wish& wish);
  // commitment_verbs.cpp
  Reply<Done> pledge_record(const Wish& wish);
  Reply<Done> pledge_revoke(const Wish& wish);
  Reply<Done> test_record(const Wish& wish);
  Reply<Done> vote_record(const Wish& wish);
  Reply<Done> contract_add(const Wish& wish);
  // report_verbs.cpp
  Reply<Done> calendar(const Wish& wish);
  Reply<Done> chart(const Wish& wish);
  Reply<Done> draft_report(const Wish& wish);
  // shred_verbs.cpp
  Reply<Done> shred_status(const Wish& wish);
  std::vector<Row> shred(const Surroundings& around, Now now, Outbox& outbox);

  // sharing_verbs.cpp
  Reply<Done> roster_share(const Wish& wish);
  void lay_aside(const Received& record, Now now, Outbox& outbox);
  bool merge_laid_aside(std::vector<Row>& events, Now now, Outbox& outbox);
  ListRows whole_list() const;
  void tell_changes(Done& done);
  std::optional<SharedList> answer_due(Now now);

  // Kept, and told to the devices that share the list.
  void keep(const RowKey& key, Worker worker, const Wish& wish);
  void keep(const RowKey& key, const Pledge& pledge, std::uint32_t opened_day, const Wish& wish);

  // export_verbs.cpp
  Reply<Done> roster_export(const Wish& wish);
  Reply<Done> roster_export_list(const Wish& wish);
  Reply<Done> export_show(const Wish& wish);
  Reply<Done> export_review(const Wish& wish);
  Reply<Done> export_confirm(const Wish& wish);
  Reply<Done> export_words(const Wish& wish);
  Reply<Done> ask_export(const Wish& wish);
  Reply<Done> write_out(const Wish& wish);
  std::vector<Row> heard_export(const Received& record, Now now, Outbox& outbox);

  const Charter* charter(const Wish& wish) const;
  const CharterOrg* own_org(const Wish& wish) const;  // null before founding
  Asks asks(const Wish& wish) const;
  std::uint32_t fresh_days(const Wish& wish) const;
  Holdings holdings(std::string_view campaign) const;

  // When to see again which keys are due. At once after a start: a closed laptop destroys nothing.
  std::optional<Instant> next_look = Instant{};

  ListRows touched = {};  // by the command under way
  // When to tell a device that began to share what it has not: others may do it before us.
  std::optional<Instant> answer_at = {};
};

// Arguments, with the refusal of one that is missing or no such thing.
Reply<std::string> ref_argument(const Row& arguments, std::string_view name);
Reply<Cell> cell_argument(const Row& arguments, std::string_view name);
Reply<std::uint32_t> day_argument(const Row& arguments, std::string_view name);
Reply<std::string> word_argument(const Row& arguments, std::string_view name);
Reply<std::string> campaign_argument(const Row& arguments);  // absent: the default

}  // namespace tocsin::readiness
